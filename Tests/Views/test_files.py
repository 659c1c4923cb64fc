"""What must hold of the files themselves."""

import json
import os
import re
import unittest

from foundry import Foundry
from hosted import VIEWS

NAMES = ("experiment", "quote", "results")


class Files(unittest.TestCase):
    def setUp(self):
        self.views = {name: (VIEWS / f"{name}.html").read_text() for name in NAMES}

    def test_each_view_is_small(self):
        for name, html in self.views.items():
            self.assertLess(len(html.encode()), 60_000, name)

    def test_what_the_views_share_is_the_same_in_each(self):
        for begin, end in (("/* What all views share", "/* End of what"), ("// What all views share", "// End of what")):
            parts = {html[html.index(begin):html.index(end)] for html in self.views.values()}
            self.assertEqual(len(parts), 1, begin)

    def test_nothing_is_fetched_and_no_data_becomes_markup(self):
        for name, html in self.views.items():
            self.assertIn("default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:", html)
            self.assertNotRegex(html, r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", name)
            self.assertNotRegex(html, r"<(link|img|iframe|object|embed)\b|@import|\burl\(|\bsrc=|XMLHttpRequest|\bfetch\(|WebSocket", name)
            self.assertEqual(re.findall(r'https?://(?!www\.w3\.org/2000/svg)[^"\s]+', html), [], name)


class Served(unittest.TestCase):
    """What the program says of its views."""

    def start(self, shows_views):
        foundry = Foundry(os.environ["FOUNDRY_MCP"], shows_views=shows_views)
        self.addCleanup(foundry.close)
        return foundry

    def test_tools_point_at_views_that_can_be_read(self):
        foundry = self.start(True)
        seen = {}
        for tool in foundry.request("tools/list", {})["tools"]:
            if view := tool.get("_meta", {}).get("ui", {}).get("resourceUri"):
                seen.setdefault(view, []).append(tool["name"])
        self.assertEqual(seen, {
            "ui://foundry/results": ["list_experiment_results", "list_results", "get_result"],
            "ui://foundry/quote": ["get_experiment_quote", "get_quote"], "ui://foundry/experiment": ["get_experiment"]})
        for name in NAMES:
            self.assertEqual(foundry.view(name), (VIEWS / f"{name}.html").read_text())

    def test_a_client_without_views_sees_none(self):
        foundry = self.start(False)
        self.assertNotIn("ui://", json.dumps(foundry.request("tools/list", {})))
        self.assertNotIn("ui://", json.dumps(foundry.request("resources/list", {})))


if __name__ == "__main__":
    unittest.main()
