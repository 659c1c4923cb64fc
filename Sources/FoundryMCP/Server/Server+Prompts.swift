import FoundryJSON
import FoundryJSONRPC

extension Server {
    func listPrompts(_ params: JSON, _ context: RequestContext) throws(RPCError) -> Reply {
        guard let provider = features.prompts else { throw .methodNotFound(Method.listPrompts.rawValue) }
        try Cursor.rejectCursor(in: params)
        let list = JSON(provider.prompts.map { $0.json(in: context.revision) })
        return .immediate(.success(cacheable([JSON.Member("prompts", list)], context)))
    }

    func getPrompt(_ params: JSON, _ context: RequestContext, _ connection: Connection) throws(RPCError) -> Reply {
        guard let provider = features.prompts else { throw .methodNotFound(Method.getPrompt.rawValue) }
        guard let name = params["name"]?.string else { throw .invalidParams("prompts/get requires \"name\", a string") }
        guard let prompt = provider.prompts.first(where: { $0.name == name }) else {
            let known = provider.prompts.map(\.name).joined(separator: ", ")
            throw .invalidParams("unknown prompt \(name.excerpt); known prompts: \(known)")
        }
        let arguments = try Self.strings(params["arguments"], named: "arguments")
        let missing = prompt.arguments.filter { $0.isRequired && (arguments[$0.name] ?? "").isEmpty }.map(\.name)
        guard missing.isEmpty else {
            throw .invalidParams("the prompt \(name) requires \(missing.joined(separator: ", "))")
        }
        return try deferred(params, context, connection) { [self] context in
            let messages = try await provider.messages(of: name, arguments: arguments, context: context)
            return result(
                [
                    JSON.Member("description", JSON(prompt.description)),
                    JSON.Member("messages", JSON(messages.map { $0.json(in: context.revision) })),
                ], context)
        }
    }

    func complete(_ params: JSON, _ context: RequestContext, _ connection: Connection) throws(RPCError) -> Reply {
        guard let provider = features.completions else { throw .methodNotFound(Method.complete.rawValue) }
        guard let name = params["argument"]?["name"]?.string, let value = params["argument"]?["value"]?.string else {
            throw .invalidParams("completion/complete requires \"argument\" with \"name\" and \"value\", both strings")
        }
        let reference: CompletionReference
        switch params["ref"]?["type"]?.string {
        case "ref/prompt":
            guard let prompt = params["ref"]?["name"]?.string else {
                throw .invalidParams("ref/prompt requires \"name\", a string")
            }
            reference = .prompt(prompt)
        case "ref/resource":
            guard let uri = params["ref"]?["uri"]?.string else {
                throw .invalidParams("ref/resource requires \"uri\", a string")
            }
            reference = .resource(template: uri)
        default:
            throw .invalidParams("\"ref\" must have the type ref/prompt or ref/resource")
        }
        let others = try Self.strings(params["context"]?["arguments"], named: "context.arguments")
        return try deferred(params, context, connection) { [self] context in
            let completion = try await provider.complete(
                reference, argument: name, value: value, others: others, context: context)
            return result([JSON.Member("completion", completion.json)], context)
        }
    }

    /// Returns the members of an object of strings.
    private static func strings(_ value: JSON?, named name: String) throws(RPCError) -> [String: String] {
        guard let value, !value.isNull else { return [:] }
        guard let members = value.members else { throw .invalidParams("\(name) must be an object") }
        var strings: [String: String] = [:]
        // Some clients send null for what their user left out.
        for member in members where !member.value.isNull {
            guard let text = member.value.string else {
                throw .invalidParams("\(name).\(member.name) must be a string, not \(member.value.excerpt)")
            }
            strings[member.name] = text
        }
        return strings
    }
}
