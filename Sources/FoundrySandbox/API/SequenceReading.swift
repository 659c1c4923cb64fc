import JSON

/// Reads constructs from bodies.
enum SequenceReading {
    static let aminoAcids = "ACDEFGHIKLMNPQRSTVWY"

    /// The residues in upper case, or what is wrong with them.
    static func residues(_ text: String) -> Result<String, ExpressionError> {
        func wrong(_ message: String, _ place: Int = 0) -> Result<String, ExpressionError> {
            .failure(ExpressionError(message: message, position: place))
        }
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        for (place, scalar) in text.unicodeScalars.enumerated() {
            let upper = scalar.isASCII ? UInt8(scalar.value) & 0xDF : 0
            if scalar == ":" {
                guard let last = out.last, last != 0x3A else { return wrong("a chain is empty", place) }
                out.append(0x3A)
            } else if scalar.isASCII, aminoAcids.utf8.contains(upper) {
                out.append(upper)
            } else {
                return wrong("'\(scalar)' is no standard amino acid (\(aminoAcids), ':' between chains)", place)
            }
        }
        guard let last = out.last else { return wrong("the sequence is empty") }
        guard last != 0x3A else { return wrong("a chain is empty", out.count - 1) }
        return .success(String(decoding: out, as: UTF8.self))
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
