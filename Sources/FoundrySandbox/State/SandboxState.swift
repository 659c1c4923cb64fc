import FoundryJSON

/// Everything a sandbox knows: customers, keys and orders. It is one value behind one lock.
struct SandboxState: Sendable {
    /// The seed of ids and measurements.
    private(set) var seed: UInt64
    /// The duration of each stage of the lab, in seconds.
    var stageDuration = 0.0
    /// The time from a submission to its quote, in seconds.
    var quoteDelay = 0.0
    /// The origin of links to this sandbox, `http://127.0.0.1:PORT`.
    var origin = ""
    /// The time of the request being served. It is later than everything recorded before and never goes back.
    private(set) var now: Timestamp
    /// The clock's time of that request.
    private var clock = Timestamp(microseconds: 0)
    /// The number of things created so far, which gives each its own id.
    private var creationCount = 0

    var organizations: [Organization] = []
    var users: [User] = []
    private(set) var tokens: [Token] = []
    var experiments: [Experiment] = []
    var quotes: [Quote] = []
    var invoices: [Invoice] = []
    var webhooks: [Webhook] = []
    var customTargets: [CustomTargetRequest] = []
    var feedback: [JSON] = []

    /// The results so far, which follow from the rest.
    let measurements = MeasurementCache()

    private var tokenIndices: [String: Int] = [:]
    private var experimentIndices: [String: Int] = [:]
    private var quoteIndices: [String: Int] = [:]

    init(seed: UInt64, stageDuration: Double, quoteDelay: Double, now: Timestamp) {
        self.seed = seed
        self.stageDuration = stageDuration
        self.quoteDelay = quoteDelay
        self.now = now
        clock = now
    }

    /// Returns the state of a new sandbox: one organization, which is a partner, its user, and the user's key.
    static func initial(seed: UInt64, stageDuration: Double, quoteDelay: Double, now: Timestamp) -> SandboxState {
        var state = SandboxState(seed: seed, stageDuration: stageDuration, quoteDelay: quoteDelay, now: now)
        let organization = Organization(
            id: state.newID("organization"), name: "Sandbox Biotech", domain: "sandbox-biotech.example")
        state.organizations.append(organization)
        state.users.append(
            User(
                id: state.newID("user"), organizationID: organization.id, email: "scientist@\(organization.domain)",
                name: "Sandbox Scientist"))
        return state
    }

    /// Replaces the records with saved ones, whose indices are made anew, and keeps the process's settings.
    mutating func replaceRecords(with saved: SandboxState) {
        var saved = saved
        (saved.stageDuration, saved.quoteDelay, saved.origin) = (stageDuration, quoteDelay, origin)
        saved.advance(to: now)
        func indices<Record>(_ records: [Record], by key: KeyPath<Record, String>) -> [String: Int] {
            Dictionary(records.enumerated().map { ($1[keyPath: key], $0) }) { $1 }
        }
        saved.tokenIndices = indices(saved.tokens, by: \.secret)
        saved.experimentIndices = indices(saved.experiments, by: \.id)
        saved.quoteIndices = indices(saved.quotes, by: \.id)
        self = saved
    }

    // MARK: Time

    /// Advances to the time of a request.
    mutating func advance(to time: Timestamp) {
        now = max(now, time)
        clock = max(clock, time)
    }

    /// Returns the time that many stages of the lab from now. It counts from the clock rather than from ``now``, so that
    /// a clock that advances by the stages' duration advances the lab by as many stages.
    func after(stages: Double) -> Timestamp {
        max(now, clock.adding(seconds: stageDuration * stages))
    }

    /// The time at which a quote for a submission now is there.
    var nextQuoteTime: Timestamp { max(now, clock.adding(seconds: quoteDelay)) }

    /// Returns a time later than any before.
    mutating func nextInstant() -> Timestamp {
        now.microseconds += 1
        return now
    }

    // MARK: Ids and secrets

