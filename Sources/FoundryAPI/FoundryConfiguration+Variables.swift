extension FoundryConfiguration {
    /// The names of the environment variables that a configuration is read from.
    public enum Variable {
        /// The key.
        public static let key = "FOUNDRY_API_TOKEN"
        /// The key, where ``key`` is unset.
        public static let otherKey = "ADAPTYV_API_KEY"
        /// The API's address.
        public static let url = "FOUNDRY_API_URL"
        /// The API's address, where ``url`` is unset.
        public static let otherURL = "ADAPTYV_API_URL"
        /// How long one HTTP attempt may take, in seconds.
        public static let timeout = "FOUNDRY_TIMEOUT_SECONDS"

        /// All that may hold a key, the first that is set wins. A program that starts others takes them out of its
        /// environment.
        public static let keys = [key, otherKey]
        /// All that may hold the API's address, the first that is set wins.
        public static let urls = [url, otherURL]
    }
}
