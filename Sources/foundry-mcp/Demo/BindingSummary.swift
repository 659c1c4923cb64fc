import FoundryFoundation
import FoundryJSON

/// A summary of a binding experiment: how many designs bind, and which one binds best.
struct BindingSummary {
    /// A design that binds.
    struct Binder: Equatable {
        let name: String
        /// The dissociation constant in M, the mean over the strong replicates; nil if there is none.
        let kd: Double?
        /// The apparent dissociation constant in M; nil if none could be fitted.
        let apparentKD: Double?

        /// The constant by which designs are ranked.
        var rankingKD: Double { kd ?? apparentKD ?? .infinity }

        var text: String {
            if let kd { return name + String(cFormat: ", KD %.3g nM", kd * 1e9) }
            return name + (apparentKD.map { String(cFormat: ", apparent KD %.3g nM", $0 * 1e9) } ?? "")
        }
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
                    kd: row["kd_mean"]?.double, apparentKD: row["kd_app"]?["value"]?.double)
            }
            .sorted { $0.rankingKD < $1.rankingKD }
    }

    var best: Binder? { binders.first }

    /// The factor by which the best design binds tighter than the second; nil if fewer than two have a KD.
    ///
    /// Two apparent KDs are compared where one of the two has no other.
    var lead: Double? {
        guard binders.count > 1 else { return nil }
        if let best = binders[0].kd, let second = binders[1].kd { return second / best }
        if let best = binders[0].apparentKD, let second = binders[1].apparentKD { return second / best }
        return nil
    }

    var text: String {
        guard let best else { return "None of the \(designs) designs binds." }
        let count = "\(binders.count) of \(designs) designs bind\(binders.count == 1 ? "s" : "")"
        guard let lead, lead >= 5 else { return "\(count). The best is \(best.text)." }
        return "\(count). One stands out: \(best.text), \(Int(lead.rounded())) times tighter than the next design."
    }
}
