import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// An API that is not the bottleneck: HTTP/1.1 on loopback with answers that were made beforehand.
final class Upstream: Sendable {
    let port: UInt16
    /// A page of twenty quotes, about 6 kB.
    private let quotes: [UInt8]
    /// Results of about 1 MB, and of about 10 MB.
    private let results: [UInt8]
    private let manyResults: [UInt8]

    init() throws {
        quotes = Self.response(Self.page(count: 20, Self.quote))
        results = Self.response(Self.page(count: 100) { Self.result($0, readouts: 24) })
        manyResults = Self.response(Self.page(count: 100) { Self.result($0, readouts: 240) })
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 128) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        guard bound else { throw BenchmarkError("no socket for the upstream") }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Thread.detachNewThread { self.serve(client) }
            }
        }
    }

    private func serve(_ client: Int32) {
        var on: Int32 = 1
        setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var request: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = recv(client, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            request += chunk[..<count]
            while let end = request.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: request[..<end.lowerBound], as: UTF8.self)
                request = Array(request[end.upperBound...])
                send(answer(to: head), to: client)
            }
        }
        close(client)
    }

    private func answer(to head: String) -> [UInt8] {
        if head.contains("/quotes") { return quotes }
        return head.contains("search=huge") ? manyResults : results
    }

    private func send(_ bytes: [UInt8], to client: Int32) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(client, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            sent += count
        }
    }

    private static func response(_ body: String) -> [UInt8] {
        Array(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                .utf8)
    }

    private static func page(count: Int, _ item: (Int) -> String) -> String {
        let items = (0..<count).map(item).joined(separator: ",")
        return "{\"items\":[\(items)],\"total\":\(count),\"count\":\(count),\"offset\":0}"
    }

    private static func quote(_ number: Int) -> String {
        """
        {"id":"qt_\(number)","quote_number":"Q-\(number)","organization_id":"019b8da3-4a91-46c6-8a94-619212bee6a6",\
        "amount_cents":\(106_000 + number),"currency":"usd","status":"open","valid_until":"2026-12-31T00:00:00Z",\
        "created_at":"2026-11-01T00:00:00Z","stripe_quote_url":"https://billing.example.com/quotes/qt_\(number)"}
        """
    }

    private static func result(_ number: Int, readouts: Int) -> String {
        let summary = (0..<readouts).map(readout).joined(separator: ",")
        return #"{"id":"\#(number)","title":"Result \#(number)","summary":[\#(summary)],"metadata":{}}"#
    }

    private static func readout(_ number: Int) -> String {
        """
        {"result_type":"affinity","place":\(number),"sequence":{"name":"clone_\(number)","aa_string":"EVQLVESGGGLVQPGGS\
        LRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGG"},"kd_units":"M",\
        "kd_mean":1.234567890123e-09,"kon_mean":123456.789,"koff_mean":0.000152,"binding":"true",\
        "binding_strength":"strong","fit_quality":"good","positive_control":false,"performance":{},"replicates":[]}
        """
    }
}
