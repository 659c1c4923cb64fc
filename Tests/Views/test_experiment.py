"""The view of an experiment: where it stands, what happened, what comes next."""

import json
import pathlib
import unittest

from hosted import ViewTest


class Experiment(ViewTest):
    # Slow enough that an experiment stays where a test put it.
    pace = 0.6

    def shown(self, experiment, **more):
        arguments = {"experiment_id": experiment}
        return self.hosted("experiment", self.foundry.result("get_experiment", **arguments), arguments, **more)

    def stage(self, frame):
        return frame.locator("[aria-current=step]").get_attribute("data-stage")

    def test_a_draft_is_the_users_turn_and_has_an_estimate(self):
        page, frame = self.shown(self.foundry.order(constructs=12, name="Affinity of the second round"))
        self.assertEqual(frame.locator("h1").inner_text().split("\n")[0].split(" draft")[0], "Affinity of the second round")
        self.assertEqual(self.stage(frame), "draft")
        self.assertEqual(frame.locator(".stages li").count(), 7)
        self.assertIn("Your turn", frame.locator("#next").inner_text())
        self.assertRegex(frame.locator("dl").first.inner_text(), r"Estimate\s+[\d,]+\.\d\d USD")
        self.picture(page, "experiment-draft")

    def test_a_submitted_one_waits_for_its_quote_to_be_accepted(self):
        _, frame = self.shown(self.foundry.submitted(constructs=3))
        self.assertEqual(self.stage(frame), "waiting_for_confirmation")
        self.assertEqual(frame.locator(".stages .past").count(), 1)
        self.assertIn("accept the quote", frame.locator("#next").inner_text())
        self.assertRegex(frame.locator("dl").first.inner_text(), r"Quote\s+[\d,]+\.\d\d USD")

    def test_the_history_is_read_through_the_host_and_is_newest_first(self):
        experiment = self.foundry.accepted(constructs=5, name="Second round of HER2 binders")
        page, frame = self.hosted("experiment", None, {"experiment_id": experiment})
        self.foundry.decide(experiment, "in_production")
        result = self.foundry.result("get_experiment", experiment_id=experiment)
        page.evaluate("result => notify('ui/notifications/tool-result', result)", result)
        frame.locator(".updates li").first.wait_for()
        self.assertEqual(self.calls[0], {"name": "list_experiment_updates", "arguments": {
            "experiment_id": experiment, "all_pages": True}})
        self.assertEqual(len(self.calls), 1)
        times = frame.locator(".updates time").evaluate_all("times => times.map(time => time.dateTime)")
        self.assertEqual(times, sorted(times, reverse=True))
        self.assertIn("Created as", frame.locator(".updates li").last.inner_text())
        self.assertEqual(self.stage(frame), "in_production")
        self.assertRegex(frame.locator("dl").first.inner_text(), r"Invoice\s+[\d,]+\.\d\d USD")
        self.picture(page, "experiment-light")
        self.foundry.decide(experiment, "done")
        frame.get_by_role("button", name="Refresh").click()
        frame.locator("#status", has_text="done").wait_for()
        self.assertIn("The lab is finished", frame.locator("#next").inner_text())
        self.assertEqual(frame.locator(".stages .past").count(), 7)
        self.picture(page, "experiment-done")

    def test_side_states_are_told_apart(self):
        result = self.foundry.result("get_experiment", experiment_id=self.foundry.order(constructs=2))
        for status, stage, said in (("in_review", "draft", "prices the antigen by hand"),
                                    ("quote_sent", "waiting_for_confirmation", "accept the quote"),
                                    ("canceled", None, "Nothing follows"), ("on_ice", None, "is new to this view")):
            result["structuredContent"]["status"] = status
            _, frame = self.hosted("experiment", result, {})
            self.assertIn(said, frame.locator("#next").inner_text())
            if stage:
                self.assertEqual(self.stage(frame), stage)
            else:
                self.assertEqual(frame.locator("[aria-current]").count(), 0)

    def test_a_price_that_is_made_by_hand_is_said(self):
        result = self.foundry.result("get_experiment", experiment_id=self.foundry.order(constructs=2))
        costs = result["structuredContent"]["costs"]
        result["structuredContent"]["costs"] = {
            "type": "incomplete_estimate", "assay": costs["breakdown"]["assay"], "total_cents": None,
            "pricing_version": "v1", "materials_unavailable": {"target": {"name": "X"}, "reason": "X is priced by hand."}}
        _, frame = self.hosted("experiment", result, {})
        self.assertIn("X is priced by hand.", frame.locator("dl").first.inner_text())
        result["structuredContent"]["costs"] = None
        _, frame = self.hosted("experiment", result, {})
        self.assertIn("No price is known.", frame.locator("main").inner_text())

    def test_a_history_that_cannot_be_read_is_said_once(self):
        self.refuse_calls = "not allowed here"
        _, frame = self.shown(self.foundry.order(constructs=2))
        frame.get_by_role("alert").wait_for()
        self.assertIn("not allowed here", frame.get_by_role("alert").inner_text())
        self.assertEqual(len(self.calls), 1)

    def test_a_file_has_the_history_in_it(self):
        experiment = self.foundry.accepted(constructs=2)
        updates = self.foundry.call("list_experiment_updates", experiment_id=experiment)["items"]
        page = self.from_file("experiment", "get_experiment", {"experiment_id": experiment},
                              self.foundry.result("get_experiment", experiment_id=experiment), extra={"updates": updates})
        self.assertEqual(page.locator(".updates li").count(), len(updates))
        self.assertEqual(page.get_by_role("button").count(), 0)

    def test_the_program_asks_for_the_history_too(self):
        experiment = self.foundry.order(constructs=2)
        path = pathlib.Path(self.foundry.program(
            "call", "get_experiment", json.dumps({"experiment_id": experiment}), "--view").strip())
        self.addCleanup(path.unlink)
        page = self.page()
        page.goto(path.as_uri())
        self.assertEqual(page.locator(".updates li").count(), 1)

    def test_links_go_through_the_host(self):
        page, frame = self.shown(self.foundry.order(constructs=2))
        frame.get_by_role("link", name="Open in the Foundry").click()
        page.wait_for_function("log.some(message => message.method === 'ui/open-link')")
        [opened] = self.messages(page, "ui/open-link")
        self.assertTrue(opened["url"].startswith("https://"))

    def test_dark_and_narrow(self):
        experiment = self.foundry.measured(constructs=12)
        page, _ = self.shown(experiment, theme="dark")
        page.frame_locator("iframe").locator(".updates li").first.wait_for()
        self.picture(page, "experiment-dark")
        page, frame = self.shown(experiment, width=400)
        frame.locator(".updates li").first.wait_for()
        self.assertLessEqual(frame.locator("html").evaluate("root => root.scrollWidth"), 400)
        self.picture(page, "experiment-narrow")


if __name__ == "__main__":
    unittest.main()
