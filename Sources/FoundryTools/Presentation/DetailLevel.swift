import FoundryJSON
import FoundryMCP

/// The amount of detail in which a response of the API is returned to the model.
///
/// Clients cap what a tool may say (one warns at about 10,000 tokens), and a model pays for every character. So a long
/// response omits the fields that readers need least, and the result says what it leaves out.
enum DetailLevel {
    /// The API's value, unchanged, however long.
    case full
    /// The value without nulls, single replicates and the middle of sequences, cut if it is still too long.
    case concise
    /// The API's value, cut if it is too long: for lists that have one form only.
    case listed

    /// The largest number of characters of a result, unless the call asked for everything.
    static let limit = 40_000
    /// The room for the members that say what is left out, and for what tells the units.
    static let reserve = 800

    /// The level that the arguments of a call ask for.
    init(_ arguments: JSON) {
        self = arguments["detail"]?.string == "full" ? .full : .concise
    }

    /// Returns the value at this level. If nothing has to be left out, it is the API's value, unchanged.
    func fitted(_ value: JSON) -> JSON {
        let room = Self.limit - Self.reserve
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

/// The kinds and numbers of what a result leaves out.
struct Omissions {
    /// Members whose value is null.
    var nulls = 0
    /// Measurements of single replicates.
    var replicates = 0
    /// Sequences that are shown by their beginning and length.
    var shortened = 0
    /// Names of members that were left out of every readout.
    var members: Set<String> = []
    /// Readouts that did not fit, or came before `row_offset`; `next_row_offset` says where the others begin.
    var readouts = 0
    /// Constructs that did not fit; list_experiment_sequences has them.
    var sequences = 0
    /// Items that did not fit; `next_offset` says where they begin.
    var items = 0

    var isEmpty: Bool { json.count == 0 }

    /// The counts by kind, without those that are zero.
    var json: JSON {
        func count(_ number: Int) -> JSON? { number > 0 ? JSON(number) : nil }
        return .object([
            "nulls": count(nulls),
            "replicates": count(replicates),
            "shortened": count(shortened),
            "members": members.isEmpty ? nil : JSON(members.sorted().map { JSON($0) }),
            "readouts": count(readouts),
            "sequences": count(sequences),
            "items": count(items),
            "see": sequences > 0 ? "list_experiment_sequences" : nil,
        ])
    }
}
