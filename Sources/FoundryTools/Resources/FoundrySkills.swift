import FoundryJSON
public import FoundryMCP

/// The skills that come with the server: instructions for ordering, reading results, and integrating.
public enum FoundrySkills {
    /// All skills, the first of which the server's instructions point at.
    public static let all: [Skill] = order.compactMap { name in
        SkillFiles.all.first { $0.name == name }.map { skill in
            // Frontmatter that is not JSON fails the tests of all skills.
            Skill(frontmatter: (try? JSON(parsing: skill.frontmatter)) ?? [:], files: skill.files)
        }
    }

    private static let order = ["order-protein-experiments", "interpret-binding-results", "integrate-foundry"]

    /// The files of all skills, by URI.
    static let files = Dictionary(uniqueKeysWithValues: all.flatMap(\.files).map { ($0.uri, $0) })
}
