"""The view of a quote, and the one button in this project that spends money."""

import unittest

from hosted import ViewTest


class Quote(ViewTest):
    def quote(self, **order):
        """A quote, its arguments, and the experiment it is for."""
        experiment = self.foundry.submitted(**order)
        arguments = {"quote_id": self.foundry.call("get_experiment", experiment_id=experiment)["stripe_quote_id"]}
        return self.foundry.result("get_quote", **arguments), arguments, experiment

    def status(self, experiment):
        return self.foundry.call("get_experiment", experiment_id=experiment)["status"]

    def test_items_and_totals_are_told(self):
        result, arguments, _ = self.quote(constructs=12)
        quote = result["structuredContent"]
        page, frame = self.hosted("quote", result, arguments)
        self.assertEqual(frame.locator("#items tr").count(), len(quote["line_items"]))
        self.assertEqual(frame.locator("#total").inner_text(), f"{quote['total_cents'] / 100:,.2f} USD")
        self.assertEqual(frame.locator("#tax").inner_text(), f"{quote['tax_cents'] / 100:,.2f} USD")
        self.assertEqual(frame.locator("#status").inner_text(), "open")
        self.assertRegex(frame.locator("#lapses").inner_text(), r"Lapses .+ \(in \d+ days\)")
        self.assertIn("an invoice is made, and the lab begins", frame.locator(".offer").inner_text())
        self.picture(page, "quote-light")

    def test_accepting_takes_two_clicks_and_names_the_price_that_was_shown(self):
        result, arguments, experiment = self.quote(constructs=4)
        quote = result["structuredContent"]
        page, frame = self.hosted("quote", result, arguments)
        frame.get_by_role("button", name="Accept …").click()
        self.assertEqual(self.calls, [])
        price = frame.locator("#total").inner_text()
        self.assertIn(f"Commit {price}?", frame.locator("#question").inner_text())
        self.assertTrue(frame.locator("#question").evaluate("question => question === document.activeElement"))
        self.picture(page, "quote-asked")
        frame.get_by_role("button", name=f"Accept for {price}").click()
        frame.locator("#answer").wait_for()
        self.assertEqual(self.calls, [{"name": "confirm_quote", "arguments": {
            "quote_id": quote["id"], "expected_amount_cents": quote["total_cents"], "expected_currency": quote["currency"]}}])
        self.assertIn(f"Accepted for {price}.", frame.locator("#answer").inner_text())
        self.assertEqual(frame.locator("#status").inner_text(), "accepted")
        self.assertEqual(frame.get_by_role("button").count(), 0)
        self.assertNotEqual(self.status(experiment), "waiting_for_confirmation")
        unpaid = frame.locator("#unpaid").inner_text()
        invoice = self.foundry.call("get_experiment_invoice", experiment_id=experiment)
        self.assertIn("Not paid yet.", unpaid)
        self.assertIn(invoice["stripe_invoice_url"], unpaid)
        [told] = self.messages(page, "ui/update-model-context")
        self.assertIn(f"accepted the quote of {quote['id']} for {price}", told["content"][0]["text"])
        self.picture(page, "quote-accepted")

    def test_the_quote_of_an_experiment_is_accepted_by_its_own_tool(self):
        experiment = self.foundry.submitted(constructs=3)
        result = self.foundry.result("get_experiment_quote", experiment_id=experiment)
        quote = result["structuredContent"]
        _, frame = self.hosted("quote", result, {"experiment_id": experiment})
        frame.get_by_role("button", name="Show the items").click()
        frame.locator("#items tr").first.wait_for()
        self.assertEqual([call["name"] for call in self.calls], ["get_experiment", "get_quote"])
        frame.get_by_role("button", name="Accept …").click()
        frame.locator("#commit").click()
        frame.locator("#answer").wait_for()
        self.assertEqual(self.calls[-1], {"name": "confirm_experiment_quote", "arguments": {
            "experiment_id": experiment, "expected_amount_cents": quote["amount_total"],
            "expected_currency": quote["currency"]}})
        self.assertEqual(frame.locator("#status").inner_text(), "accepted")

    def test_a_double_click_commits_nothing(self):
        result, arguments, experiment = self.quote(constructs=2)
        _, frame = self.hosted("quote", result, arguments)
        frame.get_by_role("button", name="Accept …").dblclick()
        frame.locator("#commit").dispatch_event("click", {"detail": 2})
        self.assertEqual(self.calls, [])
        frame.get_by_role("button", name="Back").click()
        self.assertEqual(frame.locator("#commit").count(), 0)
        self.assertEqual(self.status(experiment), "waiting_for_confirmation")

    def test_a_refusal_is_shown_in_its_own_words(self):
        result, arguments, experiment = self.quote(constructs=2)
        real = result["structuredContent"]["total_cents"]
        result["structuredContent"]["total_cents"] += 100
        page, frame = self.hosted("quote", result, arguments)
        frame.get_by_role("button", name="Accept …").click()
        frame.locator("#commit").click()
        answer = frame.locator("#answer")
        answer.wait_for()
        for amount in (f"{real / 100:,.2f} USD", str(real + 100)):
            self.assertIn(amount, answer.inner_text())
        self.assertEqual(self.status(experiment), "waiting_for_confirmation")
        self.assertEqual(frame.locator("#commit").count(), 0)
        self.picture(page, "quote-refused")
        wrong = frame.locator("#total").inner_text()
        frame.get_by_role("button", name="Look again").click()
        frame.get_by_role("button", name="Accept …").wait_for()
        self.assertNotEqual(frame.locator("#total").inner_text(), wrong)

    def test_a_no_to_the_clients_own_question_is_no_acceptance(self):
        result, arguments, _ = self.quote(constructs=2)
        page, frame = self.hosted("quote", result, arguments)
        next_step = "Nothing was accepted: the user said no."
        self.answer_calls = {"content": [{"type": "text", "text": "{}"}], "structuredContent": {
            "next": next_step, "accepted": False, "status": "not_accepted", "amount_cents": 71000, "currency": "usd"}}
        frame.get_by_role("button", name="Accept …").click()
        frame.locator("#commit").click()
        frame.locator("#answer").wait_for()
        self.assertEqual(frame.locator("#answer").inner_text(), next_step)
        self.assertEqual(frame.locator("#status").inner_text(), "open")
        self.assertEqual(self.messages(page, "ui/update-model-context"), [], "the model isn't told of an acceptance")

    def test_a_client_that_refuses_the_call_is_quoted_and_nothing_is_repeated(self):
        result, arguments, experiment = self.quote(constructs=2)
        _, frame = self.hosted("quote", result, arguments)
        self.refuse_calls = "the user said no"
        frame.get_by_role("button", name="Accept …").click()
        frame.locator("#commit").click()
        frame.locator("#answer").wait_for()
        self.assertIn("the user said no", frame.locator("#answer").inner_text())
        self.assertEqual(len(self.calls), 1)
        self.assertEqual(frame.locator("#commit").count(), 0)
        self.assertEqual(self.status(experiment), "waiting_for_confirmation")

    def test_a_quote_that_lapsed_or_is_settled_offers_no_button(self):
        result, arguments, _ = self.quote(constructs=2)
        result["structuredContent"]["valid_until"] = "2026-01-01T00:00:00Z"
        page, frame = self.hosted("quote", result, arguments)
        self.assertEqual(frame.locator("#status").inner_text(), "lapsed")
        self.assertEqual(frame.locator("#accept").count(), 0)
        self.picture(page, "quote-lapsed")
        for status in ("draft", "accepted", "canceled", "stale", "something_new"):
            result["structuredContent"]["status"] = status
            _, frame = self.hosted("quote", result, arguments)
            self.assertEqual(frame.locator("#status").inner_text(), status.replace("_", " "))
            self.assertEqual(frame.get_by_role("button").count(), 0, status)

    def test_a_quote_that_lapses_while_it_is_shown_loses_its_button(self):
        result, arguments, _ = self.quote(constructs=2)
        page, frame = self.hosted("quote", None, arguments)
        result["structuredContent"]["valid_until"] = page.evaluate("new Date(Date.now() + 5000).toISOString()")
        page.evaluate("result => notify('ui/notifications/tool-result', result)", result)
        frame.locator("#accept").wait_for()
        frame.locator("#accept").wait_for(state="detached")
        self.assertEqual(frame.locator("#status").inner_text(), "lapsed")

    def test_without_tools_the_view_says_how_to_accept(self):
        result, arguments, _ = self.quote(constructs=2)
        _, frame = self.hosted("quote", result, arguments, capabilities={})
        self.assertEqual(frame.get_by_role("button").count(), 0)
        self.assertIn("Tell the assistant to", frame.locator(".offer").inner_text())
        page = self.from_file("quote", "get_quote", arguments, result)
        quote = result["structuredContent"]
        self.assertEqual(page.locator("#command").inner_text(), "foundry-mcp call confirm_quote '"
                         f'{{"quote_id":"{quote["id"]}","expected_amount_cents":{quote["total_cents"]},"expected_currency":"usd"}}\'')

    def test_dark_and_narrow(self):
        result, arguments, _ = self.quote(constructs=12)
        page, frame = self.hosted("quote", result, arguments, theme="dark")
        self.picture(page, "quote-dark")
        page, frame = self.hosted("quote", result, arguments, width=400)
        self.assertLessEqual(frame.locator("html").evaluate("root => root.scrollWidth"), 400)
        self.picture(page, "quote-narrow")

    def test_nothing_to_show_is_said(self):
        _, frame = self.hosted("quote", {"structuredContent": {}, "content": []}, {})
        self.assertIn("There is no quote to show", frame.locator("main").inner_text())
        _, frame = self.hosted("quote", {"isError": True, "content": [{"type": "text", "text": "Not found."}]}, {})
        self.assertEqual(frame.get_by_role("alert").inner_text(), "Not found.")


if __name__ == "__main__":
    unittest.main()
