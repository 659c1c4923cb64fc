import Foundation
import FoundryCrypto

/// A folder of files that follows the Agent Skills format, read to be embedded.
struct Skill {
    let name: String
    /// The frontmatter of `SKILL.md` as JSON.
    let frontmatter: String
    /// The files, `SKILL.md` first.
    let files: [File]

    /// A file, with what a client verifies about it.
    struct File {
        let path: String
        let text: String
        let size: Int
        /// The SHA-256 digest of the bytes, in lower-case hexadecimal.
        let digest: String

        init(path: String, in folder: URL) throws {
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: path)))
            guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0x0D) else {
                throw SkillError("\(path) must be UTF-8 with LF at the end of lines")
            }
            self.path = path
            self.text = text
            size = bytes.count
            digest = SHA256.hash(bytes).hexadecimal
        }
    }

    /// Reads a skill.
    /// - Throws: ``SkillError`` for a skill that breaks the rules of the format.
    init(_ folder: URL) throws {
        let name = folder.lastPathComponent
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(
                atPath: folder.appending(path: path).path, isDirectory: &isFolder)
            return exists && !isFolder.boolValue && !path.split(separator: "/").contains { $0.hasPrefix(".") }
        }
        let main = "SKILL.md"
        guard paths.contains(main) else { throw SkillError("\(name) has no \(main)") }
        let files = try ([main] + paths.filter { $0 != main }.sorted()).map { try File(path: $0, in: folder) }
        let members = try Frontmatter.members(of: files[0].text)
        guard members.contains(where: { $0.name == "name" && $0.value == .text(name) }) else {
            throw SkillError("the name in the frontmatter of \(name)/\(main) is not that of its folder")
        }
        guard name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, name.count <= 64 else {
            throw SkillError("\(name) is not a name: lower-case letters, digits and single hyphens, at most 64")
        }
        guard case .text(let description) = members.first(where: { $0.name == "description" })?.value,
            (1...1024).contains(description.count)
        else { throw SkillError("\(name)/\(main) needs a description of at most 1,024 characters") }
        (self.name, self.files) = (name, files)
        frontmatter = Frontmatter.Value.members(members).json
    }
}

struct SkillError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The YAML frontmatter of a `SKILL.md`, of which only strings and one level of maps of strings are accepted, so that their
/// rendering in JSON leaves no room for interpretation.
enum Frontmatter {
    indirect enum Value: Equatable {
        case text(String)
        case members([Member])

        /// The value as JSON.
        var json: String {
            switch self {
            case .text(let text): Self.quoted(text)
            case .members(let members):
                "{" + members.map { "\(Self.quoted($0.name)):\($0.value.json)" }.joined(separator: ",") + "}"
            }
        }

        private static func quoted(_ text: String) -> String {
            let escaped = text.unicodeScalars.map { scalar in
                switch scalar {
                case "\"": "\\\""
                case "\\": "\\\\"
                default: String(scalar)
                }
            }
            return "\"\(escaped.joined())\""
        }
    }

    struct Member: Equatable {
        let name: String
        let value: Value
    }

    /// Returns the members of the frontmatter at the beginning of a text.
    /// - Throws: ``SkillError`` if there is none, or for YAML beyond the accepted part.
    static func members(of text: String) throws -> [Member] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            throw SkillError("there is no frontmatter between two lines of ---")
        }
        var members: [Member] = []
        for line in lines[1..<end] {
            let isNested = line.hasPrefix("  ")
            guard let match = line.wholeMatch(of: /(?:  )?([A-Za-z][A-Za-z0-9_-]*):(?: (.+))?/) else {
                throw SkillError("the frontmatter has a line that is not understood: \(line)")
            }
            let (name, text) = (String(match.1), match.2.map(String.init))
            if isNested {
                guard let text, case .members(let inner) = members.last?.value, let outer = members.popLast() else {
                    throw SkillError("the frontmatter is nested in a way that is not understood: \(line)")
                }
                members.append(
                    Member(name: outer.name, value: .members(inner + [Member(name: name, value: try scalar(text))])))
            } else {
                members.append(Member(name: name, value: try text.map(scalar) ?? .members([])))
            }
            let names = members.map(\.name)
            guard Set(names).count == names.count else { throw SkillError("the frontmatter has \(name) twice") }
        }
        return members
    }

    /// Returns a plain scalar of YAML that can only be a string.
    private static func scalar(_ text: String) throws -> Value {
        let isPlain =
            text.first.map { $0.isASCII && $0.isLetter } == true && text.last?.isWhitespace == false
            && !text.contains(": ") && !text.contains(" #") && !text.hasSuffix(":")
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        let others = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
        guard isPlain, !others.contains(text.lowercased()) else {
            throw SkillError("the frontmatter has a value that is not a plain string: \(text)")
        }
        return .text(text)
    }
}
