/// Published antibodies, known by their CDR-H3, and how strongly they bind.
///
/// The motifs are the third complementarity-determining regions of the heavy chains as published (with flanking residues
/// where the loop is short), the KDs the figures of labels and papers, rounded; measured ones scatter around them.
enum KnownBinders {
    struct Binder: Sendable {
        var name: String
        /// What a heavy chain of it contains.
        var motif: String
        /// The gene of its antigen.
        var gene: String
        /// In M.
        var kd: Double
    }

    static let all: [Binder] = [
        Binder(name: "trastuzumab", motif: "RWGGDGFYAMDY", gene: "ERBB2", kd: 5e-9),
        Binder(name: "pertuzumab", motif: "ARNLGPSFYFDY", gene: "ERBB2", kd: 1.9e-9),
        Binder(name: "pembrolizumab", motif: "ARRDYRFDMGFDY", gene: "PDCD1", kd: 2.9e-11),
        Binder(name: "nivolumab", motif: "CATNDDYWGQG", gene: "PDCD1", kd: 3.1e-9),
        Binder(name: "atezolizumab", motif: "ARRHWPGGFDY", gene: "CD274", kd: 4e-10),
        Binder(name: "durvalumab", motif: "AREGGWFGELAFDY", gene: "CD274", kd: 2.2e-11),
        Binder(name: "avelumab", motif: "ARIKLGTVTTVDY", gene: "CD274", kd: 4.7e-11),
        Binder(name: "bevacizumab", motif: "KYPHYYGSSHWYFDV", gene: "VEGFA", kd: 5e-10),
        Binder(name: "ranibizumab", motif: "KYPYYYGTSHWYFDV", gene: "VEGFA", kd: 4.6e-11),
        Binder(name: "adalimumab", motif: "AKVSYLSTASSLDY", gene: "TNF", kd: 1e-10),
        Binder(name: "cetuximab", motif: "ARALTYYDYEFAY", gene: "EGFR", kd: 3.9e-10),
        Binder(name: "panitumumab", motif: "VRDRVTGAFDI", gene: "EGFR", kd: 5e-11),
        Binder(name: "ipilimumab", motif: "ARTGWLGPFDY", gene: "CTLA4", kd: 5.3e-9),
        Binder(name: "rituximab", motif: "ARSTYYGGDWYFNV", gene: "MS4A1", kd: 8e-9),
        Binder(name: "siltuximab", motif: "ARGLWGYYALDY", gene: "IL6", kd: 3.4e-11),
        Binder(name: "sacituzumab", motif: "ARGGFGSSYWYFDV", gene: "TACSTD2", kd: 3e-10),
        Binder(name: "FMC63", motif: "AKHYYYGGSYAMDY", gene: "CD19", kd: 3.3e-10),
        Binder(name: "muromonab", motif: "ARYYDDHYCLDY", gene: "CD3E", kd: 1e-9),
        Binder(name: "casirivimab", motif: "ARDRGTTMVPFDY", gene: "S", kd: 3.4e-9),
        Binder(name: "D1.3", motif: "ARERDYRLDY", gene: "LYZ", kd: 3.7e-9),
        Binder(name: "HyHEL-10", motif: "CANWDGDYWGQG", gene: "LYZ", kd: 3e-11),
    ]

    /// The antibody that a construct holds the heavy chain of, or nil.
    static func recognized(_ residues: String) -> Binder? {
        all.first { residues.contains($0.motif) }
    }

    /// Whether a construct is a light chain alone: it has the J segment of one and none of a heavy chain.
    static func isLightChainAlone(_ residues: String) -> Bool {
        let light = ["FGQGTK", "FGGGTK", "FGPGTK", "FGQGTR", "FGGGTQ", "FGSGTK", "FGAGTK", "FGTGTK"]
        let heavy = ["WGQGT", "WGKGT", "WGRGT", "WGAGT", "WGQGS"]
        return light.contains { residues.contains($0) } && !heavy.contains { residues.contains($0) }
    }
}
