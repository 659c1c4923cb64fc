import Foundation
import LibFuzzer

/// `Fuzz TARGET [libFuzzer's options and folders]`.
///
/// One program holds all targets, and calls libFuzzer itself rather than be called by its `main`: so one build, with one
/// entry point of the kind that the package manager wants, does for all.
@main
enum Fuzz {
    /// A target, as libFuzzer calls it.
    typealias Target = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

    static let targets: [(name: String, target: Target)] = [
        ("json", { JSONTarget.run(UnsafeBufferPointer(start: $0, count: $1)) }),
        ("lines", { LinesTarget.run(UnsafeBufferPointer(start: $0, count: $1)) }),
        ("messages", { MessagesTarget.run(UnsafeBufferPointer(start: $0, count: $1)) }),
        ("schema", { SchemaTarget.run(UnsafeBufferPointer(start: $0, count: $1)) }),
        ("filter", { FilterTarget.run(UnsafeBufferPointer(start: $0, count: $1)) }),
        ("sort", { SortTarget.run(UnsafeBufferPointer(start: $0, count: $1)) }),
        ("sequences", { SequencesTarget.run(UnsafeBufferPointer(start: $0, count: $1)) }),
        ("where", { ConditionTarget.run(UnsafeBufferPointer(start: $0, count: $1)) }),
    ]

    static func main() {
        var arguments = CommandLine.arguments
        let names = targets.map(\.name).joined(separator: " ")
        guard arguments.count > 1, let (_, target) = targets.first(where: { $0.name == arguments[1] }) else {
            print("usage: Fuzz TARGET [option of libFuzzer | folder] …\ntargets: \(names)")
            exit(2)
        }
        // The name of the target stays with the name of the program, which libFuzzer calls again in some of its modes.
        arguments.remove(at: 1)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var count = CInt(arguments.count)
        words.withUnsafeMutableBufferPointer { words in
            var start = words.baseAddress
            withUnsafeMutablePointer(to: &start) { start in
                start.withMemoryRebound(
                    to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self, capacity: 1
                ) { exit(LLVMFuzzerRunDriver(&count, $0, target)) }
            }
        }
    }
}
