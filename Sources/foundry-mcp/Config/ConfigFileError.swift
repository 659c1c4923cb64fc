/// Why a configuration file is left as it is.
struct ConfigFileError: Error, CustomStringConvertible {
    /// The line at fault, from 1; nil where no line is.
    let line: Int?
    let message: String

    init(line: Int?, _ message: String) {
        self.line = line
        self.message = message
    }

    var description: String { (line.map { "line \($0): " } ?? "") + message }
}
