extension Flag {
    /// An explanation of the flag, in a sentence or two.
    package var meaning: String {
        switch self {
        case .belowRange:
            """
            The KD is at or below the lowest that the antigen concentrations can resolve, or its interval has no lower \
            bound: read it as “at most”. Constructs with this flag can't be ranked among each other; measure them at \
            lower concentrations.
            """
        case .koffFloor:
            """
            The dissociation is as slow as the instrument can see, or the interval of koff has no lower bound: koff and KD \
            are upper bounds. The limit is the result's koff_floor_per_s; where a result states none, 10⁻⁵ 1/s is assumed \
            (“assumed” says so), which is generous: what can be seen is about 0.05 divided by the dissociation time, \
            10⁻⁴ 1/s for ten minutes. A longer dissociation, or SPR, tells more.
            """
        case .poorFit:
            """
            The curves don't follow the model (fit_quality poor; where the mean has none, that of most replicates). Look \
            at the raw curves before you use KD, kon, or koff.
            """
        case .replicatesDisagree:
            """
            Some replicates bound and others didn't, KD scatters more than twofold (log_sd above 0.3, if its base is 10), or \
            another measure has a standard deviation above 30 % of its mean. Measure again before you rank it.
            """
        case .singleReplicate:
            """
            One replicate, or only one that gave a KD or bound strongly, which a mean requires: nothing is known of the \
            scatter.
            """
        case .control:
            "A control, yours or the lab's. It is ranked with the others to compare them, and isn't a design."
        }
    }
}
