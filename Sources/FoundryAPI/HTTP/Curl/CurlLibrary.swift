#if !canImport(Darwin)
    import CFoundryCurl

    /// The system's libcurl.
    enum CurlLibrary {
        /// Loads the library if that hasn't been done.
        static func load() throws(HTTPFailure) {
            switch foundry_curl_load() {
            case .succeeded: return
            case .missing:
                throw failure(
                    "libcurl.so.4 was not found on this system. Install the package libcurl4 (Debian, Ubuntu; libcurl4t64 "
                        + "on newer ones) or libcurl (Fedora, Amazon Linux, openSUSE, Alpine, Arch)")
            case .tooOld: throw failure("the libcurl of this system is too old. Install version 7.68 or newer")
            case .failed: throw failure("the libcurl of this system could not be initialized")
            }
        }

        static func failure(_ detail: String) -> HTTPFailure {
            HTTPFailure(reason: .unsupported, detail: detail, head: nil)
        }
    }
#endif
