import FoundryJSON

/// The parsing of constructs in bodies.
enum SequenceReader {
    static let aminoAcids = "ACDEFGHIKLMNPQRSTVWY"

    /// An error in residues.
    struct Failure: Error, CustomStringConvertible {
        let reason: String
        /// The offending character, counted from 0.
        let position: Int

        var description: String { "\(reason) (at character \(position + 1))" }
    }

    /// Returns the residues in upper case, or what is wrong with them.
    static func residues(_ text: String) -> Result<String, Failure> {
        let colon = UInt8(ascii: ":")
        func wrong(_ reason: String, _ position: Int = 0) -> Result<String, Failure> {
            .failure(Failure(reason: reason, position: position))
        }
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if scalar == ":" {
                guard let last = out.last, last != colon else { return wrong("a chain is empty", index) }
                out.append(colon)
            } else if let letter = letter(scalar, of: aminoAcids) {
                out.append(letter)
            } else {
                return wrong("'\(scalar)' isn't a standard amino acid (\(aminoAcids), ':' between chains)", index)
            }
        }
        guard let last = out.last else { return wrong("the sequence is empty") }
        guard last != colon else { return wrong("a chain is empty", out.count - 1) }
        return .success(String(decoding: out, as: UTF8.self))
    }

    /// Returns a letter in upper case if it is in an alphabet of such letters.
    static func letter(_ scalar: Unicode.Scalar, of alphabet: String) -> UInt8? {
        guard scalar.isASCII else { return nil }
        // Clears the bit that distinguishes lower case; it turns nothing else into a letter.
        let upper = UInt8(scalar.value) & 0xDF
        return alphabet.utf8.contains(upper) ? upper : nil
    }

    /// Parses the map of an `experiment_spec` from names to residues or objects.
    static func map(_ json: JSON, into body: inout BodyReader) -> [SequenceDraft] {
        var drafts: [SequenceDraft] = []
        var names: Set<String> = []
        for member in json.members ?? [] {
            guard names.insert(member.name).inserted else {
                body.add("sequences contains '\(member.name)' twice")
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

    /// Parses the list of constructs of an addition or a replacement.
    static func list(_ json: [JSON], into body: inout BodyReader) -> [SequenceDraft] {
        json.enumerated().compactMap { index, value in
            entry(value, at: "\(body.path)sequences[\(index)]", isStrict: false, into: &body)
        }
    }

    /// - Parameter isStrict: A Boolean value that indicates whether only the metadata of antibodies are allowed.
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

    /// Checks that names are unique, since they are the keys of an experiment's sequences.
    static func checkNames(_ drafts: [SequenceDraft], taken: Set<String>, _ body: inout BodyReader) {
        var names = taken
        for name in drafts.compactMap(\.name) where !names.insert(name).inserted {
            body.add("sequences: the name '\(name)' is taken")
        }
    }
}

/// The structural metadata of an antibody construct.
enum SequenceMetadata {
    private static let known = [
        "type", "VH", "VL", "vh", "vl", "linker", "tag_location", "chain_order", "framework_regions",
    ]

    /// The accepted spellings of antibody formats, and the one in responses.
    private static let formats = [
        "ScFv": "ScFv", "sc_fv": "ScFv", "scfv": "ScFv", "FAB": "FAB", "fab": "FAB", "SingleChain": "SingleChain",
        "single_chain": "SingleChain", "IgG": "IgG", "igg": "IgG",
    ]

    /// Returns the metadata in the form of responses, or nil if they are invalid.
    static func normalized(_ json: JSON, at path: String, problems: inout BodyReader) -> JSON? {
        var reader = BodyReader(json, path: path)
        for member in json.members ?? [] where !known.contains(member.name) {
            reader.add(
                "\(member.name) is unknown; members are type, VH, VL, linker, tag_location, chain_order and framework_regions"
            )
        }
        let spelling = reader.string("type")
        let type = spelling.flatMap { formats[$0] }
        if spelling != nil, type == nil { reader.add("type must be one of ScFv, FAB, SingleChain, IgG") }
        let heavy = reader.string("VH") ?? reader.string("vh")
        let light = reader.string("VL") ?? reader.string("vl")
        // The API's own example of an experiment has the type "scfv" without VH and VL, so that spelling needs neither.
        if type == "ScFv", spelling != "scfv", heavy == nil || light == nil {
            reader.add("VH and VL are required for ScFv")
        }
        let regions = reader.object("framework_regions")
        if type == "FAB", regions?["ch"]?.string == nil || regions?["cl"]?.string == nil {
            reader.add("framework_regions.ch and framework_regions.cl are required for FAB")
        }
        let tag = reader.string("tag_location")
        if let tag, tag != "N", tag != "C" { reader.add("tag_location must be N or C") }
        let order = reader.strings("chain_order")
        let linker = reader.string("linker") ?? (type == "ScFv" && heavy != nil ? "GGGGSGGGGSGGGGS" : nil)
        problems.add(reader.problems)
        guard reader.problems.isEmpty else { return nil }
        return .object([
            "type": type.map { JSON($0) }, "VH": heavy.map { JSON($0) }, "VL": light.map { JSON($0) },
            "linker": linker.map { JSON($0) }, "tag_location": tag.map { JSON($0) },
            "chain_order": order.map { JSON($0.map { JSON($0) }) },
            "framework_regions": regions.map { regions in
                .object(["ch": regions["ch"]?.string.map { JSON($0) }, "cl": regions["cl"]?.string.map { JSON($0) }])
            },
        ])
    }

    /// Returns metadata that were added without checks if they are those of an antibody construct.
    static func conforming(_ json: JSON) -> JSON? {
        var problems = BodyReader([:])
        return normalized(json, at: "", problems: &problems)
    }
}
