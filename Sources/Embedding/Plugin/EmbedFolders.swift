import Foundation
import PackagePlugin

/// A plugin that embeds the files of `tool-schemas` and `Views/Pages` in the program, so that a client launches one file.
///
/// Every file of a folder is embedded under its name. The table of tools refers to a schema by its constant, so a missing
/// file does not compile.
@main
struct EmbedFolders: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let tool = try context.tool(named: "embed-folders")
        return try [
            ("ToolSchemas", context.package.directoryURL.appending(path: "tool-schemas")),
            ("ViewPages", target.directoryURL.appending(path: "Views/Pages")),
        ].map { name, folder in
            let files = try FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
            let source = context.pluginWorkDirectoryURL.appending(path: "\(name).swift")
            return .buildCommand(
                displayName: "Embedding \(folder.lastPathComponent)", executable: tool.url,
                arguments: [name, folder.path, source.path],
                inputFiles: files.sorted { $0.path < $1.path }, outputFiles: [source])
        }
    }
}
