"""The view of results: what is drawn, what it says, and what the user can do with it."""

import csv
import io
import json
import pathlib
import re
import unittest

from hosted import ALL, ViewTest


def plot(frame, name):
    """The plot whose label begins so."""
    return frame.locator(f'svg[role=group][aria-label^="{name}"]')


def names(locator):
    return [re.sub(r" \((positive )?control\)", "", label.split(",")[0]) for label in
            locator.evaluate_all("spots => spots.map(spot => spot.getAttribute('aria-label'))")]


def binding(name, **members):
    """A readout of binding as the API has it, of a construct that binds."""
    return {"result_type": "affinity", "sequence": {"name": name, "control": False}, "binding": "true",
            "binding_strength": "strong", **members}


def page_of(*rows, kind="affinity", **metadata):
    """The result of a tool with one result of these readouts."""
    item = {"id": "1", "title": "Made for a test", "result_type": kind, "summary": rows, "metadata": metadata}
    return {"structuredContent": {"items": [item], "total": 1, "count": 1, "offset": 0}, "content": []}


class Results(ViewTest):
    def results(self, detail="full", tool="list_experiment_results", **order):
        """The result of a measured experiment, and the arguments that gave it."""
        arguments = {"experiment_id": self.foundry.measured(**order), "detail": detail}
        return self.foundry.result(tool, **arguments), arguments

    def summary(self, result):
        return result["structuredContent"]["items"][0]["summary"]

    def test_affinity_is_drawn_by_rank_with_replicates_and_spread(self):
        result, arguments = self.results(constructs=12)
        page, frame = self.hosted("results", result, arguments, tool="list_experiment_results")
        bound = sorted((row for row in self.summary(result) if row.get("kd_mean")), key=lambda row: row["kd_mean"])
        self.assertGreater(len(bound), 3)
        kd = plot(frame, "KD")
        spots = kd.locator(".point")
        self.assertEqual(names(spots), [row["sequence"]["name"] for row in bound])
        self.assertEqual(kd.locator("circle.single").count(),
                         sum(1 for row in bound for one in row["replicates"] if one.get("kd")))
        self.assertEqual(kd.locator("line.spread").count(), len(bound))
        self.assertEqual(kd.locator(".point.control").count(), 2, "the user's control, and the lab's")
        self.assertIn("KD, logarithmic", kd.locator("text.title").all_text_contents())
        places = spots.locator(".main").evaluate_all("marks => marks.map(mark => mark.getBBox().x + mark.getBBox().width / 2)")
        self.assertEqual(places, sorted(places), "a larger KD is further right")
        rates = plot(frame, "kon against koff")
        self.assertEqual(rates.locator(".point").count(), len(bound))
        self.assertEqual(rates.locator("text.title").all_text_contents(),
                         ["koff (1/s), logarithmic", "kon (1/(M·s)), logarithmic"])
        self.assertGreater(rates.locator("line.diagonal").count(), 2)
        self.assertEqual(frame.locator("tbody tr").count(), len(self.summary(result)))
        self.assertIn("11 constructs · 3 controls", frame.locator("main").inner_text())
        self.assertIn("sandbox", frame.locator("h1").inner_text())
        self.picture(page, "results-light")

    def test_a_point_lies_on_the_diagonal_of_its_kd(self):
        row = {"result_type": "affinity", "sequence": {"name": "one"}, "kd_mean": 1e-9, "kon_mean": 3e5, "koff_mean": 3e-4,
               "binding": "true", "place": 1}
        other = {**row, "sequence": {"name": "two"}, "kon_mean": 2e4, "koff_mean": 9e-2, "kd_mean": 4.5e-6, "place": 2}
        result = {"structuredContent": {"items": [{"id": "1", "title": "Two", "result_type": "affinity", "summary": [row, other]}],
                                        "total": 1, "count": 1, "offset": 0}, "content": []}
        _, frame = self.hosted("results", result, {})
        off = plot(frame, "kon").evaluate("""svg => {
            const label = [...svg.querySelectorAll(".iso")].find(text => text.textContent === "1 nM");
            const line = label.previousElementSibling;
            const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map(name => Number(line.getAttribute(name)));
            const mark = svg.querySelector(".main");
            const [x, y] = [Number(mark.getAttribute("cx")), Number(mark.getAttribute("cy"))];
            return Math.abs(y1 + (x - x1) / (x2 - x1) * (y2 - y1) - y);
        }""")
        self.assertLess(off, 0.01)

    def test_values_are_told_with_their_units_to_pointer_and_keys(self):
        result, arguments = self.results(constructs=6)
        _, frame = self.hosted("results", result, arguments)
        first = plot(frame, "KD").locator(".point").first
        first.hover()
        told = frame.locator("#tip").inner_text()
        self.assertRegex(told, r"KD \d+(\.\d+)? (pM|nM|µM)\n")
        self.assertRegex(told, r"kon \d\.\d\d×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+ 1/\(M·s\)")
        self.assertRegex(told, r"koff \d\.\d\d×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+ 1/s")
        self.assertEqual(frame.locator("tr.on").count(), 1)
        first.focus()
        first.press("ArrowDown")
        second = plot(frame, "KD").locator(".point").nth(1)
        self.assertTrue(second.evaluate("spot => spot === document.activeElement"))
        self.assertIn(names(plot(frame, "KD").locator(".point"))[1], frame.locator("#tip").inner_text())
        second.press("End")
        self.assertTrue(plot(frame, "KD").locator(".point").last.evaluate("spot => spot === document.activeElement"))

    def test_the_table_is_sorted_and_filtered(self):
        result, arguments = self.results(constructs=12)
        _, frame = self.hosted("results", result, arguments)

        def column(name):
            heads = [head.rstrip(" ↑↓") for head in frame.locator("thead th").all_inner_texts()]
            return frame.locator(f"tbody tr td:nth-child({heads.index(name) + 1})").all_inner_texts()

        frame.get_by_role("button", name="koff (1/s)").click()
        koff = lambda row: row.get("koff_mean")
        expected = sorted((row for row in self.summary(result) if koff(row)), key=koff)
        self.assertGreater(len(expected), 3)
        self.assertEqual(column("Name")[:len(expected)], [row["sequence"]["name"] for row in expected])
        self.assertEqual(set(column("koff (1/s)")[len(expected):]), {"–"}, "what is missing stays behind")
        self.assertEqual(frame.locator("th[aria-sort=ascending]").inner_text(), "koff (1/s) ↑")
        frame.get_by_role("button", name="koff (1/s)").press("Enter")
        self.assertEqual(column("Name")[:len(expected)], [row["sequence"]["name"] for row in reversed(expected)])
        self.assertEqual(set(column("koff (1/s)")[len(expected):]), {"–"})
        frame.get_by_label("Filter the table").fill("trastuzumab_ control")
        self.assertEqual(column("Name"), ["trastuzumab_scFv"])
        self.assertEqual(plot(frame, "kon").locator(".point:not(.dim)").count(), 1)
        frame.get_by_label("Filter the table").fill("nothing like this")
        self.assertIn("No row has these words.", frame.locator("main").inner_text())

    def test_csv_is_saved_through_the_host_in_the_units_of_the_api(self):
        result, arguments = self.results(constructs=8)
        page, frame = self.hosted("results", result, arguments)
        frame.get_by_role("button", name="Download CSV").click()
        frame.get_by_text("Saved.").wait_for()
        [request] = self.messages(page, "ui/download-file")
        [content] = request["contents"]
        self.assertEqual((content["type"], content["resource"]["mimeType"]), ("resource", "text/csv"))
        self.assertTrue(content["resource"]["uri"].endswith("/affinity-results.csv"))
        rows = list(csv.DictReader(io.StringIO(content["resource"]["text"])))
        expected = {row["sequence"]["name"]: row for row in self.summary(result)}
        self.assertEqual(sorted(row["name"] for row in rows), sorted(expected))
        for row in rows:
            kd = expected[row["name"]].get("kd_mean")
            self.assertEqual(float(row["kd_m"]) if row["kd_m"] else None, kd)
        # The columns have the names of the server's own file; what that has not is the view's alone.
        [served] = self.foundry.request("resources/read", {
            "uri": f"foundry://experiments/{arguments['experiment_id']}/results.csv"})["contents"]
        of_server = csv.DictReader(io.StringIO(served["text"]))
        self.assertEqual(set(rows[0]) - set(of_server.fieldnames), {"replicate_kd_m"})
        of_server = {row["name"]: row for row in of_server}
        self.assertEqual(len(of_server), len(rows))
        for row in rows:
            other = of_server[row["name"]]
            for column in ("binding_strength", "fit_quality", "control", "positive_control", "replicates_bound"):
                self.assertEqual(row[column], other[column], column)
            for column in ("rank", "kd_m", "kd_app_m", "kd_app_ci_low_m", "kd_app_ci_high_m"):
                self.assertEqual(float(row[column] or -1), float(other[column] or -1), column)

    def test_no_cell_of_a_csv_is_taken_for_a_formula(self):
        row = {"result_type": "affinity", "sequence": {"name": '=HYPERLINK("https://example.org";"x")'}, "kd_mean": 1e-9}
        page = self.from_file("results", "get_result", {}, {"structuredContent": {"id": "1", "title": "t", "summary": [row]}})
        with page.expect_download() as download:
            page.get_by_role("button", name="Download CSV").click()
        text = download.value.path().read_text()
        self.assertIn('"\'=HYPERLINK(""https', text)

    def test_the_table_is_copied_for_a_spreadsheet(self):
        result, arguments = self.results(constructs=5)
        page = self.from_file("results", "list_experiment_results", arguments, result)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy").click()
        page.get_by_text("Copied.").wait_for()
        lines = page.evaluate("navigator.clipboard.readText()").split("\r\n")
        self.assertEqual(lines[0].split("\t")[:3], ["rank", "name", "kd_m"])
        self.assertEqual(len(lines), 1 + len(self.summary(result)) + 1)

    def test_what_a_short_answer_left_out_is_loaded_through_the_host(self):
        result, arguments = self.results(detail="concise", constructs=6)
        _, frame = self.hosted("results", result, arguments, tool="list_experiment_results")
        self.assertEqual(plot(frame, "KD").locator("circle.single").count(), 0)
        self.assertIn("single replicates", frame.locator(".note").first.inner_text())
        frame.get_by_role("button", name="Load everything").click()
        plot(frame, "KD").locator("circle.single").first.wait_for()
        self.assertEqual(self.calls, [{"name": "list_experiment_results", "arguments": {
            "experiment_id": arguments["experiment_id"], "detail": "full", "all_pages": True, "max_items": 5000}}])
        self.assertEqual(frame.get_by_role("button", name="Load everything").count(), 0)

    def test_a_single_result_is_drawn_and_completed_alike(self):
        listed, _ = self.results(detail="concise", constructs=4)
        self.assertGreater(len(self.summary(listed)), 4, "with the lab's own controls")
        identifier = listed["structuredContent"]["items"][0]["id"]
        _, frame = self.hosted("results", self.foundry.result("get_result", result_id=identifier), {"result_id": identifier})
        self.assertEqual(frame.locator("tbody tr").count(), len(self.summary(listed)))
        frame.get_by_role("button", name="Load everything").click()
        plot(frame, "KD").locator("circle.single").first.wait_for()
        self.assertEqual(self.calls[0], {"name": "get_result", "arguments": {"result_id": identifier, "detail": "full"}})

    def test_melting_temperatures_are_drawn_with_their_onsets(self):
        result, arguments = self.results(kind="thermostability", constructs=9, replicates=1)
        page, frame = self.hosted("results", result, arguments)
        melting = plot(frame, "Tm")
        ordered = sorted((row for row in self.summary(result) if row.get("tm")), key=lambda row: -row["tm"])
        self.assertGreater(len(ordered), 5)
        self.assertEqual(names(melting.locator(".point")), [row["sequence_name"] for row in ordered])
        self.assertEqual(melting.locator("circle.open").count(), len(ordered))
        self.assertEqual(frame.locator("tbody tr").count(), 9)
        self.assertEqual(melting.locator("text.title").all_text_contents(), ["Temperature (°C)"])
        self.assertEqual(frame.locator("tbody tr td:nth-child(2)").first.inner_text(), f"{ordered[0]['tm']:.1f} °C")
        self.picture(page, "results-thermostability")

    def test_a_screening_shows_binders_against_non_binders(self):
        result, arguments = self.results(kind="screening", constructs=40, replicates=1)
        page, frame = self.hosted("results", result, arguments)
        binders = sum(row["binding"] == "true" for row in self.summary(result))
        others = sum(row["binding"] == "false" for row in self.summary(result))
        lanes = plot(frame, "Binders")
        self.assertIn(f"Binders {binders} of {binders + others}, non-binders {others}", lanes.get_attribute("aria-label"))
        self.assertEqual(lanes.locator(".point").count(), len(self.summary(result)))
        self.assertEqual(lanes.locator("path.none").count(), others)
        signals = plot(frame, "Signal")
        self.assertEqual(signals.locator(".point").count(), len(self.summary(result)))
        # Where marks may hide each other, the controls are painted last.
        ranked = sorted((row for row in self.summary(result) if not row["sequence"]["control"]), key=lambda row: -row["signal"])
        signal = {row["sequence"]["name"]: row["signal"] for row in ranked}
        self.assertEqual([signal[name] for name in names(signals.locator(".point:not(.control)"))], [row["signal"] for row in ranked])
        self.assertEqual(signals.locator("line.threshold").count(), 1)
        signals.locator(".point:not(.control)").first.hover()
        self.assertIn(f"Signal {ranked[0]['signal']} nm", frame.locator("#tip").inner_text())
        self.assertEqual(plot(frame, "KD").count(), 0, "a screening has no kinetics")
        heads = frame.locator("thead th").all_inner_texts()
        self.assertIn("Signal (nm)", heads)
        self.assertNotIn("KD", heads)
        self.picture(page, "results-screening")

    def test_any_other_assay_is_drawn_by_what_it_measured(self):
        for kind, quantity in (("expression", "Yield (mg/L)"), ("fluorescence", "Intensity (a.u.)"),
                               ("enzyme_activity", "Specific activity (U/mg)")):
            result, arguments = self.results(kind=kind, constructs=6)
            [item] = result["structuredContent"]["items"]
            readouts = item["metadata"]["readouts"]
            member = next(name for name in readouts[0] if name.endswith("_mean"))
            page, frame = self.hosted("results", result, arguments)
            drawn = plot(frame, quantity)
            ordered = sorted(readouts, key=lambda row: -row[member])
            self.assertEqual(names(drawn.locator(".point")), [row["sequence_name"] for row in ordered])
            self.assertEqual(drawn.locator("circle.single").count(), 18)
            self.assertEqual(drawn.locator(".point.control").count(), 1)
            heads = frame.locator("thead th").all_inner_texts()
            self.assertIn(quantity, heads)
            self.assertNotIn("Sequence id", heads)
            cells = frame.locator(f"tbody tr td:nth-child({heads.index('Name') + 1})").all_inner_texts()
            self.assertEqual(cells, [row["sequence_name"] for row in ordered], "names are shown as they are written")
            self.assertEqual(frame.locator("tbody tr").count(), 6)
            self.picture(page, f"results-{kind.replace('_', '-')}")

    def test_what_differs_a_hundredfold_is_drawn_in_decades(self):
        readouts = [{"sequence_name": name, "specific_activity_u_per_mg_mean": value} for name, value in (("one", 480), ("two", 0.02))]
        result = page_of(kind="enzyme_activity", readouts=readouts)
        _, frame = self.hosted("results", result, {})
        self.assertIn("Specific activity (U/mg), logarithmic", plot(frame, "Specific").locator("text.title").all_text_contents())

    def test_epitope_bins_are_drawn_as_a_matrix(self):
        result, arguments = self.results(kind="epitope_binning", constructs=8)
        metadata = result["structuredContent"]["items"][0]["metadata"]
        page, frame = self.hosted("results", result, arguments)
        matrix = plot(frame, "Competition")
        signals = [signal for row in metadata["competition"]["relative_signal"] for signal in row]
        limit = metadata["competition"]["blocked_below"]
        self.assertEqual(matrix.locator("rect.cell").count(), 64)
        self.assertEqual(matrix.locator("rect.blocked").count(), sum(signal is not None and signal < limit for signal in signals))
        self.assertEqual(matrix.locator("rect.nothing").count(), signals.count(None))
        self.assertGreater(matrix.locator("rect.free").count(), 0)
        # Those that block each other stand beside each other.
        labels = matrix.locator("text.name").all_text_contents()
        bins = {row["sequence_name"]: row["bin"] for row in metadata["readouts"]}
        shown = [next((bin for name, bin in bins.items() if name.startswith(label.rstrip("…"))), None) for label in labels[-8:]]
        self.assertEqual(shown, sorted(shown, key=lambda bin: (bin is None, bin)))
        for found in metadata["bins"]:
            self.assertIn(f"{found['bin']} ({', '.join(found['members'])})", frame.locator("main").inner_text())
        first = matrix.locator(".point").first
        first.focus()
        first.press("ArrowRight")
        self.assertTrue(matrix.locator(".point").nth(1).evaluate("cell => cell === document.activeElement"))
        self.picture(page, "results-binning")

    def test_a_matrix_with_holes_breaks_nothing(self):
        readouts = [{"sequence_name": "a", "bin": "x"}, {"sequence_name": "b", "bin": None}]
        for competition in ({"captured": ["a", "b"], "added": ["a", "b", "c"], "relative_signal": [[0.1], None, 3]},
                            {"captured": "a", "added": None, "relative_signal": []}, {"relative_signal": 7}, [1], "x"):
            _, frame = self.hosted("results", page_of(kind="epitope_binning", readouts=readouts, competition=competition), {})
            self.assertEqual(frame.locator("tbody tr").count(), 2)

    def test_a_kd_that_is_only_apparent_or_only_a_limit_says_so(self):
        limit = binding("limit", kd_mean=5e-10, kd_app={"value": 5e-10, "ci_low": None, "ci_high": 6e-10}, place=1)
        apparent = binding("apparent", binding_strength="weak", kd_app={"value": 2e-6, "ci_low": 1e-6, "ci_high": 4e-6}, place=2)
        page, frame = self.hosted("results", page_of(apparent, limit), {})
        kd = plot(frame, "KD")
        self.assertEqual(names(kd.locator(".point")), ["limit", "apparent"])
        self.assertEqual(kd.locator("path.below").count(), 1)
        self.assertEqual(names(kd.locator(".point:has(.hollow)")), ["apparent"])
        heads = frame.locator("thead th").all_inner_texts()
        cells = [row.locator("td").all_inner_texts() for row in frame.locator("tbody tr").all()]
        mean, interval = heads.index("KD"), heads.index("KD app., 95 % CI")
        self.assertEqual([row[mean] for row in cells], ["≤ 500 pM", "–"])
        self.assertEqual([row[interval] for row in cells], ["…–600 pM", "2.00 µM (1.00–4.00 µM)"])
        kd.locator(".point").last.hover()
        self.assertIn("KD 2.00 µM (apparent)", frame.locator("#tip").inner_text())
        frame.get_by_role("button", name="Download CSV").click()
        frame.get_by_text("Saved.").wait_for()
        text = self.messages(page, "ui/download-file")[0]["contents"][0]["resource"]["text"]
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual([row["kd_m"] for row in rows], ["5e-10", ""], "as the server's file: an apparent KD is no mean")
        self.assertEqual([row["kd_app_m"] for row in rows], ["5e-10", "0.000002"])

    def test_rates_of_the_1_to_1_model_are_told_apart_from_means(self):
        fitted = binding("fitted", kd_app={"value": 2e-6}, kon_1to1={"value": 2e4}, koff_1to1={"value": 4e-2}, place=1)
        _, frame = self.hosted("results", page_of(fitted), {})
        rates = plot(frame, "kon")
        self.assertEqual(names(rates.locator(".point:has(.hollow)")), ["fitted"])
        rates.locator(".point").hover()
        self.assertIn("kon of the 1:1 model 2.00×10⁴ 1/(M·s)", frame.locator("#tip").inner_text())
        heads = frame.locator("thead th").all_inner_texts()
        cells = frame.locator("tbody tr td").all_inner_texts()
        self.assertEqual([cells[heads.index(head)] for head in ("kon (1/(M·s))", "koff (1/s)")], ["–", "–"])

    def test_fits_of_two_steps_and_replicates_that_disagree_are_shown(self):
        replicates = [{"replicate": 1, "binding": "true", "kd": 1e-9}, {"replicate": 2, "binding": "false"},
                      {"replicate": 3, "binding": "true", "kd": 3e-9}]
        odd = binding("odd", kd_mean=1.7e-9, binding_model=["bivalent_analyte"], fit_quality="poor", replicates=replicates)
        plain = binding("plain", kd_mean=2e-8, binding_model=["standard"], fit_quality="good", replicates_bound="3/3")
        _, frame = self.hosted("results", page_of(odd, plain), {})
        heads = frame.locator("thead th").all_inner_texts()
        cells = [dict(zip(heads, row.locator("td").all_inner_texts())) for row in frame.locator("tbody tr").all()]
        self.assertEqual([(row["Model"], row["Fit"], row["Bound"]) for row in cells],
                         [("bivalent analyte", "poor", "2/3"), ("–", "good", "3/3")])
        plot(frame, "KD").locator(".point").first.hover()
        told = frame.locator("#tip").inner_text()
        for expected in ("Model: bivalent analyte", "Bound: 2 of 3 replicates", "Fit: poor"):
            self.assertIn(expected, told)

    def test_controls_are_told_apart_from_constructs_and_from_each_other(self):
        rows = [binding("good", kd_mean=1e-9, positive_control=True, sequence={"name": "good", "control": True}),
                binding("gfp", binding="false", binding_strength="none", sequence={"name": "gfp", "control": True}),
                binding("own", kd_mean=5e-8)]
        _, frame = self.hosted("results", page_of(*rows), {})
        self.assertIn("1 construct · 2 controls", frame.locator("main").inner_text())
        self.assertIn("Tightest: own, KD 50.0 nM. 1 of 1 bind. Positive control: good, KD 1.00 nM.", frame.locator("main").inner_text())
        heads = frame.locator("thead th").all_inner_texts()
        cells = [dict(zip(heads, row.locator("td").all_inner_texts())) for row in frame.locator("tbody tr").all()]
        self.assertEqual({row["Name"]: row["Control"] for row in cells}, {"good": "positive control", "own": "no", "gfp": "control"})

    def test_several_results_are_told_apart(self):
        for kind in ("affinity", "affinity", "thermostability"):
            self.foundry.measured(kind=kind, constructs=3, replicates=1)
        result = self.foundry.result("list_results", limit=3)
        _, frame = self.hosted("results", result, {"limit": 3}, tool="list_results")
        self.assertEqual(frame.locator("table").count(), 2)
        self.assertIn("Result", frame.locator("thead").nth(1).inner_text())

    def test_two_thousand_rows_are_drawn_and_paged(self):
        result, arguments = self.results(constructs=2000)
        page, frame = self.hosted("results", result, arguments)
        bound = [row for row in self.summary(result) if row.get("kd_mean")]
        self.assertGreater(len(bound), 200)
        self.assertEqual(plot(frame, "KD").locator(".point").count(), sum(1 for row in self.summary(result) if row.get("kd_mean") or row.get("kd_app")))
        self.assertIn("Rank", plot(frame, "KD").locator("text.title").all_text_contents())
        self.assertEqual(plot(frame, "KD").locator("line.spread, circle.single").count(), 0)
        self.assertEqual(frame.locator("tbody tr").count(), 50)
        self.assertIn("1–50 of 2002", frame.locator("main").inner_text())
        self.picture(page, "results-huge")
        frame.get_by_role("button", name="Next").click()
        self.assertIn("51–100 of 2002", frame.locator("main").inner_text())
        fiftieth = sorted(row["kd_mean"] for row in bound)[50]
        first = frame.locator("tbody tr").first.locator("td").nth(1).inner_text()
        self.assertEqual([row["kd_mean"] for row in bound if row["sequence"]["name"] == first], [fiftieth])
        took = frame.locator("main").evaluate("() => { const since = performance.now(); page(latest); return performance.now() - since; }")
        self.assertLess(took, 10_000, "milliseconds for a whole redrawing")

    def test_a_narrow_view_needs_no_scrolling_sideways(self):
        for kind, name in (("affinity", "results-narrow"), ("screening", "results-screening-narrow")):
            result, arguments = self.results(kind=kind, constructs=14)
            page, frame = self.hosted("results", result, arguments, width=400)
            self.assertLessEqual(frame.locator("html").evaluate("root => root.scrollWidth"), 400)
            self.picture(page, name)

    def test_dark_is_the_hosts_word_and_may_change(self):
        result, arguments = self.results(constructs=12)
        page, frame = self.hosted("results", result, arguments, theme="dark")
        self.picture(page, "results-dark")
        background = "root => getComputedStyle(root).backgroundColor"
        dark = frame.locator("html").evaluate(background)
        page.evaluate("notify('ui/notifications/host-context-changed', { theme: 'light' })")
        frame.locator("html[style*=light]").wait_for()
        self.assertNotEqual(frame.locator("html").evaluate(background), dark)
        page.evaluate("""notify('ui/notifications/host-context-changed',
            { styles: { variables: { '--color-background-primary': 'rgb(250, 240, 230)' } } })""")
        frame.locator("html[style*='--color-background-primary']").wait_for()
        self.assertEqual(frame.locator("html").evaluate(background), "rgb(250, 240, 230)")

    def test_the_handshake_is_in_the_documented_order(self):
        result, arguments = self.results(constructs=3)
        page, _ = self.hosted("results", result, arguments)
        methods = [message.get("method") for message in page.evaluate("log") if message["to"] == "host"]
        self.assertEqual(methods[:2], ["ui/initialize", "ui/notifications/initialized"])
        [greeting] = self.messages(page, "ui/initialize")
        self.assertEqual(greeting["protocolVersion"], "2026-01-26")
        self.assertEqual(set(greeting), {"protocolVersion", "appInfo", "appCapabilities"})
        size = self.messages(page, "ui/notifications/size-changed")[-1]
        self.assertEqual(size["width"], 900)
        self.assertGreater(size["height"], 400)
        page.evaluate("send({ id: 'bye', method: 'ui/resource-teardown', params: { reason: 'over' } })")
        page.wait_for_function("log.some(message => message.id === 'bye' && message.result)")
        page.evaluate("send({ id: 'odd', method: 'tools/list' })")
        page.wait_for_function("log.some(message => message.id === 'odd' && message.error?.code === -32601)")

    def test_messages_of_others_than_the_host_are_not_heard(self):
        result, arguments = self.results(constructs=3)
        _, frame = self.hosted("results", result, arguments)
        frame.locator("main").evaluate("""() => window.dispatchEvent(new MessageEvent("message", { source: window, data:
            { jsonrpc: "2.0", method: "ui/notifications/tool-result", params: { structuredContent: { items: [] } } } }))""")
        self.assertEqual(frame.locator("tbody tr").count(), len(self.summary(result)))

    def test_empty_failed_cancelled_and_waiting_are_said(self):
        empty = {"structuredContent": {"items": [], "total": 0, "count": 0, "offset": 0}, "content": []}
        page, frame = self.hosted("results", empty, {})
        self.assertIn("No results yet", frame.locator("main").inner_text())
        self.picture(page, "results-empty")
        failed = {"isError": True, "content": [{"type": "text", "text": "Not found: no such <b>result</b>."}]}
        _, frame = self.hosted("results", failed, {})
        self.assertIn("no such <b>result</b>.", frame.get_by_role("alert").inner_text())
        _, frame = self.hosted("results", None, {}, cancelled="the user stopped it")
        self.assertIn("cancelled: the user stopped it", frame.get_by_role("alert").inner_text())
        _, frame = self.hosted("results")
        self.assertIn("Waiting for the results", frame.locator("main").inner_text())

    def test_odd_values_neither_break_the_view_nor_become_markup(self):
        rows = [
            {"result_type": "affinity", "sequence": {"name": "<img src=x onerror=alert(1)>"}, "kd_mean": 0, "place": 1},
            {"result_type": "affinity", "sequence": "EVQL", "kd_mean": None, "replicates": None, "binding": "in_progress"},
            {"result_type": "affinity", "kd_mean": 3e-13, "kd_app": {"value": 1e-12, "ci_low": 1e-13, "ci_high": 9e-12},
             "kon_mean": 1e6, "koff_mean": 1e-6, "replicates": [None, {"kd": "many"}]},
            {"result_type": "new_assay", "reading": {"of": 3}}, None, 7]
        result = {"structuredContent": {"items": [{"id": "1", "summary": rows}, None], "total": 2}, "content": []}
        _, frame = self.hosted("results", result, {})
        self.assertEqual(frame.locator("img").count(), 0)
        self.assertIn("<img src=x onerror=alert(1)>", frame.locator("table").first.inner_text())
        self.assertIn("0.30 pM", frame.locator("table").first.inner_text())
        self.assertIn('{"of":3}', frame.locator("table").nth(1).inner_text())

    def test_a_file_shows_the_same_without_a_host(self):
        result, arguments = self.results(constructs=7)
        count = len(self.summary(result))
        result["structuredContent"]["items"][0]["title"] = "</script><script>alert(1)</script>"
        page = self.from_file("results", "list_experiment_results", arguments, result)
        self.assertEqual(page.locator("tbody tr").count(), count)
        self.assertIn("</script><script>alert(1)</script>", page.locator("h1").inner_text())
        with page.expect_download() as download:
            page.get_by_role("button", name="Download CSV").click()
        self.assertEqual(len(download.value.path().read_text().strip().splitlines()), 1 + count)

    def test_the_program_shows_the_same_page_with_the_data_in_it(self):
        experiment = self.foundry.measured(constructs=6)
        words = ["call", "list_experiment_results", json.dumps({"experiment_id": experiment}), "--view"]
        path = pathlib.Path(self.foundry.program(*words).strip())
        self.addCleanup(path.unlink)
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        page = self.page()
        page.goto(path.as_uri())
        expected = self.foundry.call("list_experiment_results", experiment_id=experiment, detail="full")
        self.assertEqual(page.locator("tbody tr").count(), len(expected["items"][0]["summary"]))
        self.assertGreater(page.locator("circle.single").count(), 0, "replicates are shown unasked")

    def test_a_result_of_an_old_revision_is_read_from_its_text(self):
        result, arguments = self.results(constructs=4)
        value = result.pop("structuredContent")
        self.assertEqual(json.loads(result["content"][0]["text"]), value)
        _, frame = self.hosted("results", result, arguments)
        self.assertEqual(frame.locator("tbody tr").count(), len(value["items"][0]["summary"]))

    def test_a_host_that_gives_the_view_nothing_still_gets_the_data(self):
        result, arguments = self.results(detail="concise", constructs=5)
        _, frame = self.hosted("results", result, arguments, capabilities={})
        self.assertEqual(frame.get_by_role("button", name="Load everything").count(), 0)
        self.assertIn("Ask for detail: full", frame.locator(".note").first.inner_text())


class Partial(ViewTest):
    pace = 0.6

    def test_results_that_still_come_are_called_partial(self):
        experiment = self.foundry.accepted(constructs=8)
        self.foundry.decide(experiment, "data_analysis")
        result = self.foundry.result("list_experiment_results", experiment_id=experiment)
        self.assertFalse(result["structuredContent"]["items"][0]["metadata"]["complete"], json.dumps(result)[:300])
        page, frame = self.hosted("results", result, {"experiment_id": experiment})
        self.assertIn("4 of 8 constructs measured", frame.locator("main").inner_text())
        self.picture(page, "results-partial")


if __name__ == "__main__":
    unittest.main()
