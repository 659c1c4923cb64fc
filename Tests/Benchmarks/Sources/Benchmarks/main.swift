import Foundation
import JSON

// A subject that ends early must not end the benchmarks.
signal(SIGPIPE, SIG_IGN)

// usage: Benchmarks [--quick] [--binary PATH] [--peer NAME=COMMAND …]
var words = Array(CommandLine.arguments.dropFirst())

func take(_ flag: String) -> [String] {
    var values: [String] = []
    while let place = words.firstIndex(of: flag), place + 1 < words.count {
        values.append(words[place + 1])
        words.removeSubrange(place...(place + 1))
    }
    return values
}

let binary = take("--binary").last ?? ".build/release/foundry-mcp"
let peers: [(name: String, command: [String])] = take("--peer").compactMap { text in
    guard let equals = text.firstIndex(of: "=") else { return nil }
    return (String(text[..<equals]), ["/bin/sh", "-c", "exec \(text[text.index(after: equals)...])"])
}
let isQuick = words.contains("--quick")
let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path

do {
    let bench = Bench(
        upstream: try Upstream(),
        foundry: ("foundry-mcp", [URL(filePath: binary).path, "serve"]),
        peers: peers,
        floor: ("C floor", [folder + "/Floor"]),
        empty: ("empty program", [folder + "/Empty"]),
        effort: isQuick ? 0.1 : 1)
    let listing = Process()
    listing.executableURL = URL(filePath: binary)
    listing.arguments = ["tools", "--json"]
    let pipe = Pipe()
    listing.standardOutput = pipe
    try listing.run()
    let tools = Array(pipe.fileHandleForReading.readDataToEndOfFile())
    let document = [UInt8(ascii: "[")] + tools + [UInt8(ascii: ",")] + tools + [UInt8(ascii: "]")]

    print("| figure | median (fastest–slowest); × the first column |")
    print("| --- | --- |")
    var figures: [Figure] = []
    figures.append(try bench.coldStart())
    figures.append(try bench.ping())
    figures.append(try bench.listTools())
    figures.append(try bench.calls())
    for inFlight in [16, 64] { figures.append(try bench.throughput(inFlight: inFlight)) }
    figures.append(try bench.bigResult("A result of 1 MB", #"{"detail":"full"}"#, rounds: 10))
    figures.append(try bench.bigResult("A result of 10 MB", #"{"detail":"full","search":"huge"}"#, rounds: 1))
    figures += try bench.memory()
    figures.append(try bench.growth())
    figures.append(try JSONFigure.measure(document: document, rounds: isQuick ? 10 : 60))
    for figure in figures {
        let cells = figure.samples.map { "\($0.subject): \(figure.cell(of: $0.subject))" }
        print("| \(figure.title) | \(cells.joined(separator: "<br>")) |")
    }
    let answers = try bench.slowReader()
    print("| Answers that were whole, 64 in flight and a slow reader | \(answers.whole) of \(answers.of) |")
} catch {
    FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
    exit(1)
}
