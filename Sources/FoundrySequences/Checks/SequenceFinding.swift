/// Something about the constructs of an order that a person should know before paying for them.
///
/// A finding states what the residues are, never what the protein will do.
public struct SequenceFinding: Sendable, Hashable, CustomStringConvertible {
    /// The gravity of a finding.
    public enum Severity: Sendable {
        /// The API refuses the constructs, or what they stand for is no protein.
        case error
        /// The constructs can be ordered.
        case warning
    }

    /// The kind of a finding. The raw values are published.
    public enum Kind: String, Sendable, CaseIterable {
        /// A chain without residues: nothing stands before, after, or between `:`.
        case emptyChain = "empty_chain"
        /// A stop, `*`, within the sequence, as when a stop codon was translated.
        case internalStop = "internal_stop"
        /// A letter other than those of the 20 standard amino acids. B, J, O, U, X, and Z are not made.
        case invalidLetter = "invalid_letter"
        /// DNA or RNA in the place of protein: 30 or more letters, all of them A, C, G, T, U, or N.
        case nucleotides
        /// A number of constructs that the type of the experiment does not allow. ``SequenceChecks`` does not know the type,
        /// and never makes this finding; it is for programs that do.
        case wrongCount = "wrong_count"
        /// The same residues more than once in the set, each of which is paid for.
        case exactDuplicate = "exact_duplicate"
        /// The same residues in an earlier experiment. ``SequenceChecks`` does not know earlier experiments, and never makes this
        /// finding; it is for programs that do.
        case orderedBefore = "ordered_before"
        /// Sequences of 20 or more residues within an edit distance of two: variants, or a slip in copying.
        ///
        /// Source: Levenshtein 1966, Sov. Phys. Dokl. 10:707.
        case nearDuplicate = "near_duplicate"
        /// No construct that is marked as a control. A known binder makes results comparable.
        case missingControl = "missing_control"
        /// A construct that is not of the expected format. A domain is recognized by its last strand: `WGxGT…VS` for a heavy
        /// chain, `FGxGTK…` for a light one.
        ///
        /// Source: the J-motif [FW]GxG of IMGT; Muyldermans 2013, Annu. Rev. Biochem. 82:775.
        case unexpectedFormat = "unexpected_format"
        /// A light-chain domain before the heavy-chain domain, or no flexible linker between them. Both orders can work.
        ///
        /// Source: Huston et al. 1988, PNAS 85:5879.
        case scFvOrder = "scfv_order"
        /// A length far from the others’: a modified z-score above 3.5, and more than 10 % off the median of five or more
        /// constructs.
        ///
        /// Source: Iglewicz and Hoaglin 1993.
        case lengthOutlier = "length_outlier"
        /// A methionine at the start of some constructs and not of others, or of an expected antibody domain.
        ///
        /// Source: Hirel et al. 1989, PNAS 86:8247.
        case startMethionine = "start_methionine"
        /// Six or more histidines within a chain, at the end that ``Construct/tagLocation`` does not name, or in some constructs
        /// only.
        case hisTag = "his_tag"
        /// An odd number of cysteines over all chains, so that at least one has no partner for a disulfide bond.
        case oddCysteines = "odd_cysteines"
        /// Six or more of one residue in a row, other than a His tag.
        case homopolymer
        /// A stretch of 20 or more residues of few kinds, other than a linker of glycine and serine: windows of 12 residues below
        /// 2.2 bits.
        ///
        /// Source: Wootton and Federhen 1993, Comput. Chem. 17:149 (SEG).
        case lowComplexity = "low_complexity"
        /// `N`, any residue but `P`, then `S` or `T`, which cells that glycosylate may glycosylate.
        ///
        /// Source: Gavel and von Heijne 1990, Protein Eng. 3:433.
        case nGlycosylation = "n_glycosylation"
        /// `NG`, whose asparagine turns into aspartate most often.
        ///
        /// Source: Sydow et al. 2014, PLoS ONE 9:e100736.
        case deamidation
        /// `DG`, whose aspartate turns into isoaspartate most often.
        ///
        /// Source: Sydow et al. 2014, PLoS ONE 9:e100736.
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
    /// What was found, as a person reads it: `NGS` for a motif, or a few words.
    public let message: String

    /// Creates a finding.
    public init(_ kind: Kind, _ names: [String], chain: Int? = nil, position: Int? = nil, _ message: String) {
        self.kind = kind
        self.names = names
        self.chain = chain
        self.position = position
        self.message = message
    }

    /// The finding on one line: `warning n_glycosylation, design_1, chain 2, position 31: NGS`.
    public var description: String {
        let place = [chain.map { "chain \($0)" }, position.map { "position \($0)" }].compactMap(\.self)
        return "\((["\(kind.severity) \(kind.rawValue)"] + names + place).joined(separator: ", ")): \(message)"
    }
}
