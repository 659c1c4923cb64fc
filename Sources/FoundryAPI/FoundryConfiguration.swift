public import FoundryFoundation
import FoundryText

/// The address of the API, the caller's key, and the time allowed for a request.
public struct FoundryConfiguration: Sendable {
    /// The production API. Source: the servers in the API's OpenAPI document.
    public static let defaultURL = "https://foundry-api-public.adaptyvbio.com"

    /// The base of all paths, which ends in `/api/v1`.
    public let baseURL: URL
    /// The caller's key; without one only the health operations can be sent.
    public let key: APIKey?
    /// The time that one HTTP attempt may take, from its beginning to the last byte of its response. Above 0 and up to
    /// 86,400 s; 30 s by default.
    public let timeout: Duration
    /// The environment variable that the base URL came from, or nil.
    public let urlVariable: String?
    /// The environment variable that the key came from, or nil.
    public let keyVariable: String?

    /// Creates a configuration from values.
    ///
    /// - Parameters:
    ///   - url: the API's address, with or without `/api/v1`: https, or http to this machine.
    ///   - key: the caller's key.
    ///   - timeout: the time that one HTTP attempt may take, in seconds.
    /// - Throws: ``ConfigurationError`` for an address, a key or a timeout that cannot be used.
    public init(
        url: String = defaultURL, key: String? = nil, timeout: Duration = .seconds(30)
    ) throws(ConfigurationError) {
        try self.init(url: (url, nil), key: key.map { ($0, nil) }, timeout: timeout)
    }

    /// Creates a configuration from environment variables: `FOUNDRY_API_TOKEN` or `ADAPTYV_API_KEY`, `FOUNDRY_API_URL` or
    /// `ADAPTYV_API_URL`, and `FOUNDRY_TIMEOUT_SECONDS` (``Variable``). The first of each that is
    /// set counts, and an empty one counts as unset. The environment is not changed.
    ///
    /// - Throws: ``ConfigurationError`` that names the variable whose value cannot be used.
    public init(environment: [String: String]) throws(ConfigurationError) {
        try self.init(environment: environment, key: nil)
    }

    /// Creates a configuration from environment variables, with a key that was obtained by what one of them says.
    ///
    /// - Parameter key: The key and that variable, or nil for the key in the environment.
    /// - Throws: ``ConfigurationError`` that names the variable whose value cannot be used.
    package init(
        environment: [String: String], key: (text: String, variable: String?)?
    ) throws(ConfigurationError) {
        func value(of names: [String]) -> (String, String?)? {
            for name in names {
                let text = (environment[name] ?? "").trimmed
                if !text.isEmpty { return (text, name) }
            }
            return nil
        }
        var timeout = Duration.seconds(30)
        if let (text, variable) = value(of: [Variable.timeout]) {
            guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
                throw ConfigurationError(
                    variable: variable,
                    message: "\(Variable.timeout) is “\(Redactor(key: nil).redact(text))”, which is not a number of "
                        + "seconds above 0 and up to 86400. Set one, such as 30, or leave it out.")
            }
            timeout = .seconds(seconds)
        }
        try self.init(
            url: value(of: Variable.urls) ?? (Self.defaultURL, nil),
            key: key ?? value(of: Variable.keys), timeout: timeout)
    }

    private init(
        url: (text: String, variable: String?), key: (text: String, variable: String?)?, timeout: Duration
    ) throws(ConfigurationError) {
        guard timeout > .zero, timeout <= .seconds(86_400) else {
            throw ConfigurationError(
                variable: nil, message: "The time-out must be above 0 and up to 86400 seconds.")
        }
        if let key {
            guard let usable = APIKey(key.text) else {
                throw ConfigurationError(
                    variable: key.variable,
                    message: "\(key.variable ?? "The key") holds characters that no key has (a space, a line break or "
                        + "one beyond ASCII). Copy the key again from https://foundry.adaptyvbio.com.")
            }
            self.key = usable
        } else {
            self.key = nil
        }
        baseURL = try BaseURL.read(url.text, variable: url.variable, redactor: Redactor(key: self.key))
        urlVariable = url.variable
        keyVariable = key?.variable
        self.timeout = timeout
    }
}
