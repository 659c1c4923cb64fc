import FoundryJSON

/// The structural metadata of an antibody construct.
enum SequenceMetadata {
    private static let known = [
        "type", "VH", "VL", "vh", "vl", "linker", "tag_location", "chain_order", "framework_regions",
    ]

    /// Antibody formats by all spellings that are accepted, and the one that is told.
    private static let formats = [
        "ScFv": "ScFv", "sc_fv": "ScFv", "scfv": "ScFv", "FAB": "FAB", "fab": "FAB", "SingleChain": "SingleChain",
        "single_chain": "SingleChain", "IgG": "IgG", "igg": "IgG",
    ]

    /// The metadata as they are told, or nil where something is wrong with them.
    static func normalized(_ json: JSON, at path: String, problems: inout BodyReader) -> JSON? {
        var reader = BodyReader(json, path: path)
        for member in json.members ?? [] where !known.contains(member.name) {
            reader.add(
                "\(member.name) is not known; known are type, VH, VL, linker, tag_location, chain_order and framework_regions"
            )
        }
        let spelling = reader.string("type")
        let type = spelling.flatMap { formats[$0] }
        if spelling != nil, type == nil { reader.add("type must be one of ScFv, FAB, SingleChain, IgG") }
        let heavy = reader.string("VH") ?? reader.string("vh")
        let light = reader.string("VL") ?? reader.string("vl")
        // The API's own example of a new experiment has the type "scfv" without VH and VL: that spelling is let pass.
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

    /// Whether metadata that were added freely can be told as those of an antibody construct.
    static func conforming(_ json: JSON) -> JSON? {
        var problems = BodyReader([:])
        return normalized(json, at: "", problems: &problems)
    }
}
