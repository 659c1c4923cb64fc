import Foundation

/// The texts by which a key can be recognised in an encoding that leaves none of its characters as they are.
struct KeyEncodings: Sendable {
    /// Parts of the key's base64 (both alphabets) that are the same wherever the key begins in the encoded bytes,
    /// but for which of three alignments it has there.
    let base64: [[UInt8]]
    /// The beginning of the key's hexadecimal digits, lower and upper case.
    let hexadecimal: [[UInt8]]
    /// The number of bytes of the key.
    let length: Int

    init(of key: [UInt8]) {
        length = key.count
        // Shorter ones would be found where no key is.
        guard key.count >= 15 else {
            (base64, hexadecimal) = ([], [])
            return
        }
        var cores: [[UInt8]] = []
        for alignment in 0..<3 {
            let text = Array(Data(repeating: 0, count: alignment) + Data(key)).base64
            // The first characters also depend on what stands before the key, the last on what follows it.
            let core = text.dropFirst([0, 2, 3][alignment]).prefix { $0 != UInt8(ascii: "=") }.dropLast().prefix(32)
            cores.append(Array(core))
            let urlSafe = core.map { byte in
                byte == UInt8(ascii: "+") ? UInt8(ascii: "-") : byte == UInt8(ascii: "/") ? UInt8(ascii: "_") : byte
            }
            if urlSafe != Array(core) { cores.append(urlSafe) }
        }
        base64 = cores
        let digits = key.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        hexadecimal = [Array(digits.utf8), Array(digits.uppercased().utf8)]
    }
}

extension [UInt8] {
    fileprivate var base64: [UInt8] { Array(Data(self).base64EncodedData()) }
}
