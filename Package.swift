// swift-tools-version: 6.2

import PackageDescription

/// The settings of every target: Swift 6 language mode, and three features that make imports and isolation explicit.
///
/// Warnings are errors only where the environment asks for it, as CI does: a newer compiler may warn of more, and must
/// still build a user's copy.
let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (Context.environment["FOUNDRY_WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)])

let package = Package(
    name: "foundry-mcp",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .executable(name: "foundry-mcp", targets: ["foundry-mcp"]),
        // FoundryJSON is part of the library because the API's answers are values of its type, FoundrySequences because
        // orders are made of its constructs.
        .library(name: "FoundryAPI", targets: ["FoundryAPI", "FoundryJSON", "FoundrySequences"]),
        // The lab against which users of the library test.
        .library(name: "FoundrySandbox", targets: ["FoundrySandbox"]),
    ],
    targets: [
        // For every module: the C library and Foundation under one name each, hashes, and text made safe to print.
        .target(name: "FoundrySystem", swiftSettings: settings),
        .target(name: "FoundryFoundation", dependencies: ["FoundrySystem"], swiftSettings: settings),
        .target(name: "FoundryCrypto", swiftSettings: settings),
        .target(name: "FoundryText", swiftSettings: settings),
        // Constructs, their digest, files of them and their checks; knows nothing of the API.
        .target(name: "FoundrySequences", dependencies: ["FoundryCrypto", "FoundrySystem"], swiftSettings: settings),
        // libcurl without its headers: loaded with the first request, on Linux only.
        .target(name: "CFoundryCurl"),
        // FoundryJSON ← FoundryJSONRPC ← FoundryMCP ← FoundryTools → FoundryAPI → FoundryJSON
        .target(name: "FoundryJSON", dependencies: ["FoundryText"], swiftSettings: settings),
        .target(
            name: "FoundryJSONRPC", dependencies: ["FoundryJSON", "FoundrySystem"], swiftSettings: settings),
        .target(
            name: "FoundryMCP",
            dependencies: ["FoundryCrypto", "FoundryFoundation", "FoundryJSON", "FoundryJSONRPC", "FoundryText"],
            swiftSettings: settings),
        .target(
            name: "FoundryAPI",
            dependencies: [
                "FoundryCrypto", "FoundryFoundation", "FoundryJSON", "FoundrySequences", "FoundrySystem", "FoundryText",
                .target(name: "CFoundryCurl", condition: .when(platforms: [.linux])),
            ],
            swiftSettings: settings),
        // Pure computation: results joined, compared, and reported, with no knowledge of MCP or HTTP.
        .target(
            name: "FoundryAnalysis",
            dependencies: ["FoundryFoundation", "FoundryJSON", "FoundrySystem", "FoundryText"],
            swiftSettings: settings),
        .target(
            name: "FoundryTools",
            dependencies: [
                "FoundryAnalysis", "FoundryCrypto", "FoundryFoundation", "FoundryJSON", "FoundryJSONRPC", "FoundryMCP",
                "FoundryAPI", "FoundrySequences", "FoundrySystem", "FoundryText",
            ],
            exclude: ["Views/Pages", "Skills"],
            swiftSettings: settings,
            plugins: ["EmbedFolders"]),
        .plugin(
            name: "EmbedFolders", capability: .buildTool(), dependencies: ["embed-folders"],
            path: "Sources/Embedding/Plugin"),
        .executableTarget(
            name: "embed-folders", dependencies: ["FoundryCrypto"], path: "Sources/Embedding/Program",
            swiftSettings: settings),
        .target(
            name: "FoundrySandbox",
            dependencies: ["FoundryCrypto", "FoundryFoundation", "FoundryJSON", "FoundrySystem", "FoundryText"],
            swiftSettings: settings),
        .executableTarget(
            name: "foundry-mcp",
            dependencies: [
                "FoundryFoundation", "FoundryJSON", "FoundryJSONRPC", "FoundryMCP", "FoundryAPI", "FoundryTools",
                "FoundrySandbox", "FoundrySequences", "FoundrySystem", "FoundryText",
            ],
            swiftSettings: settings),

        // What the tests of several modules share.
        .target(
            name: "TestSupport", dependencies: ["FoundryJSON", "FoundryJSONRPC", "FoundrySystem"],
            path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(name: "FoundryCryptoTests", dependencies: ["FoundryCrypto"], swiftSettings: settings),
        .testTarget(name: "FoundryTextTests", dependencies: ["FoundryText"], swiftSettings: settings),
        .testTarget(name: "FoundrySequencesTests", dependencies: ["FoundrySequences"], swiftSettings: settings),
        .testTarget(
            name: "FoundryJSONTests", dependencies: ["FoundryJSON", "FoundryText", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "FoundryJSONRPCTests",
            dependencies: ["FoundryJSONRPC", "FoundryJSON", "FoundrySystem", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "FoundryMCPTests",
            dependencies: ["FoundryMCP", "FoundryJSONRPC", "FoundryJSON", "FoundrySystem", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "FoundryAPITests",
            dependencies: [
                "FoundryAPI", "FoundryFoundation", "FoundrySandbox", "FoundryJSON", "FoundrySequences", "FoundrySystem",
                "FoundryText", "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "FoundryAnalysisTests", dependencies: ["FoundryAnalysis", "FoundryJSON", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "FoundryToolsTests",
            dependencies: [
                "FoundryTools", "FoundryAnalysis", "FoundryAPI", "FoundrySandbox", "FoundryMCP", "FoundryJSONRPC",
                "FoundryJSON", "FoundrySequences", "FoundrySystem", "FoundryText", "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "FoundrySandboxTests",
            dependencies: ["FoundrySandbox", "FoundryAPI", "FoundryJSON", "FoundrySystem", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "foundry-mcp", "FoundryAPI", "FoundryTools", "FoundryJSON", "FoundrySystem", "FoundryText",
                "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "foundry-mcp", "FoundryCrypto", "FoundryJSON", "FoundrySandbox", "FoundrySystem", "FoundryText",
                "TestSupport",
            ],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
