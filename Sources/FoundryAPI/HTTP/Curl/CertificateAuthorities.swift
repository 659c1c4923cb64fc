#if !canImport(Darwin)
    import FoundrySystem

    /// The location of the certificates of the trusted authorities.
    struct CertificateAuthorities: Sendable {
        /// A file that holds them; nil for the system's.
        let file: String?
        /// A folder that holds them by their hashes; nil for the system's.
        let folder: String?

        /// Those that the environment names in `CURL_CA_BUNDLE`, or else in `SSL_CERT_FILE` and `SSL_CERT_DIR`, as for
        /// the curl command.
        static var ofEnvironment: CertificateAuthorities {
            if let bundle = variable("CURL_CA_BUNDLE") { return CertificateAuthorities(file: bundle, folder: nil) }
            return CertificateAuthorities(file: variable("SSL_CERT_FILE"), folder: variable("SSL_CERT_DIR"))
        }

        private static func variable(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
    }
#endif
