import FoundryJSON

/// All that the sandbox knows: the customers, their keys, their orders. One value behind one lock.
struct World: Sendable {
    /// Everything made up is thrown from this.
    let seed: UInt64
    /// How long each stage of the lab takes, in seconds.
    let pace: Double
    /// The time of the request that is being served, later than all that was recorded before; it never goes back.
    private(set) var now: Timestamp
    /// What the clock said for that request.
    private var clock: Timestamp
    /// Counts what was made, so that each thing gets an id of its own.
    var made = 0
    /// Counts what changed since the start, so that the state is saved no more often than it must.
    var revision = 0

    var organizations: [Organization] = []
    var users: [User] = []
    var tokens: [Token] = []
    var experiments: [Experiment] = []
    var quotes: [Quote] = []
    var customTargets: [CustomTargetRequest] = []
    var feedback: [JSON] = []

    private(set) var tokenPlaces: [String: Int] = [:]
    private(set) var experimentPlaces: [String: Int] = [:]
    private(set) var quotePlaces: [String: Int] = [:]

    init(seed: UInt64, pace: Double, now: Timestamp) {
        self.seed = seed
        self.pace = pace
        self.now = now
        clock = now
    }

    // MARK: Time

    /// Moves on to the time of a request.
    mutating func advance(to time: Timestamp) {
        now = max(now, time)
        clock = max(clock, time)
    }

    /// The moment so many stages of the lab from now. It follows the clock and not the ticks, so that a clock that is
    /// moved by the pace moves the lab by a stage.
    func after(stages: Int) -> Timestamp {
        max(now, clock.adding(seconds: pace * Double(stages)))
    }

    /// A moment after all moments before.
    mutating func tick() -> Timestamp {
        now.microseconds += 1
        return now
    }

    // MARK: Ids

    /// Dice for something new of a kind.
    mutating func dice(_ kind: String) -> Dice {
        made += 1
        return Dice(seed: seed, kind, String(made))
    }

    /// A new UUID.
    mutating func newID(_ kind: String) -> String {
        var dice = dice(kind)
        return dice.uuid()
    }

    /// The secret of a new key, in the shape that keys of the API have.
    mutating func newSecret() -> String {
        var dice = dice("key")
        return "abs0_SANDBOX" + Base64URL.encoded(dice.bytes(96))
    }

    // MARK: New things

    /// A construct of an experiment, as it was handed in.
    mutating func newSequence(_ draft: SequenceDraft, at: Timestamp) -> SequenceRecord {
        let id = newID("sequence")
        return SequenceRecord(
            id: id, number: made, name: draft.name, residues: draft.residues, isControl: draft.isControl,
            metadata: draft.metadata, createdAt: at)
    }

    // MARK: Things by their names

    mutating func add(_ token: Token) {
        tokenPlaces[token.secret] = tokens.count
        tokens.append(token)
    }

    mutating func add(_ experiment: Experiment) {
        experimentPlaces[experiment.id] = experiments.count
        experiments.append(experiment)
    }

    mutating func add(_ quote: Quote) {
        quotePlaces[quote.id] = quotes.count
        quotes.append(quote)
    }

    /// The place of an experiment that a caller may see, or nil.
    func place(ofExperiment id: String, for token: Token) -> Int? {
        guard let place = experimentPlaces[id], experiments[place].organizationID == token.organizationID else {
            return nil
        }
        return place
    }

    /// The place of a quote that a caller may see, or nil.
    func place(ofQuote id: String, for token: Token) -> Int? {
        guard let place = quotePlaces[id], quotes[place].organizationID == token.organizationID else { return nil }
        return place
    }

    /// The quote that counts for an experiment.
    func quote(of experiment: Experiment) -> Quote? {
        experiment.quoteID.flatMap { quotePlaces[$0] }.map { quotes[$0] }
    }
}
