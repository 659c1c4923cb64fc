// ---- An analysis of several experiments, as analyze_results gives it: the server has joined, ranked and flagged its rows.

const isAnalysis = (result) => Array.isArray(result?.experiments) && Array.isArray(result?.rows);
const labelOf = (experiment) => experiment.code ?? experiment.id;

/** A binding readout as the API has it, from the measures of a construct. */
function bindingOf(row, measures, experiment) {
  const molarOf = (value) => (number(value) == null ? null : value * 1e-9);
  return {
    sequence: { name: row.name, control: row.flags.includes("control") }, place: measures.rank,
    positive_control: measures.positive_control === true,
    kd_mean: molarOf(measures.kd_nM), kd_log_std: measures.log_sd,
    // Beside a KD, a concise row has only the interval of its apparent KD.
    kd_app: number(measures.kd_app_nM) == null && !measures.ci_nM ? null
      : { value: molarOf(measures.kd_app_nM), ci_low: molarOf(measures.ci_nM?.[0]), ci_high: molarOf(measures.ci_nM?.[1]) },
    kon_mean: measures.kon, koff_mean: measures.koff, kon_1to1: { value: measures.kon_1to1 }, koff_1to1: { value: measures.koff_1to1 },
    fit_quality: measures.fit, binding_model: measures.model,
    signal: measures.signal, signal_units: measures.signal_units, signal_threshold: measures.signal_threshold,
    binding: measures.binding === "none" ? "false" : measures.kd_nM != null || !["unknown", undefined].includes(measures.binding) ? "true" : "unknown",
    binding_strength: measures.binding_strength ?? (measures.binding === "binds" ? null : measures.binding),
    expression: measures.expression ?? "high", replicates: measures.replicates, replicates_bound: measures["n_bound/n"],
    target: experiment.target ? { name: experiment.target } : null,
  };
}

/** The sections of an analysis: what each experiment measured, best first. */
function analysisSections(result) {
  return result.experiments.flatMap((experiment) => {
    const measured = result.rows.filter((row) => row.measures?.[labelOf(experiment)]);
    const kinds = { affinity: "affinity", screening: "screening", thermostability: "melting" };
    const kind = kinds[experiment.experiment_type] ?? words(experiment.experiment_type);
    const build = (row, measures) => kind === "affinity" || kind === "screening"
      ? bindingRow(bindingOf(row, measures, experiment))
      : kind === "melting"
        ? meltingRow({ sequence_name: row.name, tm: measures.tm_c, inflection_pts_for_ratio: measures.inflections_c,
          onset_pts_for_ratio: measures.onsets_c ?? (measures.onset_c == null ? [] : [measures.onset_c]) })
        : otherRow({ sequence_name: row.name, ...Object.fromEntries(Object.entries(measures).filter(([name]) => name !== "flags")) });
    const id = `${kind} ${labelOf(experiment)}`;
    const rows = measured.map((row, place) => {
      const built = build(row, row.measures[labelOf(experiment)]);
      // With several experiments, each says which flags are its own.
      const flags = result.experiments.length > 1 ? row.measures[labelOf(experiment)].flags ?? [] : row.flags.filter((flag) => flag !== "control");
      return { ...built, control: built.control || (row.flags.includes("control") ? "control" : ""), flags, title: "", key: `${id} ${place}` };
    });
    const heading = [labelOf(experiment), words(experiment.experiment_type), experiment.target && `against ${experiment.target}`]
      .filter(Boolean).join(" · ");
    return rows.length ? [{ id, kind, heading, rows: ranked({ kind, rows }), items: new Set([{ metadata: { competition: experiment.competition } }]) }] : [];
  });
}

/** All constructs of several experiments in one table. */
function jointSection(result, sections) {
  const shown = {
    affinity: [["KD", (row) => row.mean, (row) => (row.mean == null ? "–" : kdText(row))],
      ["KD app.", (row) => row.apparent.value, apparentText], ["Bound", (row) => row.bound, (row) => row.bound || "–"]],
    screening: [["Signal", (row) => row.signal, (row) => plain(row.signal)]],
    melting: [["Tm", (row) => row.tm, (row) => celsius(row.tm)]],
  };
  const cells = sections.map((section) => new Map(section.rows.map((row) => [row.name, row])));
  const columns = sections.flatMap((section, place) => (shown[section.kind]
    ?? [[quantityName(section.rows.find((row) => row.quantity)?.quantity), (row) => row.value, (row) => plain(row.value)]])
    .map(([label, value, show]) => ({
      id: `${place}-${label}`, label: `${label} (${section.id.slice(section.kind.length + 1)})`, number: label !== "Bound",
      head: `${section.id} ${label}`.replaceAll(" ", "_").toLowerCase(),
      value: (row) => (row.cells[place] ? value(row.cells[place]) : null), show: (row) => (row.cells[place] ? show(row.cells[place]) : "–"),
    })));
  const rows = result.rows.map((row, place) => ({
    name: row.name, place: place + 1 + (result.omitted?.rows_before ?? 0), flags: row.flags, title: (row.also_named ?? []).join(" "),
    control: row.flags.includes("control") ? "control" : "", key: `joint ${place}`,
    cells: cells.map((of) => [row.name, ...(row.also_named ?? [])].map((name) => of.get(name)).find(Boolean)),
  }));
  return { id: "joint", kind: "joint", rows, items: new Set(), columns: [
    figures("place", "#", plain, "rank"), { ...text("name", "Name"), show: (row) => row.name }, ...columns, flagsColumn] };
}

