import FoundrySystem

extension Error {
    /// The system's words for why an operation on files failed, or else those of the error.
    public var systemReason: String {
        switch self {
        case let error as SystemError: error.reason
        case let error as POSIXError: String(cString: strerror(error.code.rawValue))
        case let error as CocoaError: error.underlying.map { $0.systemReason } ?? "\(error)"
        default: "\(self)"
        }
    }
}
