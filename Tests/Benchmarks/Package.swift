// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that nobody who builds the server builds its benchmarks. Run from the project's folder:
//
//     swift build -c release && swift build -c release --package-path Tests/Benchmarks
//     Tests/Benchmarks/.build/release/Benchmarks
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "foundry-mcp", path: "../..")],
    targets: [
        // The least that a server can do for a ping or a call: C, no JSON.
        .executableTarget(name: "Floor"),
        // The least that a Swift program on Foundation can do: start, and answer one line.
        .executableTarget(name: "Empty"),
        .executableTarget(
            name: "Benchmarks", dependencies: [.product(name: "FoundryAPI", package: "foundry-mcp")]),
    ],
    swiftLanguageModes: [.v6]
)
