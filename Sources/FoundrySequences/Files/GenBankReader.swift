/// The reader of GenBank and GenPept files.
///
/// A record of amino acids is one construct. A record of DNA gives one for each coding sequence (`CDS`) with a
/// `/translation`; nothing is translated here. Source of the format: section 3.4 of the GenBank release notes.
struct GenBankReader {
    static func constructs(in text: TextFile) throws(SequenceFileError) -> [Construct] {
        var reader = GenBankReader()
        try text.forEachLine { line throws(SequenceFileError) in
            try reader.read(line)
            return true
        }
        try reader.finishRecord()
        return reader.list.constructs
    }

    /// The qualifiers that name a coding sequence, the best first.
    private static let nameQualifiers = ["label", "gene", "locus_tag", "protein_id", "product"]

    private enum Section {
        case outside, head, features, origin
    }

    private struct CodingSequence {
        var qualifiers: [(name: String, value: [UInt8])] = []
    }

    private var list = ConstructList()
    private var section = Section.outside
    private var locus = ""
    private var isProtein = false
    /// The line at which the record begins.
    private var beginning = 0
    private var residues: [UInt8] = []
    private var codingSequences: [CodingSequence] = []
    private var isInCodingSequence = false
    /// A Boolean value that indicates whether the last qualifier's value goes on in the next line.
    private var isValueOpen = false

    private mutating func read(_ line: TextFile.Line) throws(SequenceFileError) {
        if line.hasPrefix("LOCUS ") {
            try finishRecord()
            let words = line.bytes.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
            (section, locus, isProtein, beginning) =
                (.head, words.count > 1 ? words[1] : "locus", words.contains("aa"), line.number)
            return
        }
        if line.hasPrefix("//") { return try finishRecord() }
        switch section {
        case .outside:
            guard line.bytes.isEmpty else { throw SequenceFileError(.beforeFirstHeader, line: line.number) }
        case .head, .features:
            if line.hasPrefix("ORIGIN") {
                section = .origin
            } else if line.hasPrefix("FEATURES") {
                section = .features
            } else if section == .features {
                readFeature(line.bytes)
            }
        case .origin where isProtein:
            // Each line begins with the number of its first residue.
            let letters = line.bytes.filter { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            try ConstructList.append(letters, to: &residues, line: line.number)
        case .origin: break
        }
    }

    private mutating func readFeature(_ bytes: ArraySlice<UInt8>) {
        let quotation = UInt8(ascii: "\"")
        if isValueOpen {
            isValueOpen = bytes.last != quotation
            if isInCodingSequence { appendToLastQualifier(isValueOpen ? bytes : bytes.dropLast()) }
        } else if bytes.first == UInt8(ascii: "/") {
            let parts = bytes.dropFirst().split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard parts.count == 2 else { return }
            let isQuoted = parts[1].first == quotation
            let isClosed = parts[1].count > 1 && parts[1].last == quotation
            isValueOpen = isQuoted && !isClosed
            guard isInCodingSequence else { return }
            let value = isQuoted ? parts[1].dropFirst().dropLast(isClosed ? 1 : 0) : parts[1]
            codingSequences[codingSequences.count - 1].qualifiers.append(
                (String(decoding: parts[0], as: UTF8.self), Array(value)))
        } else if let word = bytes.split(separator: 0x20).first, bytes.count > word.count {
            // The name of a feature and its place. A place may go on in a line of its own, which has no space.
            isInCodingSequence = word.elementsEqual("CDS".utf8)
            if isInCodingSequence { codingSequences.append(CodingSequence()) }
        }
    }

    private mutating func appendToLastQualifier(_ bytes: ArraySlice<UInt8>) {
        guard let feature = codingSequences.indices.last,
            let qualifier = codingSequences[feature].qualifiers.indices.last
        else { return }
        codingSequences[feature].qualifiers[qualifier].value += bytes
    }

    /// Adds the constructs of the record that ends here, if there is one.
    private mutating func finishRecord() throws(SequenceFileError) {
        guard section != .outside else { return }
        if isProtein {
            try list.add(name: locus, residues: residues, line: beginning)
        } else {
            try addTranslations()
        }
        (section, residues, codingSequences, isInCodingSequence, isValueOpen) = (.outside, [], [], false, false)
    }

    private mutating func addTranslations() throws(SequenceFileError) {
        let translated = codingSequences.enumerated().compactMap { number, feature in
            feature.qualifiers.first { $0.name == "translation" }.map { (number: number + 1, feature, value: $0.value) }
        }
        guard !translated.isEmpty else { throw SequenceFileError(.noTranslation, line: beginning) }
        for (number, feature, value) in translated {
            let names = Self.nameQualifiers.compactMap { name in
                feature.qualifiers.first { $0.name == name }.map { TextFile.trimmed($0.value[...]) }
            }
            let name = names.first { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
            var residues: [UInt8] = []
            try ConstructList.append(value, to: &residues, line: beginning)
            try list.add(
                name: name ?? (translated.count == 1 ? locus : "\(locus)_\(number)"), residues: residues,
                line: beginning)
        }
    }
}