    /// Returns a generator for something new.
    mutating func generator(for kind: String) -> SeededRandomNumberGenerator {
        creationCount += 1
        return SeededRandomNumberGenerator(seed: seed, kind, String(creationCount))
    }

    /// Returns a new UUID.
    mutating func newID(_ kind: String) -> String {
        var generator = generator(for: kind)
        return generator.uuid()
    }

    /// Returns a new key in the form of the API's keys. It doesn't depend on the seed.
    static func newSecret() -> String {
        var generator = SystemRandomNumberGenerator()
        return "abs0_SANDBOX" + generator.bytes(96).base64URL
    }

    /// Returns the unguessable part of a link.
    static func newLinkToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return generator.alphanumeric(32)
    }

    /// Returns a construct of an experiment.
    mutating func newSequence(_ draft: SequenceDraft, at time: Timestamp) -> SequenceRecord {
        let id = newID("sequence")
        return SequenceRecord(
            id: id, number: creationCount, name: draft.name, residues: draft.residues, isControl: draft.isControl,
            metadata: draft.metadata, createdAt: time)
    }

    // MARK: Keys

    mutating func add(_ token: Token) {
        tokenIndices[token.secret] = tokens.count
        tokens.append(token)
    }

    /// Returns the index of the key with a secret.
    func indexOfToken(_ secret: String) -> Int? { tokenIndices[secret] }

    mutating func revokeToken(at index: Int, at time: Timestamp) {
        tokens[index].revokedAt = time
    }

    /// Returns the key that grants everything, and makes one if there is none or it was revoked.
    mutating func sandboxKey() throws -> String {
        if let token = tokens.last(where: \.isUsableSandboxKey) { return token.secret }
        guard let user = users.first else { throw StateFileError("it has no user") }
        let token = Token(
            id: newID("token"), secret: SandboxState.newSecret(), name: "Sandbox key", userID: user.id,
            organizationID: user.organizationID, createdAt: now, isPartner: true)
        add(token)
        return token.secret
    }

    // MARK: Experiments and quotes

    mutating func add(_ experiment: Experiment) {
        experimentIndices[experiment.id] = experiments.count
        experiments.append(experiment)
    }

    mutating func add(_ quote: Quote) {
        quoteIndices[quote.id] = quotes.count
        quotes.append(quote)
    }

    func indexOfExperiment(_ id: String) -> Int? { experimentIndices[id] }

    /// Returns the index of an experiment that the caller may see.
    func indexOfExperiment(_ id: String, for token: Token) -> Int? {
        experimentIndices[id].flatMap { experiments[$0].organizationID == token.organizationID ? $0 : nil }
    }

    /// Returns the index of a quote that is there by now.
    func indexOfQuote(_ id: String) -> Int? {
        quoteIndices[id].flatMap { quotes[$0].createdAt <= now ? $0 : nil }
    }

    /// Returns the index of a quote that the caller may see.
    func indexOfQuote(_ id: String, for token: Token) -> Int? {
        indexOfQuote(id).flatMap { quotes[$0].organizationID == token.organizationID ? $0 : nil }
    }

    /// Returns the index of the quote in force for an experiment, once it is there.
    func indexOfQuote(for experiment: Experiment) -> Int? { experiment.quoteID.flatMap(indexOfQuote) }

    /// Returns the index of an experiment's latest invoice.
    func indexOfInvoice(for experiment: Experiment) -> Int? {
        invoices.lastIndex { $0.experimentID == experiment.id }
    }

    func organizationName(_ id: String) -> String { organizations.first { $0.id == id }?.name ?? "" }
}

extension SandboxState: Codable {
    // A process's settings (durations, origin) and what follows from the rest (indices) aren't saved.
    private enum CodingKeys: String, CodingKey {
        case seed, now, creationCount, organizations, users, tokens, experiments, quotes, invoices, webhooks
        case customTargets, feedback
    }
}

/// Saved as its text, which keeps the order of members and the digits of numbers.
extension JSON: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try JSON(parsing: text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not the text of a JSON value")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
