import FoundryAnalysis
import FoundryText

/// The guide on results.
enum GuideToResults {
    static let text = """
        # Reading and comparing results

        analyze_results joins the results of up to 20 experiments: one row per construct, joined by sequence, or by name
        where a sequence is not known. list_experiment_results has them as the API gives them.

        ## Controls first

        The verdict on an experiment's controls comes before any ranking:

        - **passed**: a control bound, and none named as negative did (there may be none).
        - **suspect**: a negative control bound, a positive one didn't, or a control's own measurement is doubtful. Don't
          rank the constructs of this experiment before that is explained.
        - **missing**: there is no control that could show that the assay worked.

        A control counts as negative only if its name contains “negative”, and as positive if its name contains “positive”
        or the lab marked it. Any other control may bind or not: check yourself whether it did what it should.

        ## Measures

        | measure | meaning |
        | --- | --- |
        | kd | dissociation constant, rows: kd_nM; the mean over the strong-binding replicates, or the apparent KD where there is no mean |
        | ci_nM | 95 % interval of the apparent KD, which is another estimate than the mean; null where the fit gave no bound |
        | kon, koff | association rate, 1/(M·s); dissociation rate, 1/s |
        | log_sd | standard deviation of log KD over the replicates; the API does not state the base, and 10 is assumed |
        | n, n_bound | replicates, and how many bound; rows: n_bound/n |
        | signal | signal of a screen, in units of the instrument |
        | tm, onset | melting temperature and onset of unfolding, °C; rows: tm_c, onset_c |
        | yield, concentration, monomer | mg/L; expressed concentration in M; percent |
        | bin | number of the epitope bin; constructs of one bin block each other |
        | fold | lowest ratio of the KD for another target to that for the intended one, the first experiment's |

        Others have the names that their readouts give them, such as intensity_au_mean. If the
        intervals of two constructs overlap, or their KDs differ by less than threefold, don't rank one above the other.

        ## Flags

        | flag | meaning |
        | --- | --- |
        \(flags)

        ## Conditions

        `where` compares fields with values, in units, and combines comparisons with `and`, `or`, `not`, and parentheses
        (`not` binds most tightly, then `and`):

        - `kd < 10 nM and tm > 60 C and not flag(poor_fit)`
        - `kd[2] > 1 uM`: the second experiment's; `kd[SBX-0002]` by its code, `kd[EGFR]` by its target. Without brackets, the
          first experiment that has the measure is meant (read_from says which).
        - `fold > 100`: at least a hundredfold selective for the intended target.
        - `name ~ vhh`, `fit = good`, `binding = binds` (or none, unknown): text, compared with `=`, `!=`, and `~` (contains);
          texts are name, binding, strength, fit, expression, model, and target.
        - `missing(tm)`: not measured. A comparison with a missing value is false.

        Comparisons are `<` `<=` `>` `>=` `=` `!=`. Units: fM pM nM uM mM M (required for kd and concentration), C, mg/L, 1/s, 1/Ms, %.
        `kd_nM < 10` needs none.

        `sort` takes fields in the same way: `kd`, `-tm`, `desc(tm),kd`; constructs without a value come last.
        """

    private static var flags: String {
        Flag.allCases.map { "| `\($0.rawValue)` | \(MarkdownTable.cell($0.meaning)) |" }.joined(separator: "\n")
    }
}
