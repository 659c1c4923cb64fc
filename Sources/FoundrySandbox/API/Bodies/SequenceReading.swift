import FoundryJSON

/// Reads constructs from bodies.
enum SequenceReading {
    static let aminoAcids = "ACDEFGHIKLMNPQRSTVWY"

    /// What is wrong with residues, and where.
    struct Failure: Error, CustomStringConvertible {
        let reason: String
        /// The offending character, counted from 0.
        let position: Int

        var description: String { "\(reason) (at character \(position + 1))" }
    }

    /// The residues in upper case, or what is wrong with them.
    static func residues(_ text: String) -> Result<String, Failure> {
        let colon = UInt8(ascii: ":")
        func wrong(_ reason: String, _ position: Int = 0) -> Result<String, Failure> {
            .failure(Failure(reason: reason, position: position))
        }
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        for (place, scalar) in text.unicodeScalars.enumerated() {
            if scalar == ":" {
                guard let last = out.last, last != colon else { return wrong("a chain is empty", place) }
                out.append(colon)
            } else if let letter = letter(scalar, of: aminoAcids) {
                out.append(letter)
            } else {
                return wrong("'\(scalar)' is no standard amino acid (\(aminoAcids), ':' between chains)", place)
            }
        }
        guard let last = out.last else { return wrong("the sequence is empty") }
        guard last != colon else { return wrong("a chain is empty", out.count - 1) }
        return .success(String(decoding: out, as: UTF8.self))
    }

    /// A letter in upper case, where it is one of an alphabet of such; nil for everything else.
    static func letter(_ scalar: Unicode.Scalar, of alphabet: String) -> UInt8? {
        guard scalar.isASCII else { return nil }
        // Clears the bit that tells lower case from upper; of what is no letter it makes none.
        let upper = UInt8(scalar.value) & 0xDF
        return alphabet.utf8.contains(upper) ? upper : nil
    }

    /// The map of an `experiment_spec`: name to residues, or to an object with them.
    static func map(_ json: JSON, into body: inout BodyReader) -> [SequenceDraft] {
        var drafts: [SequenceDraft] = []
        var names: Set<String> = []
        for member in json.members ?? [] {
            guard names.insert(member.name).inserted else {
                body.add("sequences has the name '\(member.name)' twice")
                continue
            }
            let path = "\(body.path)sequences['\(member.name)']"
            if let text = member.value.string {
                if let residues = residues(text, at: path, &body) {
                    drafts.append(SequenceDraft(name: member.name, residues: residues, isControl: false))
                }
            } else if member.value.kind == .object {
                if var draft = entry(member.value, at: path, isStrict: true, into: &body) {
                    draft.name = member.name
                    drafts.append(draft)
                }
            } else {
                body.add(["\(path) must be a string of amino acids or an object with aa_string"])
            }
        }
        return drafts
    }

    /// A list of constructs, as for adding and replacing.
    static func list(_ json: [JSON], into body: inout BodyReader) -> [SequenceDraft] {
        json.enumerated().compactMap { place, value in
            entry(value, at: "\(body.path)sequences[\(place)]", isStrict: false, into: &body)
        }
    }

    /// - Parameter isStrict: whether the metadata must be those of antibodies.
    private static func entry(
        _ json: JSON, at path: String, isStrict: Bool, into body: inout BodyReader
    ) -> SequenceDraft? {
        var reader = BodyReader(json, path: path + ".")
        let text = reader.string("aa_string", required: true)
        let name = reader.string("name")
        let isControl = reader.bool("control") ?? false
        var metadata = reader.object("metadata")
        if isStrict, let given = metadata {
            metadata = SequenceMetadata.normalized(given, at: path + ".metadata.", problems: &reader)
        }
        body.add(reader.problems)
        guard let text, let residues = residues(text, at: path, &body), reader.problems.isEmpty else { return nil }
        return SequenceDraft(name: name, residues: residues, isControl: isControl, metadata: metadata)
    }

    private static func residues(_ text: String, at path: String, _ body: inout BodyReader) -> String? {
        switch residues(text) {
        case .success(let residues): return residues
        case .failure(let error):
            body.add(["\(path): invalid amino-acid sequence: \(error)"])
            return nil
        }
    }
}
