import FoundryJSON
import FoundryJSONRPC

extension Server {
    /// The time for which a client may keep what this process says of its skills, which are part of the program.
    private static let skillLifetime = Duration.seconds(3600)

    func listSkills(_ params: JSON, _ context: RequestContext) throws(RPCError) -> Reply {
        let skills = try skills(.listSkills)
        try Cursor.rejectCursor(in: params)
        let list = JSON.Member("skills", JSON(skills.map(\.json)))
        return .immediate(.success(cacheable([list], lifetime: Self.skillLifetime, context)))
    }

    func getSkill(_ params: JSON, _ context: RequestContext) throws(RPCError) -> Reply {
        let skills = try skills(.getSkill)
        let uri = try Self.uri(in: params, of: .getSkill)
        guard let skill = skills.first(where: { $0.uri == uri }) else {
            let known = skills.map(\.uri).joined(separator: ", ")
            throw .invalidParams("no skill is served at \(uri.excerpt); the skills are \(known)")
        }
        return .immediate(
            .success(cacheable([JSON.Member("skill", skill.json)], lifetime: Self.skillLifetime, context)))
    }

    /// Serves `resources/directory/read`, for the folders of skills.
    func readDirectory(_ params: JSON, _ context: RequestContext) throws(RPCError) -> Reply {
        let skills = try skills(.readDirectory)
        let uri = try Self.uri(in: params, of: .readDirectory)
        try Cursor.rejectCursor(in: params)
        guard let children = skills.lazy.compactMap({ $0.children(of: uri) }).first else {
            throw .invalidParams("\(uri.excerpt) is not a directory resource")
        }
        let list = JSON.Member("resources", JSON(children.map { $0.json(in: context.revision) }))
        return .immediate(.success(result([list], context)))
    }

    private func skills(_ method: Method) throws(RPCError) -> [Skill] {
        guard let skills = features.skills else { throw .methodNotFound(method.rawValue) }
        return skills
    }

    private static func uri(in params: JSON, of method: Method) throws(RPCError) -> String {
        guard let uri = params["uri"]?.string else {
            throw .invalidParams("\(method.rawValue) requires \"uri\", a string")
        }
        return uri
    }
}
