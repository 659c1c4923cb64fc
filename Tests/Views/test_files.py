"""What must hold of the pages themselves, as the program gives them."""

import json
import os
import re
import unittest

from foundry import Foundry

NAMES = ("experiment", "quote", "results")


class Served(unittest.TestCase):
    """What the program says of its views."""

    def start(self, shows_views=True):
        foundry = Foundry(os.environ["FOUNDRY_MCP"], shows_views=shows_views)
        self.addCleanup(foundry.close)
        return foundry

    def test_each_view_is_small(self):
        foundry = self.start()
        for name in NAMES:
            self.assertLess(len(foundry.view(name).encode()), 80_000, name)

    def test_what_the_views_share_stands_once_in_each(self):
        foundry = self.start()
        for name in NAMES:
            html = foundry.view(name)
            self.assertEqual([html.count(word) for word in ("--paper: ", "function start(", "shared.")], [1, 1, 0], name)

    def test_nothing_is_fetched_and_no_data_becomes_markup(self):
        foundry = self.start()
        for name in NAMES:
            html = foundry.view(name)
            self.assertIn("default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:", html)
            self.assertNotRegex(html, r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", name)
            self.assertNotRegex(html, r"<(link|img|iframe|object|embed)\b|@import|\burl\(|\bsrc=|XMLHttpRequest|\bfetch\(|WebSocket", name)
            self.assertEqual(re.findall(r'https?://(?!www\.w3\.org/2000/svg)[^"\s]+', html), [], name)

    def test_tools_point_at_views_that_can_be_read(self):
        foundry = self.start()
        seen = {}
        for tool in foundry.request("tools/list", {})["tools"]:
            if view := tool.get("_meta", {}).get("ui", {}).get("resourceUri"):
                seen.setdefault(view, []).append(tool["name"])
        self.assertEqual(seen, {
            "ui://foundry/results": ["list_experiment_results", "list_results", "get_result", "analyze_results"],
            "ui://foundry/quote": ["get_experiment_quote", "get_quote"], "ui://foundry/experiment": ["get_experiment"]})

    def test_a_client_without_views_sees_none(self):
        foundry = self.start(False)
        self.assertNotIn("ui://", json.dumps(foundry.request("tools/list", {})))
        self.assertNotIn("ui://", json.dumps(foundry.request("resources/list", {})))


if __name__ == "__main__":
    unittest.main()
