import Foundation

/// The figures, each taken from all subjects in turns, so that a change of the machine's speed meets all alike.
struct Bench {
    let upstream: Upstream
    let foundry: Candidate
    let peers: [Candidate]
    let floor: Candidate
    let empty: Candidate
    /// The share of the full amount of work: 1 for a measurement, less for a trial.
    let effort: Double

    private func count(_ number: Int) -> Int { max(3, Int(Double(number) * effort)) }

    private var servers: [Candidate] { [foundry] + peers }

    private func launch(_ subject: Candidate) throws -> Subject {
        let url = "http://127.0.0.1:\(upstream.port)"
        return try Subject(
            subject,
            environment: [
                "FOUNDRY_API_URL": url, "FOUNDRY_API_BASE_URL": url, "FOUNDRY_API_TOKEN": "abs0_benchmark",
            ])
    }

    private func opened(_ subject: Candidate) throws -> Subject {
        let server = try launch(subject)
        _ = try server.roundTrip(Requests.initialize)
        server.send(Requests.initialized)
        return server
    }

    func coldStart() throws -> Figure {
        var figure = Figure("Cold start to the first answer", unit: "ms")
        for _ in 0..<count(15) {
            for subject in [foundry, empty] + peers {
                let start = DispatchTime.now()
                let server = try launch(subject)
                _ = try server.roundTrip(Requests.initialize)
                figure.add(seconds(since: start) * 1e3, of: subject.name)
                server.stop()
            }
        }
        return figure
    }

    func roundTrips(
        _ title: String, rounds: Int, of subjects: [Candidate], _ line: (Int) -> String
    ) throws -> Figure {
        var figure = Figure(title, unit: "ms")
        let servers = try subjects.map { subject in
            subject.name == floor.name ? try launch(subject) : try opened(subject)
        }
        defer { for server in servers { server.stop() } }
        for server in servers { for id in 1...5 { _ = try server.roundTrip(line(id)) } }
        for round in 0..<5 {
            for server in servers {
                let times = try (0..<count(rounds)).map { try server.roundTrip(line(round * 10_000 + $0 + 10)) * 1e3 }
                figure.add(Figure.median(times), of: server.name)
            }
        }
        return figure
    }

    func ping() throws -> Figure {
        try roundTrips("`ping`", rounds: 400, of: [foundry, floor] + peers, Requests.ping)
    }

    func listTools() throws -> Figure {
        try roundTrips("`tools/list`", rounds: 20, of: servers, Requests.list)
    }

    /// The first list of a process, which is what a client waits for.
    func firstList() throws -> Figure {
        var figure = Figure("`tools/list` after `initialize`", unit: "ms")
        for _ in 0..<count(15) {
            for candidate in servers {
                let server = try opened(candidate)
                figure.add(try server.roundTrip(Requests.list(2)) * 1e3, of: candidate.name)
                server.stop()
            }
        }
        return figure
    }

    func bigResult(_ title: String, _ arguments: String, rounds: Int) throws -> Figure {
        try roundTrips(title, rounds: rounds, of: [foundry, floor] + peers) {
            Requests.call($0, "list_results", arguments)
        }
    }

    func calls() throws -> Figure {
        try roundTrips("`tools/call`, one at a time", rounds: 100, of: [foundry, floor] + peers) {
            Requests.call($0, "list_quotes")
        }
    }

    func throughput(inFlight: Int) throws -> Figure {
        var figure = Figure("`tools/call`, \(inFlight) in flight", unit: "calls/s")
        let subjects = try servers.map(opened)
        defer { for server in subjects { server.stop() } }
        let total = count(1000)
        for round in 0..<5 {
            for server in subjects {
                let start = DispatchTime.now()
                try keepBusy(server, total: total, inFlight: inFlight, firstID: round * 100_000) {
                    try server.receive()
                }
                figure.add(Double(total) / seconds(since: start), of: server.name)
            }
        }
        return figure
    }

    /// Makes so many calls, with a new one sent for each that is answered.
    private func keepBusy(
        _ server: Subject, total: Int, inFlight: Int, firstID: Int = 0, _ receive: () throws -> Void
    ) rethrows {
        var sent = 0
        func sendNext() {
            guard sent < total else { return }
            server.send(Requests.call(firstID + sent, "list_quotes"))
            sent += 1
        }
        for _ in 0..<inFlight { sendNext() }
        for _ in 0..<total {
            try receive()
            sendNext()
        }
    }

    /// Memory at rest, and at its peak after 10 MB.
    func memory() throws -> [Figure] {
        var idle = Figure("Memory at rest", unit: "MiB")
        var peak = Figure("Peak memory after a 10 MB result", unit: "MiB")
        for subject in servers + [empty] {
            let server = try launch(subject)
            _ = try server.roundTrip(Requests.initialize)
            if subject.name != empty.name, let resting = server.memory("VmRSS") {
                idle.add(resting, of: subject.name)
                server.send(Requests.initialized)
                _ = try server.roundTrip(Requests.call(2, "list_results", #"{"search":"huge","detail":"full"}"#))
                peak.add(server.memory("VmHWM") ?? 0, of: subject.name)
            }
            server.stop()
        }
        return [idle, peak]
    }

    /// The first thousand pings and calls of a session beside the last.
    func growth() throws -> Figure {
        var figure = Figure("`ping`: the first thousand and the last of \(count(100_000))", unit: "µs")
        let server = try opened(foundry)
        defer { server.stop() }
        let total = count(100_000)
        var times: [Double] = []
        for id in 0..<total { times.append(try server.roundTrip(Requests.ping(id + 10)) * 1e6) }
        let width = min(1000, total / 2)
        figure.add(Figure.median(Array(times.dropFirst(total / 100).prefix(width))), of: "first")
        figure.add(Figure.median(Array(times.suffix(width))), of: "last")
        return figure
    }

    /// Answers that are whole with 64 calls in flight and a reader that is slow; how many were.
    func slowReader() throws -> (whole: Int, of: Int) {
        let server = try opened(foundry)
        defer { server.stop() }
        let total = count(2000)
        var whole = 0
        try keepBusy(server, total: total, inFlight: 64) {
            let line = try server.receive(pause: 200)
            if (try? JSONSerialization.jsonObject(with: Data(line))) != nil { whole += 1 }
        }
        return (whole, total)
    }
}
