public import FoundryFoundation
public import FoundryJSON

/// The stage of an experiment, from the draft to its results.
public enum ExperimentStatus: OpenEnumeration {
    /// It can be changed, and costs nothing.
    case draft
    /// It was submitted, and its quote waits for acceptance.
    case waitingForConfirmation
    /// The vendor sent a quote.
    case quoteSent
    /// Its quote was accepted, and the lab waits for materials.
    case waitingForMaterials
    /// It waits for its turn in the lab.
    case inQueue
    /// The proteins are being made.
    case inProduction
    /// The measurements are being analysed.
    case dataAnalysis
    /// The vendor reviews the experiment, or its results.
    case inReview
    /// All is measured.
    case done
    /// It was given up.
    case canceled
    case unknown(String)

    /// The cases that this library knows.
    public static let known: [Self] = [
        .draft, .waitingForConfirmation, .quoteSent, .waitingForMaterials, .inQueue, .inProduction, .dataAnalysis,
        .inReview, .done, .canceled,
    ]

    /// The API's name of the case.
    public var rawValue: String {
        switch self {
        case .draft: "draft"
        case .waitingForConfirmation: "waiting_for_confirmation"
        case .quoteSent: "quote_sent"
        case .waitingForMaterials: "waiting_for_materials"
        case .inQueue: "in_queue"
        case .inProduction: "in_production"
        case .dataAnalysis: "data_analysis"
        case .inReview: "in_review"
        case .done: "done"
        case .canceled: "canceled"
        case .unknown(let name): name
        }
    }

    /// A Boolean value that indicates whether nothing more will happen to the experiment.
    public var isFinal: Bool { self == .done || self == .canceled }
}

/// The part of an experiment's results that is available.
public enum ResultsStatus: OpenEnumeration {
    /// There are none yet.
    case none
    /// Some of them are there.
    case partial
    /// All of them are there.
    case all
    case unknown(String)

    /// The cases that this library knows.
    public static let known: [Self] = [.none, .partial, .all]

    /// The API's name of the case.
    public var rawValue: String {
        switch self {
        case .none: "none"
        case .partial: "partial"
        case .all: "all"
        case .unknown(let name): name
        }
    }
}

/// An experiment. In a list the API leaves out the specification.
public struct Experiment: APIModel {
    /// The value as the API sent it.
    public let json: JSON
    /// The experiment's UUID.
    public let id: String
    /// The code by which the vendor and its portal name the experiment.
    public let code: String
    /// The name that the customer gave.
    public let name: String?
    /// The stage of the experiment.
    public let status: ExperimentStatus
    /// The part of its results that is available.
    public let resultsStatus: ResultsStatus
    /// The moment at which it was created.
    public let createdAt: Date?
    /// The kind of measurement; nil if the API does not state it.
    public let type: ExperimentType?
    /// Its specification; nil in a list.
    public let specification: ExperimentSpec?
    /// The id of its quote, which appears a while after the submission; nil in a list.
    public let quoteID: String?
    /// Its page in the portal.
    public let url: URL?

    /// Reads a value of the API.
    ///
    /// - Throws: ``FoundryError`` of kind ``FoundryError/Kind/badResponse`` if a member is missing without which the value means nothing.
    public init(_ json: JSON) throws(FoundryError) {
        self.json = json
        id = try json.required("id", of: "experiment")
        status = ExperimentStatus(rawValue: try json.required("status", of: "experiment"))
        code = json["code"]?.string ?? ""
        name = json["name"]?.string
        resultsStatus = .read(json["results_status"]) ?? .none
        createdAt = json.date("created_at")
        specification = json["experiment_spec"].flatMap(ExperimentSpec.init)
        type = specification?.type ?? ExperimentType.read(json["experiment_type"])
        quoteID = json["stripe_quote_id"]?.string
        url = json.link("experiment_url")
    }
}

/// An event in the history of an experiment.
public struct ExperimentUpdate: APIModel {
    /// The value as the API sent it.
    public let json: JSON
    /// The UUID.
    public let id: String
    /// The id of the experiment that it belongs to.
    public let experimentID: String
    /// The title of the event.
    public let name: String
    /// The moment of the event.
    public let date: Date?

    /// Reads a value of the API.
    ///
    /// - Throws: ``FoundryError`` of kind ``FoundryError/Kind/badResponse`` if a member is missing without which the value means nothing.
    public init(_ json: JSON) throws(FoundryError) {
        self.json = json
        id = try json.required("id", of: "update")
        experimentID = try json.required("experiment_id", of: "update")
        name = json["name"]?.string ?? ""
        date = json.date("timestamp")
    }
}
