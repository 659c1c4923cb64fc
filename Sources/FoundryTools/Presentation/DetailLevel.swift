import FoundryJSON
import FoundryMCP

/// In which form, and up to which size, an answer of the API enters a conversation.
///
/// Clients cap what a tool may say (one warns at about 10,000 tokens), and a model pays for every character. So an
/// answer that is long is given without what a reader misses least, and what was left out is said in the answer.
enum DetailLevel {
    /// The API's value, unchanged, however long.
    case full
    /// Without nulls, single replicates and the middle of sequences; cut at whole items where it is still too long.
    case concise
    /// The API's value, cut at whole items where it is too long: for lists that have one form only.
    case listed

    /// The most characters of a result where the call did not ask for all there is.
    static let limit = 40_000
    /// What the members that tell of the omissions take.
    private static let reserve = 400

    /// The form that the arguments of a call ask for.
    init(_ arguments: JSON) {
        self = arguments["detail"]?.string == "full" ? .full : .concise
    }

    /// The value in this form. One of which nothing had to be left out is the API's own, unchanged.
    /// - Parameter blocks: what is told beside it, and counts.
    func fitted(_ value: JSON, beside blocks: [Content] = []) -> JSON {
        let room = Self.limit - Self.reserve - blocks.reduce(0) { $0 + $1.textLength }
        var omitted = Omissions()
        var fitted = value
        switch self {
        case .full: return value
        case .listed: break
        case .concise:
            fitted = ConciseForm(.common).applied(to: value, &omitted)
            if fitted.utf8.count > room {
                omitted = Omissions()
                fitted = ConciseForm(.tight).applied(to: value, &omitted)
            }
        }
        if fitted.utf8.count > room { fitted = Truncation(room: room).applied(to: fitted, &omitted) }
        guard !omitted.isEmpty else { return value }
        if case .concise = self { fitted = fitted.setting("detail", to: "concise") }
        return fitted.setting("omitted", to: omitted.json)
    }
}

extension Content {
    fileprivate var textLength: Int {
        if case .text(let text) = self { text.string?.utf8.count ?? 0 } else { 0 }
    }
}
