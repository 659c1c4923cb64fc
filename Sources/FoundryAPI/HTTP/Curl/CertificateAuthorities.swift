#if !canImport(Darwin)
    import FoundrySystem

    /// Where the certificates of the trusted authorities are.
    struct CertificateAuthorities: Sendable {
        /// A file that holds them; nil for the system's.
        let file: String?
        /// A folder that holds them by their hashes; nil for the system's.
        let folder: String?

        /// Those that the environment names in `CURL_CA_BUNDLE` or `SSL_CERT_FILE`, and in `SSL_CERT_DIR`.
        static var ofEnvironment: CertificateAuthorities {
            CertificateAuthorities(
                file: variable("CURL_CA_BUNDLE") ?? variable("SSL_CERT_FILE"), folder: variable("SSL_CERT_DIR"))
        }

        private static func variable(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
    }
#endif
