/// The checks of a set of constructs before an order.
///
/// They read letters and count them, and predict nothing. Controls are left out of the comparisons with other constructs.
public struct SequenceChecks: Sendable {
    /// The format that all constructs should have.
    public enum ExpectedFormat: String, Sendable, CaseIterable {
        /// The variable domain of a heavy-chain antibody: one chain with one heavy-chain domain.
        case vhh
        /// A single-chain variable fragment: one chain with a heavy-chain and a light-chain domain.
        case scfv
        /// An antigen-binding fragment: two chains, one with a heavy-chain and one with a light-chain domain.
        case fab
        /// No format in particular.
        case any
    }

    private let set: ConstructSet
    private let expected: ExpectedFormat
    private let needsControl: Bool

    /// Creates the checks of a set.
    ///
    /// - Parameters:
    ///   - set: the constructs of the order.
    ///   - expected: the format that all constructs but the controls should have.
    ///   - needsControl: whether a set without a control is worth a warning.
    public init(_ set: ConstructSet, expected: ExpectedFormat = .any, needsControl: Bool = true) {
        self.set = set
        self.expected = expected
        self.needsControl = needsControl
    }

    /// Returns everything that was found, by kind, in the order of the kinds.
    ///
    /// A finding that several constructs share is reported once, with all their names.
    public func findings() -> [SequenceFinding] {
        let prepared = set.constructs.map(PreparedConstruct.init)
        var collection = FindingCollection()
        for construct in prepared {
            LetterChecks.check(construct, &collection)
            MotifChecks.check(construct, &collection)
            ComplexityChecks.check(construct, &collection)
            AntibodyChecks.check(construct, expected: expected, &collection)
        }
        SetChecks(prepared, expected: expected).check(&collection)
        DuplicateChecks(prepared).check(&collection)
        if needsControl, !set.constructs.isEmpty, !set.constructs.contains(where: \.isControl) {
            collection.add(.missingControl, [], "no construct is marked as a control")
        }
        return collection.findings
    }
}

/// A construct, with its chains as bytes in upper case.
struct PreparedConstruct {
    let construct: Construct
    let residues: [UInt8]
    let chains: [ArraySlice<UInt8>]

    init(_ construct: Construct) {
        self.construct = construct
        residues = construct.upperResidues
        chains = residues.split(separator: AminoAcid.chainSeparator, omittingEmptySubsequences: false)
    }

    var name: String { construct.name }

    /// Calls a closure for each chain, with its number if there are several.
    func forEachChain(_ body: (_ number: Int?, _ chain: ArraySlice<UInt8>) -> Void) {
        for (index, chain) in chains.enumerated() { body(chains.count > 1 ? index + 1 : nil, chain) }
    }
}

/// Findings as they are made; the same about several constructs becomes one.
struct FindingCollection {
    private struct Key: Hashable {
        let kind: SequenceFinding.Kind
        let chain: Int?
        let position: Int?
        let message: String
    }

    private var list: [SequenceFinding] = []
    private var places: [Key: Int] = [:]

    mutating func add(
        _ kind: SequenceFinding.Kind, _ names: [String], chain: Int? = nil, position: Int? = nil, _ message: String
    ) {
        let key = Key(kind: kind, chain: chain, position: position, message: message)
        if let place = places[key] {
            list[place].names += names
        } else {
            places[key] = list.count
            list.append(SequenceFinding(kind, names, chain: chain, position: position, message))
        }
    }

    /// Adds a finding about every member of a group, which is never joined with that of another.
    mutating func addGroup(_ kind: SequenceFinding.Kind, _ names: [String], _ message: String) {
        list.append(SequenceFinding(kind, names, message))
    }

    /// The findings by kind; within a kind those about most constructs first.
    var findings: [SequenceFinding] {
        SequenceFinding.Kind.allCases.flatMap { kind in
            list.enumerated().filter { $0.element.kind == kind }
                .sorted { one, other in
                    one.element.names.count == other.element.names.count
                        ? one.offset < other.offset : one.element.names.count > other.element.names.count
                }
                .map(\.element)
        }
    }
}
