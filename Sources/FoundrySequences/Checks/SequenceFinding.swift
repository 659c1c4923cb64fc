/// Something about the constructs of an order that a person should know before paying for them.
///
/// A finding states what the residues are, never what the protein will do.
public struct SequenceFinding: Sendable, Equatable {
    /// The gravity of a finding.
    public enum Severity: Sendable {
        /// The API refuses the constructs, or what they stand for is no protein.
        case error
        /// The constructs can be ordered.
        case warning
    }

    /// The kind of a finding. The guide on sequence checks explains each, with its source.
    public enum Kind: String, Sendable, CaseIterable {
        case emptyChain = "empty_chain"
        case internalStop = "internal_stop"
        case invalidLetter = "invalid_letter"
        case nucleotides
        case wrongCount = "wrong_count"
        case exactDuplicate = "exact_duplicate"
        case orderedBefore = "ordered_before"
        case nearDuplicate = "near_duplicate"
        case missingControl = "missing_control"
        case unexpectedFormat = "unexpected_format"
        case scFvOrder = "scfv_order"
        case lengthOutlier = "length_outlier"
        case startMethionine = "start_methionine"
        case hisTag = "his_tag"
        case oddCysteines = "odd_cysteines"
        case homopolymer
        case lowComplexity = "low_complexity"
        case nGlycosylation = "n_glycosylation"
        case deamidation
        case isomerisation

        /// The gravity of every finding of the kind.
        public var severity: Severity {
            switch self {
            case .emptyChain, .internalStop, .invalidLetter, .nucleotides, .wrongCount: .error
            case .exactDuplicate, .orderedBefore, .nearDuplicate, .missingControl, .unexpectedFormat, .scFvOrder,
                .lengthOutlier, .startMethionine, .hisTag, .oddCysteines, .homopolymer, .lowComplexity,
                .nGlycosylation, .deamidation, .isomerisation:
                .warning
            }
        }
    }

    /// The kind of finding.
    public let kind: Kind
    /// The names of the constructs, in the order of the set; empty if the finding is about the set as a whole.
    public var names: [String]
    /// The number of the chain, from 1; nil for a construct of one chain, or if the finding is not about one chain.
    public let chain: Int?
    /// The number of the residue within its chain, from 1; nil if the finding is not about one place.
    public let position: Int?
    /// A sentence for a person.
    public let message: String

    /// Creates a finding.
    public init(_ kind: Kind, _ names: [String], chain: Int? = nil, position: Int? = nil, _ message: String) {
        self.kind = kind
        self.names = names
        self.chain = chain
        self.position = position
        self.message = message
    }
}
