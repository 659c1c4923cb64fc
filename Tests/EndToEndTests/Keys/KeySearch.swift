import Foundation

/// Looks for a key in whatever left a process, in the forms that a careless program might give it.
struct KeySearch: Sendable {
    private let forms: [(name: String, text: String)]

    init(_ key: String) {
        let bytes = Array(key.utf8)
        let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        // From the middle, so that a key that was cut at either end is found too.
        let part = { (all: [String]) in all.dropFirst(8).prefix(16).joined() }
        var forms = [
            ("plain", part(key.map(String.init))), ("upper case", part(key.uppercased().map(String.init))),
            ("hex", part(hex)), ("upper-case hex", part(hex.map { $0.uppercased() })),
            ("spaced hex", hex.dropFirst(8).prefix(16).joined(separator: " ")),
            ("percent-encoded", part(hex.map { "%" + $0 })),
            ("upper-case percent-encoded", part(hex.map { "%" + $0.uppercased() })),
            ("escaped as in JSON", part(hex.map { "\\u00" + $0 })),
            ("escaped as in HTML", part(bytes.map { "&#\($0);" })),
        ]
        for alignment in 0..<3 {
            // What comes before shifts the base64 by none, one or two bytes; the middle is the same whatever surrounds it.
            let text = Data(repeating: 0x20, count: alignment) + Data(bytes)
            let core = String(text.base64EncodedString().dropFirst(8).prefix(20))
            forms.append(("base64", core))
            forms.append(
                ("base64url", core.replacing("+", with: "-").replacing("/", with: "_")))
        }
        self.forms = forms
    }

    /// The forms in which the key stands in a text, each with what is around it.
    func found(in text: String) -> [String] {
        forms.compactMap { form in
            text.range(of: form.text).map { range in
                let start = text.index(range.lowerBound, offsetBy: -80, limitedBy: text.startIndex) ?? text.startIndex
                let end = text.index(range.upperBound, offsetBy: 40, limitedBy: text.endIndex) ?? text.endIndex
                return "\(form.name): …\(text[start..<end])…"
            }
        }
    }

    /// The same in all files of a folder, and in their names.
    func found(inFilesOf folder: URL) -> [String] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var found: [String] = []
        while let file = files?.nextObject() as? URL {
            found += self.found(in: file.path).map { "name of \(file.path): \($0)" }
            guard let bytes = try? Data(contentsOf: file) else { continue }
            found += self.found(in: String(decoding: bytes, as: UTF8.self)).map { "\(file.path): \($0)" }
        }
        return found
    }

    /// The same in the environment that a process was started with.
    func found(inEnvironmentOf process: Int32) -> [String] {
        ["environ", "cmdline"].flatMap { name in
            let bytes = FileManager.default.contents(atPath: "/proc/\(process)/\(name)") ?? Data()
            return found(in: String(decoding: bytes, as: UTF8.self)).map { "\(name): \($0)" }
        }
    }
}
