import FoundryAPI
import FoundryCrypto
import FoundryFoundation
import FoundryJSON
import FoundryMCP

/// `list_webhooks`: the organisation's webhooks, without the values of their headers.
struct ListWebhooks: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let response = try await call.api.send(.listWebhooks, call.arguments)
        return ToolResult(WebhookSecrets.withoutSecrets(response.value), isSandbox: response.isSandbox)
    }
}

/// `create_webhook` and `update_webhook`. With `generate_secret` a new secret is made and written to a private file.
struct WriteWebhook: ToolAction {
    let operation: FoundryOperation

    func violations(of arguments: JSON) -> [SchemaViolation] {
        var found = WebhookURL.violations(of: "url", in: arguments)
        if arguments["generate_secret"]?.bool == true, arguments["secret"] != nil {
            found.append(
                SchemaViolation(at: JSONPointer(["generate_secret"]), "and secret exclude each other: leave one out"))
        }
        let clears = arguments["clear"]?.elements?.contains("secret") == true
        if clears, arguments["secret"] != nil || arguments["generate_secret"]?.bool == true {
            found.append(
                SchemaViolation(at: JSONPointer(["clear"]), "removes the secret that the call sets: choose one"))
        }
        if operation == .updateWebhook {
            found += AtLeastOne.violations(
                of: ["url", "headers", "enabled", "secret", "generate_secret", "clear"], in: arguments)
        }
        return found
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        var arguments = Clearing.applied(to: call.arguments).removing("generate_secret")
        var file: String?
        if call.arguments["generate_secret"]?.bool == true {
            let secret = WebhookSecrets.generate()
            call.secrets.add(secret)
            // Written first: a webhook whose secret nobody knows is of no use.
            do {
                file = try call.tokenFolder.write(
                    secret, for: "webhook-\(call.text("webhook_id"))", suffix: "secret")
            } catch {
                throw FoundryError(
                    .refused,
                    "The secret could not be written to \(call.tokenFolder.url.path): \(error.systemReason). Nothing was "
                        + "sent. Make the folder writable, or give a secret of at least 32 characters.")
            }
            arguments = arguments.setting("secret", to: JSON(secret))
        }
        let response: FoundryResponse
        do {
            response = try await call.api.send(operation, arguments)
        } catch let error as FoundryError {
            throw file.map { settled(error, $0, call) } ?? error
        }
        var value = WebhookSecrets.withoutSecrets(response.value)
        if let file { value = value.setting("secret_file", to: JSON(file)) }
        return ToolResult(value.adding(response.note), isSandbox: response.isSandbox)
    }
}

extension WriteWebhook {
    /// Removes the file with a new secret if the write had no effect, and returns the error; if it may have had one, the
    /// error says where the secret is.
    private func settled(_ error: FoundryError, _ file: String, _ call: ToolCall) -> FoundryError {
        guard error.isWithoutEffect else {
            return error.adding("The new secret is in \(file), in case the webhook has it.")
        }
        call.tokenFolder.remove(file)
        return error
    }
}

/// `delete_webhook`: the API's empty response as a value.
struct DeleteWebhook: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let response = try await call.api.send(.deleteWebhook, call.arguments)
        return ToolResult(
            ["deleted": true, "webhook_id": call.arguments["webhook_id"] ?? .null], isSandbox: response.isSandbox)
    }
}

/// The secrets of webhooks: the keys that sign their deliveries, and the values of their headers.
enum WebhookSecrets {
    /// The placeholder for a secret.
    static let placeholder = "[redacted]"

    /// Returns a new secret of 256 bits, in hexadecimal.
    static func generate() -> String { HMAC.randomBytes(32).hexadecimal }

    /// Returns a value from the API without secrets: with the names of headers and without their values.
    static func withoutSecrets(_ value: JSON) -> JSON {
        if let elements = value.elements { return JSON(elements.map(withoutSecrets)) }
        guard let members = value.members else { return value }
        return JSON(
            members.compactMap { member in
                if member.name.lowercased().contains("secret"), !isFlag(member.value) { return nil }
                let isHeaders = member.name.lowercased() == "headers"
                return JSON.Member(
                    member.name, isHeaders ? withoutHeaderValues(member.value) : withoutSecrets(member.value))
            })
    }

    /// Returns a Boolean value that indicates whether a value can't be a secret, as that of `secret_set`.
    private static func isFlag(_ value: JSON) -> Bool {
        value.isNull || value.bool != nil
    }

    /// Returns headers with their names and without their values, from an object or from an array of names and values.
    private static func withoutHeaderValues(_ headers: JSON) -> JSON {
        if let elements = headers.elements { return JSON(elements.map(withoutHeaderValues)) }
        guard let members = headers.members else { return isFlag(headers) ? headers : JSON(placeholder) }
        let isPair = headers["name"] != nil && headers["value"] != nil
        return JSON(
            members.map { member in
                isPair && member.name == "name" ? member : JSON.Member(member.name, JSON(placeholder))
            })
    }

    // MARK: - Arguments

    /// The arguments that are secret, or of which the members' values are.
    private static let arguments: Set = ["secret", "webhook_secret", "headers"]

    /// Returns the secrets among the arguments of a call. A header's value that is a part of the URL is none.
    static func secrets(in arguments: JSON) -> [String] {
        let named = ["secret", "webhook_secret"].compactMap { arguments[$0]?.string }
        let url = arguments["url"]?.string ?? ""
        let headers = (arguments["headers"]?.members ?? []).compactMap(\.value.string)
        return named + headers.filter { !url.contains($0) }
    }

    /// Returns violations that don't quote the secrets among the arguments.
    static func withoutExcerpts(_ violations: [SchemaViolation], of arguments: JSON) -> [SchemaViolation] {
        violations.map { violation in
            guard let name = violation.pointer.tokens.first, Self.arguments.contains(name) else { return violation }
            var value: JSON? = arguments
            for token in violation.pointer.tokens {
                value = value?[token] ?? Int(token).flatMap { value?.elements?[$0] }
            }
            guard let excerpt = value?.excerpt else { return violation }
            return SchemaViolation(
                at: violation.pointer, violation.message.replacing(excerpt, with: placeholder))
        }
    }
}

/// The members that a call clears with `clear`, since an argument that is null counts as absent.
enum Clearing {
    /// Returns the arguments with null for each member that is to be cleared.
    static func applied(to arguments: JSON) -> JSON {
        let names = (arguments["clear"]?.elements ?? []).compactMap(\.string)
        return names.reduce(arguments.removing("clear")) { $0.setting($1, to: .null) }
    }
}
