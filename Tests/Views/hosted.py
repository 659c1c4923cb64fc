"""A view in a browser: within a host, or opened from a file."""

import json
import os
import pathlib
import shutil
import unittest

from playwright.sync_api import sync_playwright

from foundry import Foundry

HOST = (pathlib.Path(__file__).resolve().parent / "host.html").as_uri()
PICTURES = os.environ.get("VIEWS_PICTURES")
ALL = {"serverTools": {}, "openLinks": {}, "downloadFile": {}, "updateModelContext": {"text": {}}}


class ViewTest(unittest.TestCase):
    """Tests on one browser and one sandbox. A test fails on any error in the console and any request."""

    pace = 0.02

    @classmethod
    def setUpClass(cls):
        cls.foundry = Foundry(os.environ["FOUNDRY_MCP"], pace=cls.pace)
        cls.addClassCleanup(cls.foundry.close)
        driver = sync_playwright().start()
        cls.addClassCleanup(driver.stop)
        cls.browser = driver.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"])
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.complaints, self.requests, self.calls = [], [], []
        self.refuse_calls = self.answer_calls = None

    def tearDown(self):
        self.assertEqual(self.complaints, [], "the console has errors")
        self.assertEqual(self.requests, [], "a request left the page")

    def page(self, width=900, theme="light"):
        """An empty page that writes down what it should not do."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 700}, color_scheme=theme, locale="en-GB", timezone_id="Europe/Zurich",
            accept_downloads=True)
        self.addCleanup(context.close)
        context.set_default_timeout(120_000)
        page = context.new_page()
        page.on("console", lambda message: message.type in ("error", "warning") and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: request.url.startswith(("file:", "data:", "blob:", "about:"))
                or self.requests.append(request.url))
        return page

    def hosted(self, view, result=None, arguments=None, width=900, theme="light", capabilities=ALL, context=None,
               cancelled=None, tool=None):
        """The view in a host that gives it a result; returns the page and the view's frame."""
        page = self.page(width, theme)

        def call_tool(params):
            self.calls.append(params)
            if self.refuse_calls:
                raise RuntimeError(self.refuse_calls)
            return self.answer_calls or self.foundry.request("tools/call", params)

        page.expose_function("callTool", call_tool)
        page.goto(HOST)
        tool_info = {"toolInfo": {"tool": {"name": tool, "inputSchema": {"type": "object"}}}} if tool else {}
        page.evaluate("setup => open_(setup)", {
            "html": self.foundry.view(view), "result": result, "input": arguments,
            "cancelled": cancelled, "capabilities": capabilities,
            "context": {"theme": theme, "locale": "en-GB", "timeZone": "UTC", **tool_info, **(context or {})}})
        frame = page.frame_locator("iframe")
        frame.locator("h1").wait_for()
        if result is not None or cancelled is not None:
            self.settled(page)
        return page, frame

    def settled(self, page):
        """Waits until the view has drawn what it was given and the host has given it its height."""
        page.wait_for_function("log.some(message => message.method === 'ui/notifications/size-changed')")
        page.wait_for_function("log.some(message => /tool-(result|cancelled)$/.test(message.method ?? ''))")
        page.evaluate("new Promise(done => setTimeout(done, 120))")

    def from_file(self, view, tool, arguments, result, extra=None, width=900, theme="light"):
        """The view as a file with the data in it, without a host."""
        envelope = {"tool": tool, "arguments": arguments, "result": result, "extra": extra}
        inlined = json.dumps(envelope).replace("<", "\\u003c")
        slot = '<script type="application/json" id="data">'
        html = self.foundry.view(view)
        self.assertEqual(html.count(slot), 1)
        folder = pathlib.Path(self.enterContext(temporary_folder()))
        file = folder / f"{view}.html"
        file.write_text(html.replace(slot, slot + inlined))
        page = self.page(width, theme)
        page.goto(file.as_uri())
        return page

    def messages(self, page, method):
        """What the view sent to the host by this method, oldest first."""
        return [message.get("params") for message in page.evaluate("log")
                if message["to"] == "host" and message.get("method") == method]

    def picture(self, page, name):
        """Keeps what the page looks like, where somebody wants to see it."""
        if PICTURES:
            pathlib.Path(PICTURES).mkdir(parents=True, exist_ok=True)
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
            page.evaluate("new Promise(done => setTimeout(done, 200))")
            page.screenshot(path=pathlib.Path(PICTURES) / f"{name}.png")


def temporary_folder():
    import tempfile
    return tempfile.TemporaryDirectory(prefix="foundry-view-")
