import Dispatch
import FoundryAPI

/// The search for a key of a usual length in 10 MB that hold none.
enum KeyFigure {
    static func measure(rounds: Int) -> [Figure] {
        let key = "abs0_" + (0..<350).map { String(((UInt32($0) &* 2_654_435_769) >> 16) % 36, radix: 36) }.joined()
        let redactor = Redactor(key: APIKey(key))
        return [("JSON", json), ("prose", prose)].map { name, piece in
            var figure = Figure("Search for keys in 10 MB of \(name)", unit: "ms")
            var text = ""
            var number = 0
            while text.utf8.count < 10_000_000 {
                text += piece(number)
                number += 1
            }
            for _ in 0..<rounds {
                let start = DispatchTime.now()
                let length = redactor.redact(text).utf8.count
                figure.add(seconds(since: start) * 1e3, of: "foundry-mcp")
                precondition(length == text.utf8.count)
            }
            return figure
        }
    }

    private static func json(_ number: Int) -> String {
        """
        {"id":"019b8da3-4a91-46c6-8a94-\(100_000_000_000 + number)","title":"Binding affinity, plate \(number)","kd":3.25e-09,\
        "kon":125000.5,"binding_strength":"strong","sequence":{"name":"clone_\(number)","aa_string":"EVQLVESGGGLVQPGGSLRL"}},
        """
    }

    private static func prose(_ number: Int) -> String {
        """
        Result \(number): the clone bound its target with a fast association and a slow dissociation, and the fit was good in
        all three replicates. It was stable up to some 70 °C. Expression was high enough for a second plate; the controls of
        this one were as they should be, so its values can be compared with those of the first run in the same buffer.

        """
    }
}
