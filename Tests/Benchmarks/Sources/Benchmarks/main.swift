import Foundation
import FoundryJSON

// A subject that ends early must not end the benchmarks.
signal(SIGPIPE, SIG_IGN)

/// Writes a line at once: `print` keeps it back where the output is a file, and the whole takes minutes.
func emit(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
}

let options = Options(Array(CommandLine.arguments.dropFirst()))
let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path

do {
    let bench = Bench(
        upstream: try Upstream(),
        foundry: Candidate(name: "foundry-mcp", command: [URL(filePath: options.binary).path, "serve"]),
        peers: options.peers,
        floor: Candidate(name: "C floor", command: [folder + "/Floor"]),
        empty: Candidate(name: "empty program", command: [folder + "/Empty"]),
        effort: options.isQuick ? 0.1 : 1)
    let listing = Process()
    listing.executableURL = URL(filePath: options.binary)
    listing.arguments = ["tools", "--json"]
    let pipe = Pipe()
    listing.standardOutput = pipe
    try listing.run()
    let tools = Array(pipe.fileHandleForReading.readDataToEndOfFile())
    let document = [UInt8(ascii: "[")] + tools + [UInt8(ascii: ",")] + tools + [UInt8(ascii: "]")]

    emit("| figure | median (fastest–slowest); × the first column |")
    emit("| --- | --- |")
    var figures: [Figure] = []
    figures.append(try bench.coldStart())
    figures.append(try bench.ping())
    figures.append(try bench.firstList())
    figures.append(try bench.listTools())
    figures.append(try bench.calls())
    for inFlight in [16, 64] { figures.append(try bench.throughput(inFlight: inFlight)) }
    figures.append(try bench.bigResult("A result of 1 MB", #"{"detail":"full"}"#, rounds: 10))
    figures.append(try bench.bigResult("A result of 10 MB", #"{"detail":"full","search":"huge"}"#, rounds: 1))
    figures += try bench.memory()
    figures.append(try bench.growth())
    figures.append(try JSONFigure.measure(document: document, rounds: options.isQuick ? 10 : 60))
    figures += KeyFigure.measure(rounds: options.isQuick ? 5 : 30)
    for figure in figures where !figure.samples.isEmpty {
        let cells = figure.samples.map { "\($0.subject): \(figure.cell(of: $0.subject))" }
        emit("| \(figure.title) | \(cells.joined(separator: "<br>")) |")
    }
    let answers = try bench.slowReader()
    emit("| Answers that were whole, 64 in flight and a slow reader | \(answers.whole) of \(answers.of) |")
} catch {
    FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
    exit(1)
}
