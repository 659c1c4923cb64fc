"""The view of an analysis: several experiments joined, their controls, flags, and the matrix of targets."""

import pathlib
import tempfile
import unittest

from hosted import ViewTest
from test_results import names, plot


class Analyses(ViewTest):
    def analysis(self, *experiments, **more):
        arguments = {"experiment_ids": list(experiments), **more}
        return self.foundry.result("analyze_results", **arguments), arguments

    def test_two_assays_are_one_table_below_the_verdicts_on_controls(self):
        binding = self.foundry.measured(constructs=12)
        melting = self.foundry.measured(kind="thermostability", constructs=12)
        result, arguments = self.analysis(binding, melting, detail="full")
        value = result["structuredContent"]
        page, frame = self.hosted("results", result, arguments, tool="analyze_results")
        self.assertEqual(frame.locator("[data-verdict]").count(), 2)
        self.assertEqual(frame.locator("[data-verdict]").first.get_attribute("data-verdict"),
                         value["experiments"][0]["controls"]["verdict"])
        table = frame.locator("section").first
        self.assertEqual(table.locator("tbody tr td:nth-child(2)").all_inner_texts(), [row["name"] for row in value["rows"]])
        codes = [experiment["code"] for experiment in value["experiments"]]
        heads = table.locator("thead th").all_inner_texts()
        for head in (f"KD ({codes[0]})", f"Tm ({codes[1]})", "Flags"):
            self.assertIn(head, heads)
        measured = lambda row: row["measures"].get(codes[0], {})
        bound = [row["name"] for row in value["rows"] if measured(row).get("kd_nM") or measured(row).get("kd_app_nM")]
        self.assertEqual(names(plot(frame, "KD").locator(".point")), bound)
        self.assertEqual(plot(frame, "Tm").locator(".point").count(),
                         sum(1 for row in value["rows"] if row["measures"].get(codes[1], {}).get("tm_c")))
        for experiment in (binding, melting):
            self.assertIn(experiment, frame.locator("#origins").inner_text())
        self.picture(page, "analysis")

    def test_flags_stand_beside_what_they_concern(self):
        experiment = self.foundry.measured(constructs=12, replicates=1)
        result, arguments = self.analysis(experiment, detail="full")
        _, frame = self.hosted("results", result, arguments)
        flagged = [row["name"] for row in result["structuredContent"]["rows"] if "single_replicate" in row["flags"]]
        self.assertGreater(len(flagged), 0)
        frame.get_by_label("Filter the table").fill("single_replicate")
        shown = frame.locator("tbody tr").all_inner_texts()
        self.assertEqual(len(shown), len(flagged))
        for text in shown:
            self.assertIn("single replicate", text)

    def test_several_targets_are_a_matrix_with_folds(self):
        first = self.foundry.measured(constructs=6)
        other = self.foundry.measured(constructs=6, target_id=self.foundry.target("EGFR"))
        result, arguments = self.analysis(first, other)
        matrix = result["structuredContent"]["matrix"]
        page, frame = self.hosted("results", result, arguments)
        heads = frame.locator("#matrix thead th").all_inner_texts()
        self.assertEqual(heads, ["Name", *matrix["targets"]])
        self.assertEqual(frame.locator("#matrix tbody tr").count(), len(matrix["rows"]))
        self.picture(page, "analysis-matrix")

    def test_what_a_short_answer_left_out_is_loaded_through_the_host(self):
        experiment = self.foundry.measured(constructs=30)
        result, arguments = self.analysis(experiment, limit=5)
        _, frame = self.hosted("results", result, arguments)
        self.assertEqual(frame.locator("tbody tr").count(), 5)
        frame.get_by_role("button", name="Load everything").click()
        frame.locator("#load").wait_for(state="detached")
        [call] = self.calls
        self.assertEqual(call["name"], "analyze_results")
        self.assertEqual(frame.locator("tbody tr").count(), result["structuredContent"]["constructs"])

    def test_every_assay_is_drawn(self):
        for kind in ("screening", "expression", "fluorescence", "enzyme_activity", "epitope_binning"):
            with self.subTest(kind):
                experiment = self.foundry.measured(kind=kind, constructs=8)
                result, arguments = self.analysis(experiment, detail="full")
                page, frame = self.hosted("results", result, arguments)
                self.assertGreater(frame.locator("svg[role=group]").count(), 0)
                self.assertEqual(frame.locator("tbody tr").count(), result["structuredContent"]["constructs"])

    def test_a_report_is_the_same_page_with_the_data_in_it(self):
        experiment = self.foundry.measured(constructs=8)
        [contents] = self.foundry.request("resources/read", {"uri": f"foundry://experiments/{experiment}/report.html"})["contents"]
        self.assertEqual(contents["mimeType"], "text/html")
        with tempfile.TemporaryDirectory(prefix="foundry-report-") as folder:
            file = pathlib.Path(folder) / "report.html"
            file.write_text(contents["text"])
            page = self.page()
            page.goto(file.as_uri())
            page.locator("h1").wait_for()
            self.assertEqual(page.locator("[data-verdict]").count(), 1)
            self.assertGreater(page.locator('svg[role=group][aria-label^="KD"] circle.single').count(), 0)
            self.assertIn(experiment, page.locator("#origins").inner_text())
            self.assertIn("Report of", page.locator("#origins").inner_text())
            self.assertEqual(page.locator("#load").count(), 0)

    def test_odd_values_break_nothing(self):
        odd = {"structuredContent": {
            "experiments": [{"id": "x", "experiment_type": "affinity"}], "matched": 1, "constructs": 1,
            "rows": [{"name": "<b>bold</b>", "measures": {"x": {"kd_nM": None, "ci_nM": [None, None]}}, "flags": []}]}, "content": []}
        _, frame = self.hosted("results", odd, {})
        self.assertIn("<b>bold</b>", frame.locator("tbody").inner_text())

    def test_an_apparent_kd_of_the_matrix_says_so(self):
        experiments = [{"id": "x", "experiment_type": "affinity"}, {"id": "y", "experiment_type": "affinity"}]
        matrix = {"targets": ["HER2", "EGFR"], "intended": "HER2",
                  "rows": [["one", [1, {"kd_app_nM": 2000}], [1, 1000]], ["two", [{"kd_app_nM": "x"}, "none"], [None, None]]]}
        result = {"structuredContent": {"experiments": experiments, "matched": 0, "constructs": 2, "rows": [], "matrix": matrix}, "content": []}
        _, frame = self.hosted("results", result, {})
        rows = [row.locator("td").all_inner_texts() for row in frame.locator("#matrix tbody tr").all()]
        self.assertEqual(rows, [["one", "1.00 nM", "app. 2.00 µM (1000×)"], ["two", "–", "none"]])


if __name__ == "__main__":
    unittest.main()
