import FoundryFoundation
import FoundryMCP
import FoundrySystem
import FoundryTools

/// `skills`: lists the skills that the server serves, or writes them as files for agents that read skills from a folder.
struct SkillsCommand {
    private let folder: String?

    init(_ arguments: inout Arguments) throws {
        folder = try arguments.value("--write")
        try arguments.finish()
    }

    func run() throws -> Int32 {
        guard let folder else {
            for skill in FoundrySkills.all {
                Output.line(skill.name)
                for line in Columns.wrapped(skill.description, width: 76) { Output.line("    \(line)") }
            }
            return 0
        }
        for skill in FoundrySkills.all {
            for file in skill.files { try write(file, of: skill, to: URL(filePath: folder)) }
            Output.line(URL(filePath: folder).appending(path: skill.name).path)
        }
        return 0
    }

    /// Creates or replaces a file.
    private func write(_ file: Skill.File, of skill: Skill, to folder: URL) throws {
        let place = folder.appending(path: "\(skill.name)/\(file.path)")
        do {
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileWriter.replace(Array(file.text.utf8), at: place.path, mode: 0o644)
        } catch {
            throw SkillWriteError(description: "\(place.path) could not be written: \(error.systemReason)")
        }
    }
}

private struct SkillWriteError: Error, CustomStringConvertible {
    let description: String
}
