// swift-tools-version: 6.2

import PackageDescription

/// Settings of every target: Swift 6 language mode, and the three features that make imports and isolation explicit.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "foundry-mcp",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "foundry-mcp", targets: ["foundry-mcp"]),
        // JSON is here because the API's answers are values of it; its JSON Schema and spelling are for the tools.
        .library(name: "FoundryAPI", targets: ["FoundryAPI", "JSON"]),
    ],
    targets: [
        // JSON ← JSONRPC ← MCP ← FoundryTools → FoundryAPI → JSON; the sandbox needs only JSON; the program wires all.
        .target(name: "JSON", swiftSettings: settings),
        .target(name: "JSONRPC", dependencies: ["JSON"], swiftSettings: settings),
        .target(name: "MCP", dependencies: ["JSON", "JSONRPC"], swiftSettings: settings),
        .target(name: "FoundryAPI", dependencies: ["JSON"], swiftSettings: settings),
        .target(
            name: "FoundryTools",
            dependencies: ["JSON", "JSONRPC", "MCP", "FoundryAPI"],
            exclude: ["Views/Pages"],
            swiftSettings: settings,
            plugins: ["EmbedFolders"]),
        .plugin(
            name: "EmbedFolders", capability: .buildTool(), dependencies: ["embed-folders"],
            path: "Sources/Embedding/Plugin"),
        .executableTarget(name: "embed-folders", path: "Sources/Embedding/Program", swiftSettings: settings),
        .target(name: "FoundrySandbox", dependencies: ["JSON"], swiftSettings: settings),
        .executableTarget(
            name: "foundry-mcp",
            dependencies: ["JSON", "JSONRPC", "MCP", "FoundryAPI", "FoundryTools", "FoundrySandbox"],
            swiftSettings: settings),

        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: settings),
        // The other end of a connection, for the tests of both modules that have one.
        .target(
            name: "TestPipes", dependencies: ["JSONRPC", "JSON"], path: "Tests/TestPipes", swiftSettings: settings),
        .testTarget(name: "JSONRPCTests", dependencies: ["JSONRPC", "JSON", "TestPipes"], swiftSettings: settings),
        .testTarget(name: "MCPTests", dependencies: ["MCP", "JSONRPC", "JSON", "TestPipes"], swiftSettings: settings),
        .testTarget(
            name: "FoundryAPITests", dependencies: ["FoundryAPI", "FoundrySandbox", "JSON", "TestPipes"],
            swiftSettings: settings),
        .testTarget(
            name: "FoundryToolsTests",
            dependencies: ["FoundryTools", "FoundryAPI", "FoundrySandbox", "MCP", "JSONRPC", "JSON"],
            swiftSettings: settings),
        .testTarget(name: "FoundrySandboxTests", dependencies: ["FoundrySandbox", "JSON"], swiftSettings: settings),
        .testTarget(
            name: "ProgramTests", dependencies: ["foundry-mcp", "FoundryAPI", "FoundryTools", "JSON"],
            swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["foundry-mcp", "JSON", "FoundrySandbox"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
