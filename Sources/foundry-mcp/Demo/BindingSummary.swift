import FoundryFoundation
import FoundryJSON

/// A summary of a binding experiment: how many designs bind, and which one binds best.
struct BindingSummary {
    /// A design that binds.
    struct Binder: Equatable {
        let name: String
        /// The dissociation constant in M: the mean over the strong replicates, or else the apparent one; nil if none could
        /// be fitted.
        let kd: Double?
    }

    /// The number of measured designs, without controls.
    let designs: Int
    /// The designs that bind, the tightest first.
    let binders: [Binder]

    /// Creates the summary of a result's rows as the API has them.
    init(_ rows: [JSON]) {
        let designs = rows.filter { $0["sequence"]?["control"]?.bool != true }
        self.designs = designs.count
        binders =
            designs.filter { ["strong", "medium", "weak"].contains($0["binding_strength"]?.string) }
            .map { row in
                Binder(
                    name: row["sequence"]?["name"]?.string ?? "unnamed",
                    kd: row["kd_mean"]?.double ?? row["kd_app"]?["value"]?.double)
            }
            .sorted { ($0.kd ?? .infinity) < ($1.kd ?? .infinity) }
    }

    var best: Binder? { binders.first }

    /// The factor by which the best design binds tighter than the second; nil if fewer than two have a KD.
    var lead: Double? {
        guard binders.count > 1, let best = binders[0].kd, let second = binders[1].kd else { return nil }
        return second / best
    }

    var text: String {
        guard let best else { return "None of the \(designs) designs binds." }
        let count = "\(binders.count) of \(designs) designs bind\(binders.count == 1 ? "s" : "")"
        let kd = best.kd.map { String(cFormat: ", KD %.3g nM", $0 * 1e9) } ?? ""
        guard let lead, lead >= 5 else { return "\(count). The best is \(best.name)\(kd)." }
        return "\(count). One stands out: \(best.name)\(kd), \(Int(lead.rounded())) times tighter than the next design."
    }
}
