"""What must hold of the files themselves."""

import re
import unittest

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


if __name__ == "__main__":
    unittest.main()
