/// A file could not be written, though the command was given rightly.
struct FileError: Error, CustomStringConvertible {
    let description: String
}
