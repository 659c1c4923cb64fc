"""`codex exec`, which answers every question of a server with no: the server has to be started with --confirm amount."""
import os
import subprocess
import tempfile

from codex_cli_bin import bundled_codex_path

from journey import PROGRAM, arguments, run
from responses_api import configuration, provider


def play(journey):
    home = tempfile.mkdtemp(prefix="foundry-codex-")
    with open(os.path.join(home, "config.toml"), "w") as file:
        file.write(configuration(provider(journey), PROGRAM, arguments("--confirm", "amount")))
    codex = subprocess.run(
        [bundled_codex_path(), "exec", "--skip-git-repo-check", "Order it."], timeout=300, cwd=home, text=True,
        env={**os.environ, "CODEX_HOME": home, "HOME": home}, stdin=subprocess.DEVNULL, capture_output=True)
    if getattr(journey, "error", None):
        raise journey.error
    assert codex.returncode == 0, codex.stderr[-300:]


run("openai-codex-cli-bin", play)
