import FoundryAPI
import FoundryJSON
import FoundryMCP
import Synchronization

/// The secrets of one call, which its result doesn't repeat: the user's key, secrets among the arguments, and those that the
/// call makes.
final class CallSecrets: Sendable {
    private let keys: Redactor
    private let texts: Mutex<[String]>
    /// A Boolean value that indicates whether the arguments hold a key, or a part of the user's.
    private let argumentsHoldKey: Bool

    init(of arguments: JSON, keys: Redactor) {
        self.keys = keys
        texts = Mutex(WebhookSecrets.secrets(in: arguments))
        argumentsHoldKey = keys.redact(arguments) != arguments
    }

    /// Adds a secret that the call made.
    func add(_ secret: String) {
        texts.withLock { $0.append(secret) }
    }

    /// Returns a result without the secrets.
    ///
    /// - Parameter issuesKey: a Boolean value that indicates whether the result may show a new key.
    func redacted(_ result: ToolResult, issuesKey: Bool) -> ToolResult {
        // Secrets of webhooks are never read back; whoever sends one all the same is not repeated.
        var result = result
        if result.structured?["webhook_secret"]?.string != nil {
            result = result.mapped { $0.removing("webhook_secret") }
        }
        let texts = texts.withLock { $0 }
        // What the API sent holds no key; only the arguments can have brought one in.
        let needsKeys = result.isError || (argumentsHoldKey && !issuesKey)
        guard needsKeys || !texts.isEmpty else { return result }
        let secrets = Redactor(secrets: texts, replacement: WebhookSecrets.placeholder)
        return result.mapped { value in
            let value = texts.isEmpty ? value : secrets.redact(value)
            return needsKeys ? keys.redact(value) : value
        }
    }
}

extension ToolResult {
    /// Returns the result with each of its texts and values changed.
    fileprivate func mapped(_ change: (JSON) -> JSON) -> ToolResult {
        let meta = meta.map { JSON.Member($0.name, change($0.value)) }
        guard let structured else {
            let texts = content.compactMap { if case .text(let text) = $0 { change(text).string } else { nil } }
            return ToolResult(failure: texts.joined(separator: "\n"), meta: meta)
        }
        let more = content.dropFirst().map { block -> Content in
            switch block {
            case .text(let text): .text(change(text))
            case .resource(let contents): .resource(contents.mapped(change))
            case .resourceLink: block
            }
        }
        return ToolResult(structured: change(structured), more: more, meta: meta)
    }
}

extension ResourceContents {
    fileprivate func mapped(_ change: (JSON) -> JSON) -> ResourceContents {
        guard case .text(let text) = body else { return self }
        return ResourceContents(uri: uri, mimeType: mimeType, body: .text(change(text)))
    }
}
