public import FoundryJSON
public import FoundrySequences

/// The kind of measurement that an experiment makes.
public enum ExperimentType: OpenEnumeration {
    /// The kinetics and affinity of binding to an antigen.
    case affinity
    /// The signal of binding to an antigen, at one concentration.
    case screening
    /// The melting temperature.
    case thermostability
    /// The fluorescence.
    case fluorescence
    /// The yield of the expression.
    case expression
    /// The pairs of constructs that bind an antigen at the same time.
    case epitopeBinning
    /// The activity of an enzyme.
    case enzymeActivity
    case unknown(String)

    /// The cases that this library knows.
    public static let known: [Self] = [
        .affinity, .screening, .thermostability, .fluorescence, .expression, .epitopeBinning, .enzymeActivity,
    ]

    /// The API's name of the case.
    public var rawValue: String {
        switch self {
        case .affinity: "affinity"
        case .screening: "screening"
        case .thermostability: "thermostability"
        case .fluorescence: "fluorescence"
        case .expression: "expression"
        case .epitopeBinning: "epitope_binning"
        case .enzymeActivity: "enzyme_activity"
        case .unknown(let name): name
        }
    }
}

/// The instrument of a binding measurement.
public enum AssayMethod: OpenEnumeration {
    /// Biolayer interferometry.
    case bli
    /// Surface plasmon resonance.
    case spr
    case unknown(String)

    /// The cases that this library knows.
    public static let known: [Self] = [.bli, .spr]

    /// The API's name of the case.
    public var rawValue: String {
        switch self {
        case .bli: "bli"
        case .spr: "spr"
        case .unknown(let name): name
        }
    }
}

/// The measurement to be made: its kind and method, the antigen, and the constructs.
public struct ExperimentSpec: Sendable, Equatable {
    /// The kind of measurement.
    public var type: ExperimentType
    /// The instrument; nil for the default of the API.
    public var method: AssayMethod?
    /// The id of the antigen in the catalogue, for measurements of binding.
    public var targetID: String?
    /// The number of times that each construct is measured, from 1 to 5; nil for the API's default, which is 3.
    public var replicates: Int?
    /// The proteins to be made and measured.
    public var constructs: [Construct]
    /// An object with the members of the API for which this type has no property.
    public var otherMembers: JSON = [:]

    /// Creates a specification.
    public init(
        _ type: ExperimentType, method: AssayMethod? = nil, targetID: String? = nil, replicates: Int? = nil,
        constructs: [Construct]
    ) {
        self.type = type
        self.method = method
        self.targetID = targetID
        self.replicates = replicates
        self.constructs = constructs
    }

    private static let typedMembers: Set = [
        "experiment_type", "method", "target_id", "target", "n_replicates", "sequences",
    ]

    /// Reads a specification; nil if it does not name its type.
    init?(_ json: JSON) {
        guard let type = ExperimentType.read(json["experiment_type"]) else { return nil }
        self.init(
            type, method: .read(json["method"]),
            targetID: (json["target_id"] ?? json["target"]?["target_catalog_id"])?.string,
            replicates: json["n_replicates"]?.int,
            constructs: (json["sequences"]?.members ?? []).map { Construct($0.name, $0.value) })
        otherMembers = JSON((json.members ?? []).filter { !Self.typedMembers.contains($0.name) })
    }

    /// The specification in the API's form.
    public var json: JSON {
        var members = [JSON.Member("experiment_type", JSON(type.rawValue))]
        if let method { members.append(JSON.Member("method", JSON(method.rawValue))) }
        if let targetID { members.append(JSON.Member("target_id", JSON(targetID))) }
        if let replicates { members.append(JSON.Member("n_replicates", JSON(replicates))) }
        let sequences = constructs.map { JSON.Member($0.name, $0.json) }
        members.append(JSON.Member("sequences", JSON(sequences)))
        return JSON(members + (otherMembers.members ?? []))
    }

    /// Returns whether two specifications have the same kind of measurement, antigen, and constructs. The case of residues
    /// and the order of constructs do not matter.
    func measuresTheSame(as other: ExperimentSpec) -> Bool {
        type == other.type && targetID == other.targetID
            && ConstructSet(constructs).digest == ConstructSet(other.constructs).digest
    }
}

extension Construct {
    /// Reads a construct: the residues, or an object that holds them.
    init(_ name: String, _ json: JSON) {
        self.init(
            name: name, residues: json.string ?? json["aa_string"]?.string ?? "",
            isControl: json["control"]?.bool ?? false,
            tagLocation: json["metadata"]?["tag_location"]?.string.flatMap(Terminus.init))
    }

    /// The construct in the API's form.
    var json: JSON {
        guard isControl || tagLocation != nil else { return JSON(residues) }
        return .object([
            "aa_string": JSON(residues), "control": isControl ? true : nil,
            "metadata": tagLocation.map { ["tag_location": JSON($0.rawValue)] },
        ])
    }
}