const flagsColumn = {
  id: "flags", label: "Flags", head: "flags", value: (row) => (row.flags ?? []).join(" "), show: (row) => (row.flags ?? []).map(words).join(", ") || "–",
};

/** The verdict on each experiment's controls, before anything else is believed. */
const verdicts = (result) => result.experiments.map((experiment) => {
  const { verdict = "missing", positive = [], silent = [], concerns = [], lacking } = experiment.controls ?? {};
  const said = { passed: "Controls passed", suspect: "Controls are suspect", missing: "No control that could tell" }[verdict] ?? words(verdict);
  return make("div", { class: verdict === "passed" ? "note go" : "note care", "data-verdict": verdict },
    `${labelOf(experiment)}: ${said}. ` + [positive.length && `Positive or measured: ${positive.join("; ")}.`,
      silent.length && `Silent: ${silent.join("; ")}.`, concerns.length && `Concerns: ${concerns.join("; ")}.`,
      lacking && `There is no ${lacking.replace(/^an? /, "")}.`].filter(Boolean).join(" "));
});

/** How each experiment was made. */
const methods = (result) => make("dl", { class: "methods" }, result.experiments.flatMap((experiment) => [
  make("dt", {}, labelOf(experiment)),
  make("dd", {}, [words(experiment.experiment_type), experiment.method?.toUpperCase(), experiment.target && `against ${experiment.target}`,
    experiment.n_replicates && plural(experiment.n_replicates, "replicate"),
    experiment.antigen_concentrations && `antigen ${experiment.antigen_concentrations.join(", ")} nM`,
    experiment.assumed?.koff_floor_per_s && `koff limit not stated, ${rate(experiment.assumed.koff_floor_per_s)} 1/s assumed`,
    experiment.assumed?.log_base && `base of log SD not stated, ${experiment.assumed.log_base} assumed`,
    plural(experiment.measured ?? 0, "construct") + (experiment.results_status ? `, ${experiment.results_status}` : "")].filter(Boolean).join(" · "))]));

/** The KDs of the constructs for each target. */
function matrixTable({ targets = [], intended, rows = [] }) {
  // Where there is no KD, a cell has the apparent one.
  const cell = (kd, fold) => {
    const apparent = number(kd?.kd_app_nM);
    if (typeof kd !== "number" && apparent == null) return typeof kd === "string" ? kd : "–";
    return (apparent == null ? molar(kd * 1e-9) : `app. ${molar(apparent * 1e-9)}`) + (fold != null && fold !== 1 ? ` (${plain(fold)}×)` : "");
  };
  return make("section", { id: "matrix" }, make("h2", {}, "KD by target"),
    make("p", { class: "soft" }, `In parentheses, the fold to the KD for ${intended}. “app.” marks an apparent KD, which is compared with apparent KDs only.`),
    make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "KD by target" }, make("table", {},
      make("thead", {}, make("tr", {}, ["Name", ...targets].map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, rows.map(([name, kds, folds]) => make("tr", {}, make("td", {}, name),
        kds.map((kd, place) => make("td", { class: "number" }, cell(kd, folds[place])))))))));
}

/** What identifies the results, for whoever repeats this. */
const origins = (result) => make("p", { class: "soft small", id: "origins" }, result.experiments.map((experiment) =>
  `${labelOf(experiment)}: experiment ${experiment.id}` + (experiment.results ?? []).map((one) => `, result ${one.id} of ${moment(one.created_at)}`).join("")).join("; ")
  + (result.reported_at ? `. Report of ${moment(result.reported_at)}.` : "."));

/** What an analysis leaves out; nothing where it is whole. */
function analysisOmissions({ omitted = {}, detail }) {
  const further = (omitted.rows_before ?? 0) + (omitted.rows_after ?? 0);
  return [further && plural(further, "further construct"), detail === "concise" && "single replicates and sequences"].filter(Boolean);
}

function analysisPage(state, result, problem) {
  const sections = analysisSections(result);
  const isJoint = result.experiments.length > 1;
  const all = isJoint ? [jointSection(result, sections), ...sections] : sections;
  const condition = state.input?.where;
  const count = plural((result.constructs ?? 0) - (result.of_these_controls ?? 0), "construct")
    + (result.of_these_controls ? ` · ${plural(result.of_these_controls, "control")}` : "");
  show(
    make("h1", {}, `Results of ${result.experiments.map(labelOf).join(", ")}`, " ", sandboxBadge(state.meta)),
    make("p", { class: "soft" }, count + (condition ? ` · ${result.matched} with ${condition}` : "")),
    problem, verdicts(result), methods(result), omissions(state, result),
    result.rows.length ? null : make("div", { class: "note" }, "No construct meets the condition."),
    result.matrix && matrixTable(result.matrix),
    all.map((section, index) => sectionOf(section, index, true)),
    origins(result));
}
