public import FoundryFoundation
public import FoundryJSON
import FoundrySystem

/// A concentration, as which the affinity of two molecules is stated.
public struct MolarConcentration: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The concentration in mol/L.
    public let molar: Double

    /// Creates a concentration from one in mol/L.
    public init(molar: Double) {
        self.molar = molar
    }

    /// Creates a concentration from one in nmol/L.
    public init(nanomolar: Double) {
        molar = nanomolar * 1e-9
    }

    /// The concentration in nmol/L.
    public var nanomolar: Double { molar * 1e9 }

    /// The concentration in nmol/L, with at least three significant digits: `0.245 nM`.
    public var description: String {
        guard nanomolar.isFinite, nanomolar != 0 else { return "\(nanomolar) nM" }
        let digits = Int(log10(nanomolar.magnitude).rounded(.down))
        return String(cFormat: "%.\(max(0, 2 - digits))f nM", nanomolar)
    }

    /// Returns whether the first is the lower one, so the tighter affinity.
    public static func < (left: Self, right: Self) -> Bool { left.molar < right.molar }
}

/// A value with its 95 % confidence interval.
public struct ConfidenceInterval<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The value.
    public let value: Value
    /// The limits of the interval; nil where the fit gave none. A value without the lower one may be smaller by any factor.
    public let low, high: Value?

    /// Reads an interval of numbers, each of which the closure gives its unit.
    init?(_ json: JSON?, _ unit: (Double) -> Value) {
        guard let value = json?["value"]?.double else { return nil }
        self.value = unit(value)
        low = (json?["ci_low"]?.double).map(unit)
        high = (json?["ci_high"]?.double).map(unit)
    }
}

/// The strength of a binding, by the API's classification.
public enum BindingStrength: OpenEnumeration {
    /// It binds strongly.
    case strong
    /// It binds, less strongly.
    case medium
    /// It binds weakly.
    case weak
    /// It does not bind.
    case none
    /// It could not be determined.
    case undetermined
    /// It is still being determined.
    case inProgress
    case unknown(String)

    /// The cases that this library knows.
    public static let known: [Self] = [.strong, .medium, .weak, .none, .undetermined, .inProgress]

    /// The API's name of the case.
    public var rawValue: String {
        switch self {
        case .strong: "strong"
        case .medium: "medium"
        case .weak: "weak"
        case .none: "none"
        case .undetermined: "unknown"
        case .inProgress: "in_progress"
        case .unknown(let name): name
        }
    }
}

/// One replicate of the measurement of an affinity.
public struct AffinityReplicate: Sendable, Equatable {
    /// The value as the API sent it.
    public let json: JSON
    /// The KD; nil where it could not be measured.
    public let kd: MolarConcentration?
    /// The association rate constant in 1/(M·s); nil where it could not be measured.
    public let kon: Double?
    /// The dissociation rate constant in 1/s; nil where it could not be measured.
    public let koff: Double?
    /// The strength of the binding.
    public let strength: BindingStrength
    /// The model of the fit, such as `1:1`; nil if there is none.
    public let model: String?

    init(_ json: JSON) {
        self.json = json
        kd = json["kd"]?.double.map(MolarConcentration.init(molar:))
        kon = json["kon"]?.double
        koff = json["koff"]?.double
        strength = .read(json["binding_strength"]) ?? .undetermined
        model = json["method"]?.string
    }
}

/// The affinity of one construct.
///
/// The rows of a screening are of this kind too: they have a strength, and no KD.
public struct AffinityResult: Sendable, Equatable {
    /// The value as the API sent it.
    public let json: JSON
    /// The name of the construct.
    public let construct: String
    /// The residues in one-letter code.
    public let residues: String
    /// The name of the antigen; nil if the API does not know it.
    public let targetName: String?
    /// The id of the antigen; nil if it is not in the catalogue.
    public let targetID: Target.ID?
    /// The mean KD over the replicates that bind strongly, by the API; nil where none does, so also for a weak binder.
    public let kd: MolarConcentration?
    /// The apparent KD, which can be compared across binding models; nil where the API states none.
    public let apparentKD: ConfidenceInterval<MolarConcentration>?
    /// The association rate constant in 1/(M·s).
    public let kon: Double?
    /// The dissociation rate constant in 1/s.
    public let koff: Double?
    /// The strength of the binding over all replicates.
    public let strength: BindingStrength
    /// A Boolean value that indicates whether this is a control, positive or negative, of the customer or of the lab.
    public let isControl: Bool
    /// A Boolean value that indicates whether this is a positive control.
    public let isPositiveControl: Bool
    /// The replicates that were measured. The KD is the mean of those whose strength is ``BindingStrength/strong``.
    public let replicates: [AffinityReplicate]

