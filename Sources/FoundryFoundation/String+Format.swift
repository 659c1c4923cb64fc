import FoundrySystem

extension String {
    /// Creates text by the rules of C's `printf`, whatever the user's language.
    ///
    /// - Parameter arguments: numbers of the types that the format names.
    public init(cFormat format: String, _ arguments: any CVarArg...) {
        let size = Int(withVaList(arguments) { vsnprintf(nil, 0, format, $0) }) + 1
        var buffer = [CChar](repeating: 0, count: size)
        _ = withVaList(arguments) { vsnprintf(&buffer, size, format, $0) }
        self.init(decoding: buffer.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
