import FoundryFoundation

/// The true binding of a construct to an antigen, which assays measure with errors.
struct Interaction: Sendable {
    /// In M.
    var kd: Double
    /// In 1/(M·s).
    var kon: Double
    var model: Model
    /// The signal at saturation, as a fraction of the instrument's.
    var maximumSignal: Double
    /// Constructs with the same epitope compete.
    var epitope: String

    /// The models by which binding is fitted, by their names in the API.
    enum Model: String, Sendable {
        case standard
        case bivalentAnalyte = "bivalent_analyte"
        case conformational

        /// The name of the fit.
        var fit: String { self == .standard ? "1:1" : "2:1" }
    }

    /// The share of plausible domains that bind an antigen they weren't selected for.
    ///
    /// It is of the order of what designs show: of 600 that were tested in both rounds of the lab's open EGFR competition, 60
    /// bound (adaptyvbio.com/blog/benchbb).
    static let bindingRate = 0.12
    /// The share of plausible domains that stick to everything.
    static let stickyRate = 0.015

    /// Returns how a construct binds an antigen, or nil if it doesn't.
    static func between(_ residues: String, and target: Target, seed: UInt64) -> Interaction? {
        let antibodies = KnownProteins.antibodies(in: residues)
        let isMultivalent = target.details.tags.contains("Fc") || (target.details.description ?? "").contains("homo")
        var generator = SeededRandomNumberGenerator(seed: seed, "interaction", residues, target.uniprotID ?? target.id)
        let chance = generator.uniform()
        let kd = exp10(min(max(generator.normal(mean: -6.9, deviation: 0.65), -9.5), -5.3))
        let kon = exp10(min(max(generator.normal(mean: 5.2, deviation: 0.35), 4.2), 6))
        let model = model(generator.uniform(), isMultivalent: isMultivalent)
        let signal = 0.5 + 0.5 * generator.uniform()
        let epitope = "epitope \(generator.next() % 4)"
        if !antibodies.isEmpty {
            let binding = antibodies.compactMap { antibody in
                target.uniprotID.flatMap { antibody.kd[$0] }.map { (kd: $0, epitope: antibody.epitope) }
            }
            guard let best = binding.min(by: { $0.kd < $1.kd }) else { return nil }
            // A tight binder associates fast, or its dissociation would be too slow to see.
            return Interaction(
                kd: best.kd, kon: max(kon, min(3e-5 / best.kd, 3e6)), model: model, maximumSignal: signal,
                epitope: best.epitope)
        }
        guard KnownProteins.isPlausibleDomain(residues), !KnownProteins.isNonBinder(residues),
            !KnownProteins.isLightChainAlone(residues)
        else { return nil }
        if chance < bindingRate {
            return Interaction(kd: kd, kon: kon, model: model, maximumSignal: signal, epitope: epitope)
        }
        var stickiness = SeededRandomNumberGenerator(seed: seed, "stickiness", residues)
        guard stickiness.uniform() < stickyRate else { return nil }
        return Interaction(
            kd: max(kd, 1e-6), kon: min(kon, 5e4), model: .conformational, maximumSignal: signal, epitope: "none")
    }

    private static func model(_ chance: Double, isMultivalent: Bool) -> Model {
        if chance < (isMultivalent ? 0.45 : 0.07) { return .bivalentAnalyte }
        return chance > 0.94 ? .conformational : .standard
    }
}

/// The expression of a construct.
struct Expression: Sendable {
    /// In nM; less than 5 if the construct isn't expressed.
    var concentration: Double
    /// In mg/l.
    var yield: Double

    var isDetected: Bool { concentration >= 5 }

    var level: String { concentration >= 100 ? "high" : concentration >= 20 ? "medium" : "low" }

    static func of(_ residues: String, seed: UInt64) -> Expression {
        var generator = SeededRandomNumberGenerator(seed: seed, "expression", residues)
        let isKnown = !KnownProteins.antibodies(in: residues).isEmpty || KnownProteins.isNonBinder(residues)
        let fails = generator.uniform() < 0.06
        let concentration = exp10(generator.normal(mean: isKnown ? 2.4 : 2.0, deviation: 0.3))
        let isExpressed = isKnown || (KnownProteins.isPlausibleDomain(residues) && !fails)
        let amount = isExpressed ? max(concentration, 8) : min(concentration / 60, 4)
        // In kDa: 110 Da a residue.
        let weight = 0.11 * Double(max(1, residues.utf8.count))
        return Expression(concentration: amount, yield: amount * weight / 1000 * 20)
    }
}
