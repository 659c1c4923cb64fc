import FoundryJSON
import FoundryJSONRPC
import FoundryMCP
import Synchronization

/// Somebody whom the server can ask.
final class User: Sendable {
    private let asked = Mutex<[Elicitation]>([])
    private let answer: @Sendable (Elicitation) async throws -> Elicitation.Answer

    init(_ answer: @escaping @Sendable (Elicitation) async throws -> Elicitation.Answer) {
        self.answer = answer
    }

    /// One who always answers the same.
    convenience init(_ answer: Elicitation.Answer) {
        self.init { _ in answer }
    }

    static var saysYes: User { User(.accept(["accept": true])) }

    /// The questions that were asked.
    var questions: [Elicitation] { asked.withLock { $0 } }

    var ask: RequestContext.Ask {
        { elicitation in
            self.asked.withLock { $0.append(elicitation) }
            return try await self.answer(elicitation)
        }
    }
}