    init?(_ json: JSON) {
        guard json["result_type"]?.string == "affinity" else { return nil }
        self.json = json
        construct = json["sequence"]?["name"]?.string ?? ""
        residues = json["sequence"]?["aa_string"]?.string ?? ""
        // KD is stated in mol/L; a value in another unit is left to ``json``.
        kd =
            json["kd_units"]?.string ?? "M" == "M"
            ? json["kd_mean"]?.double.map(MolarConcentration.init(molar:)) : nil
        apparentKD = ConfidenceInterval(json["kd_app"], MolarConcentration.init(molar:))
        kon = json["kon_mean"]?.double
        koff = json["koff_mean"]?.double
        strength = .read(json["binding_strength"]) ?? .undetermined
        targetName = json["target"]?["name"]?.string
        targetID = json["target"]?["target_catalog_id"]?.string
        isPositiveControl = json["positive_control"]?.bool ?? false
        isControl = isPositiveControl || json["sequence"]?["control"]?.bool ?? false
        replicates = (json["replicates"]?.elements ?? []).map(AffinityReplicate.init)
    }
}

/// The thermal stability of one construct.
public struct ThermostabilityResult: Sendable, Equatable {
    /// The value as the API sent it.
    public let json: JSON
    /// The name of the construct.
    public let construct: String
    /// The melting temperature in °C; nil where no transition was seen.
    public let tm: Double?

    init?(_ json: JSON) {
        guard json["result_type"]?.string == "thermostability" else { return nil }
        self.json = json
        construct = json["sequence_name"]?.string ?? ""
        tm = json["tm"]?.double
    }
}

/// A result of an experiment: a measurement of all of its constructs.
public struct ExperimentResult: APIModel {
    /// The result of one construct.
    public enum Row: Sendable, Equatable {
        /// The affinity of the construct.
        case affinity(AffinityResult)
        /// The thermal stability of the construct.
        case thermostability(ThermostabilityResult)
        /// A result for which the API documents no form.
        case other(JSON)
    }

    /// The value as the API sent it.
    public let json: JSON
    /// The UUID.
    public let id: String
    /// The id of the experiment that it belongs to.
    public let experimentID: String
    /// The title.
    public let title: String
    /// The moment at which it was created.
    public let createdAt: Date?
    /// The archive of raw data.
    public let dataPackage: URL?
    /// A row for each construct.
    public let rows: [Row]

    /// Reads a value of the API.
    ///
    /// - Throws: ``FoundryError`` of kind ``FoundryError/Kind/badResponse`` if a member is missing without which the value means nothing.
    public init(_ json: JSON) throws(FoundryError) {
        self.json = json
        id = try json.required("id", of: "result")
        experimentID = try json.required("experiment_id", of: "result")
        title = json["title"]?.string ?? ""
        createdAt = json.date("created_at")
        dataPackage = json.link("data_package_url")
        rows = (json["summary"]?.elements ?? []).map { row in
            AffinityResult(row).map(Row.affinity) ?? ThermostabilityResult(row).map(Row.thermostability) ?? .other(row)
        }
    }

    /// The rows that state an affinity.
    public var affinities: [AffinityResult] {
        rows.compactMap { if case .affinity(let row) = $0 { row } else { nil } }
    }

    /// The rows that state a melting temperature.
    public var thermostabilities: [ThermostabilityResult] {
        rows.compactMap { if case .thermostability(let row) = $0 { row } else { nil } }
    }
}
