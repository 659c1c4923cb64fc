import Foundation
import PackagePlugin

/// A plugin that embeds the files of `tool-schemas`, `Views/Pages` and `Skills` in the program, so that a client launches one
/// file.
///
/// Every file of a folder is embedded under its name. The table of tools refers to a schema by its constant, so a missing
/// file does not compile. Skills are embedded with the sizes and digests of their files, and one that breaks the rules of
/// the format does not compile.
@main
struct EmbedFolders: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let tool = try context.tool(named: "embed-folders")
        return [
            ("files", "ToolSchemas", context.package.directoryURL.appending(path: "tool-schemas")),
            ("files", "ViewPages", target.directoryURL.appending(path: "Views/Pages")),
            ("skills", "SkillFiles", target.directoryURL.appending(path: "Skills")),
        ].map { kind, name, folder in
            let paths = FileManager.default.subpaths(atPath: folder.path) ?? []
            let files = paths.filter { !$0.hasPrefix(".") && !$0.contains("/.") }.sorted()
                .map { folder.appending(path: $0) }.filter { !isFolder($0) }
            let source = context.pluginWorkDirectoryURL.appending(path: "\(name).swift")
            return .buildCommand(
                displayName: "Embedding \(folder.lastPathComponent)", executable: tool.url,
                arguments: [kind, name, folder.path, source.path], inputFiles: files, outputFiles: [source])
        }
    }

    private func isFolder(_ file: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
