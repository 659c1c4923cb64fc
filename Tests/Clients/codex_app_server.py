"""Codex, by its app-server, with a model provider on this machine that plays the journey. Its user says yes when asked."""
import json
import os
import subprocess
import tempfile
import threading

from codex_cli_bin import bundled_codex_path

from journey import PROGRAM, arguments, run
from responses_api import configuration, provider

asked = []


def answer(message):
    """What this client's user says: yes."""
    if "elicitation" in message["method"]:
        asked.append(message["params"].get("message"))
        return {"action": "accept", "content": {"accept": True}}
    return {"decision": "accept"}


def play(journey):
    home = tempfile.mkdtemp(prefix="foundry-codex-")
    with open(os.path.join(home, "config.toml"), "w") as file:
        file.write(configuration(provider(journey), PROGRAM, arguments()))
    environment = {**os.environ, "CODEX_HOME": home, "HOME": home, "RUST_LOG": "error"}
    codex = subprocess.Popen(
        [bundled_codex_path(), "app-server"], env=environment, cwd=home, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=None if os.environ.get("DEBUG") else subprocess.DEVNULL)
    watchdog = threading.Timer(300, codex.kill)
    watchdog.start()

    def send(message):
        codex.stdin.write(json.dumps(message) + "\n")
        codex.stdin.flush()

    def until(matches):
        for line in codex.stdout:
            message = json.loads(line)
            if os.environ.get("DEBUG"):
                print(line[:300])
            if "method" in message and "id" in message:
                send({"id": message["id"], "result": answer(message)})
            elif matches(message):
                if "error" in message:
                    raise AssertionError(message["error"])
                return message
        raise AssertionError("Codex ended")

    try:
        send({"id": 1, "method": "initialize", "params": {
            "clientInfo": {"name": "check", "title": "Check", "version": "1"},
            "capabilities": {"experimentalApi": True}}})
        until(lambda message: message.get("id") == 1)
        send({"method": "initialized"})
        send({"id": 2, "method": "thread/start", "params": {"cwd": home}})
        thread = until(lambda message: message.get("id") == 2)["result"]["thread"]["id"]
        send({"id": 3, "method": "turn/start", "params": {
            "threadId": thread, "input": [{"type": "text", "text": "Order it."}]}})
        until(lambda message: message.get("method") == "turn/completed")
    finally:
        watchdog.cancel()
        codex.kill()
    if getattr(journey, "error", None):
        raise journey.error
    assert any("USD" in (question or "") for question in asked), f"asked: {asked}"


run("openai-codex-cli-bin", play)
