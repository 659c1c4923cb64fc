/// Command lines for a POSIX shell, for people to copy.
public enum ShellCommand {
    /// Returns a command line from its words.
    public static func line(_ words: some Sequence<String>) -> String {
        words.map(quoted).joined(separator: " ")
    }

    /// Returns a word as the shell reads it back unchanged, in single quotes unless it needs none.
    public static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.utf8.allSatisfy(needsNoQuotes)
        if isPlain { return word }
        // By bytes: an apostrophe with a combining accent is one Character, which would not be found as an apostrophe.
        var quoted: [UInt8] = [UInt8(ascii: "'")]
        for byte in word.utf8 {
            if byte == UInt8(ascii: "'") {
                quoted += Array("'\\''".utf8)
            } else {
                quoted.append(byte)
            }
        }
        quoted.append(UInt8(ascii: "'"))
        return String(decoding: quoted, as: UTF8.self)
    }

    private static func needsNoQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "-_./:,@%+=".utf8.contains(byte)
        }
    }
}
