/// A text that a model may read before it writes a filter, designs an experiment, or explains the state of one.
enum Guide: String, CaseIterable {
    case filters
    case experimentTypes = "experiment-types"
    case lifecycle
    case results
    case sequenceChecks = "sequence-checks"

    var title: String {
        switch self {
        case .filters: "Filters and sorting"
        case .experimentTypes: "Experiment types and what each takes"
        case .lifecycle: "The life of an experiment"
        case .results: "Reading and comparing results"
        case .sequenceChecks: "Sequence checks"
        }
    }

    var summary: String {
        switch self {
        case .filters: "The grammar of filter and sort in all list tools, with examples."
        case .experimentTypes:
            "Which fields each type of experiment requires, allows and rejects; formats of sequences."
        case .lifecycle: "The statuses in their order, and what can be done in each."
        case .results: "Measures and their units, flags, controls, and the conditions of analyze_results."
        case .sequenceChecks: "Each kind of finding of check_sequences, with its source."
        }
    }

    var text: String {
        switch self {
        case .filters: Self.filtersText
        case .experimentTypes: Self.experimentTypesText
        case .lifecycle: Self.lifecycleText
        case .results: GuideToResults.text
        case .sequenceChecks: Self.sequenceChecksText
        }
    }

    private static let filtersText = """
        # Filters and sorting

        `filter` is one expression; names of functions and fields are in lower case.

        | what | how |
        | --- | --- |
        | compare | `eq(field,value)` `neq` `gt` `gte` `lt` `lte` |
        | part of a text | `contains(field,text)` |
        | range, both ends included | `between(field,low,high)` |
        | one of several | `in(field,a,b,c)` |
        | missing or not | `is_null(field)` `is_not_null(field)` |
        | combine | `and(x,y,…)` `or(x,y,…)` `not(x)` |
        | a key within a JSON field | `at(field,key)` |
        | read as another type | `float(x)` `int(x)` `text(x)` `timestamp(x)` `date(x)` |

        Dates are ISO 8601: `2026-01-31` or `2026-01-31T12:00:00Z`.

        - drafts of this year: `and(eq(status,draft),gte(created_at,2026-01-01))`
        - done or being analyzed: `in(status,done,data_analysis)`
        - updates of two experiments: `in(experiment_id,ID1,ID2)`; since a day: `gte(timestamp,2026-01-31)` (updates have no
          created_at)
        - status changes only (updates): `eq(type,status_change)`
        - open quotes above 1,000.00: `and(eq(status,open),gt(amount_cents,100000))`
        - a number within metadata: `gt(float(at(metadata,score)),0.8)`

        `sort` takes up to eight columns with commas between, each in one of three forms: `-created_at` or `+name` or
        `name`; `created_at:desc`; `desc(created_at)`, which may hold casts and `at`: `asc(float(at(metadata,score)))`.

        `limit` is 1 to 100 (default 50), `offset` counts from 0. `all_pages` walks on from `offset` until the end or
        `max_items` (default 500).
        """

    private static let experimentTypesText = """
        # Experiment types and what each takes

        | field | affinity | screening | thermostability, fluorescence, expression, enzyme_activity | epitope_binning |
        | --- | --- | --- | --- | --- |
        | method (bli or spr) | required | required | rejected | rejected |
        | target_id | required | required | rejected | required |
        | sequences | 1 or more | 1 or more | 1 or more | 4 to 28, a multiple of 4 |
        | n_replicates (1 to 5, default 3) | optional | optional | optional | rejected |
        | antigen_concentrations (nM) | optional; 1000, 316.2, 100, 31.6, 0 | leave out | leave out | leave out |
        | parameters (free object) | optional | optional | optional | optional |

        - **affinity** measures kinetics: KD (M), kon (1/(M·s)), koff (1/s). **screening** tells binders from non-binders.
        - **thermostability** measures the melting temperature Tm (°C) by nanoDSF. **expression** measures yields.
        - A sequence is standard one-letter amino acids (ACDEFGHIKLMNPQRSTVWY, either case) with `:` between chains, as a
          string or as an object with `aa_string`, `control` (true for a control) and `metadata`. A heavy and a light chain are
          one construct, heavy:light.
        - metadata.type: ScFv (sc_fv) needs VH and VL; FAB (fab) needs framework_regions with ch and cl; SingleChain
          (single_chain) and IgG (igg) need nothing.
        - Put a known binder in as a positive control, and a construct that should not bind as a negative one, each with
          `control: true` and so named: foundry://guide/results says what they are for.
        - A target without self-service price gives an incomplete estimate; its quote comes later, by hand.
        - The type and the method of a draft cannot be changed: create a new experiment with the other one.
        """

    private static let lifecycleText = """
        # The life of an experiment

        1. **draft**: created, free. Change it with update_experiment and add_sequences. submit_experiment moves it on and
           has a quote made, which may take a moment (wait_for_experiment until quote).
        2. **waiting_for_confirmation**: the quote is open. confirm_experiment_quote or confirm_quote accepts it and
           commits the money; reject_quote makes it a draft again.
           (For a target without self-service price the lab sets the price: **in_review**, then **quote_sent**, in which
           the quote can be accepted as well.)
        3. **waiting_for_materials**: accepted and invoiced, which is not paid; antigen and genes are being obtained.
        4. **in_queue**: waiting for its turn in the lab.
        5. **in_production**: constructs are made and measured.
        6. **data_analysis**: some results may be there (results_status partial).
        7. **done**: all results are there (results_status all). The lab takes about three weeks after you accept the quote.

        **canceled** is final and can follow draft, in_review, waiting_for_confirmation and in_queue.

        list_experiment_updates lists what happened when; wait_for_experiment waits for a status, a quote or results.
        """
}
