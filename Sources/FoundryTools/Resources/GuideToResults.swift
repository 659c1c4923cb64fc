import FoundryAnalysis
import FoundryText

/// The guide on results.
enum GuideToResults {
    static let text = """
        # Reading and comparing results

        analyze_results joins the results of up to 20 experiments: one row per construct, joined by sequence, or by name
        where a sequence is not known. list_experiment_results has them as the API gives them.

        ## Controls first

        A control is a construct whose outcome is known before the experiment. A positive control binds the antigen: if it
        doesn't, the assay failed. A negative control doesn't bind: if it does, constructs stick to anything. Mark yours with
        `control: true` when you order, and put “positive” or “negative” into its name, since the API has one mark for both.
        The lab can add controls of its own, which appear among the results and not among your sequences.

        In results, `sequence.control` marks every control and `positive_control` one that the lab counts as positive;
        `performance` says for each construct whether it did better or worse than each positive control. analyze_results
        gives controls the flag `control` and leaves them out of `measured` and `bound`.

        The verdict on an experiment's controls comes before any ranking:

        - **passed**: a control bound, and none named as negative did. `lacking` says if there was no negative control, so
          that nothing shows what a non-binder looks like.
        - **suspect**: a negative control bound, a positive one didn't, or a control's fit is poor, its replicates disagree, or
          its outcome is unknown. `concerns` has the reasons. Don't rank the constructs of this experiment before they are
          explained.
        - **missing**: no verdict is possible, since there is no control, or none that bound or should have.

        A control counts as negative if its name contains “negative”, and as positive if its name contains “positive”, the lab
        marked it, or the lab compared other constructs with it. Any other control may bind or not without a concern: check
        yourself whether it did what it should. In assays without binding, a control that was measured has passed, and whether
        its value is right is for you to judge.

        ## Measures

        | measure | meaning |
        | --- | --- |
        | kd | dissociation constant: the API's mean over the strong-binding replicates; rows: kd_nM |
        | kd_app | apparent KD, another estimate, comparable across binding models; constructs that bind weakly may have no other; rows: kd_app_nM, with `detail` full also beside a KD |
        | ci_nM | 95 % interval of kd_app; null where the fit gave no bound |
        | kon, koff | association rate, 1/(M·s); dissociation rate, 1/s: the API's means |
        | kon_1to1, koff_1to1 | the rates of the 1:1 model; rows have them where there is no mean |
        | log_sd | standard deviation of log KD over the replicates; the API does not state the base, and 10 is assumed |
        | n, n_bound | replicates, and how many bound; rows: n_bound/n |
        | signal | signal of a screen, in units of the instrument |
        | tm, onset | melting temperature and onset of unfolding, °C; rows: tm_c, onset_c |
        | yield, concentration, monomer | mg/L; expressed concentration in M; percent |
        | bin | number of the epitope bin; constructs of one bin block each other |
        | fold | lowest ratio of the KD for another target to that for the intended one, the first experiment's |

        An apparent KD never stands for a KD: not in a table, a file, a condition, or a `fold`, which compares KD with KD or
        kd_app with kd_app. `kd < 100 nM` leaves out a construct with kd_app alone, and `omitted.with_kd_app_alone` counts
        those; `kd < 100 nM or missing(kd) and kd_app < 100 nM` includes them. Only the order of rows takes both: by KD, or by
        kd_app where there is no KD.

        Others have the names that their readouts give them, such as intensity_au_mean. If the
        intervals of two constructs overlap, or their KDs differ by less than threefold, don't rank one above the other.
        `assumed` names what flags depend on and results don't state: the lowest visible koff, and the base of log_sd.

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
