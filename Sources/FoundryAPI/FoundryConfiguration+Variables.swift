extension FoundryConfiguration {
    /// The names of the environment variables that a configuration is read from.
    public enum Variable {
        /// The key.
        public static let key = "FOUNDRY_API_TOKEN"
        /// The key, if ``key`` is unset.
        public static let otherKey = "ADAPTYV_API_KEY"
        /// The API's address.
        public static let url = "FOUNDRY_API_URL"
        /// The API's address, if ``url`` is unset.
        public static let otherURL = "ADAPTYV_API_URL"
        /// The variable for the time that one HTTP attempt may take, in seconds.
        public static let timeout = "FOUNDRY_TIMEOUT_SECONDS"

        /// The variables that may contain a key; the first that is set counts. A program that starts others should remove
        /// them from the environment.
        public static let keys = [key, otherKey]
        /// The variables that may contain the API's address; the first that is set counts.
        public static let urls = [url, otherURL]
    }
}
