package import FoundryJSON
import FoundrySystem

/// A reason to trust a measurement less, or to read it differently.
///
/// The guide on results explains each; a measurement can have several.
package enum Flag: String, CaseIterable, Sendable {
    /// The KD is at or below the lowest that the antigen concentrations can resolve, and so only an upper bound.
    case belowRange = "below_range"
    /// The dissociation is as slow as the instrument can see, so koff and KD are upper bounds.
    case koffFloor = "koff_floor"
    /// The curves do not follow the model.
    case poorFit = "poor_fit"
    /// Some replicates bound and some did not, or their values scatter too much.
    case replicatesDisagree = "replicates_disagree"
    /// The value comes from one replicate alone.
    case singleReplicate = "single_replicate"
    /// The construct is a control, of the user or of the lab.
    case control

    /// The standard deviation of the decimal logarithms above which replicates disagree: a factor of two.
    package static let largestLogSD = 0.3
    /// The ratio of standard deviation to mean above which replicates of other measures disagree.
    package static let largestVariation = 0.3
}

/// The limits of the instrument of a result, as far as they are known.
package struct AssayLimits: Sendable {
    /// The slowest dissociation, in 1/s, that is taken to be visible where a result states no limit.
    ///
    /// The API states none. This is an assumption, of the order of what makers of such instruments specify; few
    /// experiments watch the dissociation for long enough to reach it.
    package static let assumedKoffFloor = 1e-5
    /// The base that is taken where a result states none.
    package static let assumedLogBase = 10.0

    /// The slowest dissociation that can be seen, in 1/s.
    package let koffFloor: Double
    package let isKoffFloorAssumed: Bool
    /// The lowest KD that the antigen concentrations can resolve, in M; nil if unknown.
    package let kdFloor: Double?
    /// The base of the logarithms in standard deviations. The API does not state it; where a result does, that counts.
    package let logBase: Double
    package let isLogBaseAssumed: Bool

    /// Reads the limits from the metadata of a result.
    package init(of result: JSON) {
        let metadata = result["metadata"] ?? [:]
        let statedFloor = metadata["koff_floor_per_s"]?.double
        koffFloor = statedFloor ?? Self.assumedKoffFloor
        isKoffFloorAssumed = statedFloor == nil
        kdFloor = metadata["kd_floor_m"]?.double
        let statedBase = metadata["log_base"]?.string == "e" ? exp(1) : metadata["log_base"]?.double
        logBase = statedBase ?? Self.assumedLogBase
        isLogBaseAssumed = statedBase == nil
    }

    /// Returns a standard deviation of logarithms as one of decimal logarithms.
    func decimal(_ deviation: Double) -> Double {
        logBase > 1 ? deviation * log10(logBase) : deviation
    }
}
