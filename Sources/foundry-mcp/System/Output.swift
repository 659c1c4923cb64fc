import Foundation
import FoundryAPI

/// What the program says to a person or a script. While it serves, stdout belongs to the protocol.
enum Output {
    /// Writes a line to stdout.
    static func line(_ text: String) {
        write(text + "\n", to: .standardOutput)
    }

    /// Writes text without the end of a line to stdout, at once.
    static func text(_ text: String) {
        write(text, to: .standardOutput)
    }

    /// Writes a line to stderr, without the keys that may stand in it: a message repeats what it is about, and a key may
    /// have been put into the wrong word or variable.
    static func error(_ text: String) {
        write(Redactor(key: nil).redact(text) + "\n", to: .standardError)
    }

    private static func write(_ text: String, to handle: FileHandle) {
        // A reader that is gone is no reason to fail: there is nobody left to tell.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
