"""`copilot -p`, GitHub Copilot CLI with nobody to ask. It says that it can ask, and leaves every question without an answer:
the server has to be started with --confirm amount."""
import json
import os
import subprocess
import tempfile

from copilot.client import _get_bundled_cli_path

from journey import PROGRAM, arguments, run
from responses_api import offline, provider


def play(journey):
    server = {"type": "local", "command": PROGRAM, "args": arguments("--confirm", "amount"), "tools": ["*"]}
    with tempfile.TemporaryDirectory(prefix="foundry-copilot-") as home:
        copilot = subprocess.run(
            [_get_bundled_cli_path(), "-p", "Order it.", "--allow-all-tools", "--additional-mcp-config",
             json.dumps({"mcpServers": {"foundry": server}})],
            timeout=300, cwd=home, text=True, env=offline(provider(journey), home), stdin=subprocess.DEVNULL,
            capture_output=True)
    if os.environ.get("DEBUG"):
        print(copilot.stdout, copilot.stderr)
    if getattr(journey, "error", None):
        raise journey.error
    assert copilot.returncode == 0, copilot.stderr[-300:]


run("github-copilot-sdk", play)
