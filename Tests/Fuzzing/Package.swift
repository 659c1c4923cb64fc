// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that nobody who builds the server builds its fuzz targets. Run them with `.ci/fuzz SECONDS`.
//
// The modules under test are symbolic links to the server's, not a dependency: every one of them has to be compiled with
// the fuzzer's and the address sanitizer's instrumentation, and for `@testable import`, which flags on a dependency
// could only do for all of its build.
let modules: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"]),
]

let package = Package(
    name: "fuzzing",
    platforms: [.macOS(.v15)],
    targets: [
        .target(name: "FoundrySystem", swiftSettings: modules),
        .target(name: "FoundryFoundation", dependencies: ["FoundrySystem"], swiftSettings: modules),
        .target(name: "FoundryCrypto", swiftSettings: modules),
        .target(name: "FoundryText", swiftSettings: modules),
        .target(name: "FoundrySequences", dependencies: ["FoundryCrypto", "FoundrySystem"], swiftSettings: modules),
        .target(name: "FoundryJSON", dependencies: ["FoundryText"], swiftSettings: modules),
        .target(name: "FoundryJSONRPC", dependencies: ["FoundryJSON", "FoundrySystem"], swiftSettings: modules),
        .target(
            name: "FoundryAnalysis",
            dependencies: ["FoundryFoundation", "FoundryJSON", "FoundrySystem", "FoundryText"],
            swiftSettings: modules),
        .target(
            name: "FoundrySandbox",
            dependencies: ["FoundryCrypto", "FoundryFoundation", "FoundryJSON", "FoundrySystem", "FoundryText"],
            swiftSettings: modules),
        .target(name: "LibFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "FoundryAnalysis", "FoundryJSON", "FoundryJSONRPC", "FoundrySandbox", "FoundrySequences", "LibFuzzer",
            ],
            swiftSettings: [
                .treatAllWarnings(as: .error), .unsafeFlags(["-sanitize=address"]),
            ],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
    ],
    swiftLanguageModes: [.v6]
)
