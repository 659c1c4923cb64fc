/// A file could not be written, though the command was given rightly.
struct FileTrouble: Error, CustomStringConvertible {
    let description: String
}
