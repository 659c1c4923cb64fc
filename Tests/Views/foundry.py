"""The program under test: its sandbox, and a server that speaks MCP with it."""

import json
import os
import random
import subprocess
import time
import urllib.request

EXTENSION = "io.modelcontextprotocol/ui"
MIME_TYPE = "text/html;profile=mcp-app"


class ToolError(Exception):
    """A failed result of a tool."""


class Foundry:
    """A sandbox of its own, and a server on it, as a client that shows views launches it."""

    def __init__(self, binary, pace=0.02, shows_views=True):
        self.sandbox = subprocess.Popen(
            [binary, "sandbox", "--pace", str(pace)], stdout=subprocess.PIPE, text=True)
        url, key = (self.sandbox.stdout.readline().strip() for _ in range(2))
        self.url, self.key = url, key
        self.environment = {**os.environ, "FOUNDRY_API_URL": url, "FOUNDRY_API_TOKEN": key}
        self.environment.pop("FOUNDRY_SANDBOX", None)
        self.binary = binary
        self.server = subprocess.Popen(
            [binary, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self.environment)
        self.last = 0
        extensions = {"extensions": {EXTENSION: {"mimeTypes": [MIME_TYPE]}}} if shows_views else {}
        self.greeting = self.request("initialize", {
            "protocolVersion": "2025-11-25", "capabilities": extensions,
            "clientInfo": {"name": "view-tests", "version": "1"}})
        self._write({"method": "notifications/initialized"})

    def close(self):
        self.server.stdin.close()
        self.server.wait(timeout=60)
        self.server.stdout.close()
        self.sandbox.terminate()
        self.sandbox.wait(timeout=60)
        self.sandbox.stdout.close()

    def _write(self, message):
        self.server.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self.server.stdin.flush()

    def request(self, method, params):
        self.last += 1
        self._write({"id": self.last, "method": method, "params": params})
        while line := self.server.stdout.readline():
            message = json.loads(line)
            if message.get("id") == self.last:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
        raise RuntimeError(f"{method}: the server went away")

    def view(self, name):
        """A view, as the server gives it to a host."""
        [contents] = self.request("resources/read", {"uri": f"ui://foundry/{name}"})["contents"]
        assert contents["mimeType"] == MIME_TYPE, contents["mimeType"]
        return contents["text"]

    def program(self, *words):
        """What the program prints for these words, called from a shell without a screen."""
        environment = {name: value for name, value in self.environment.items() if "DISPLAY" not in name}
        return subprocess.run([self.binary, *words], env=environment, check=True, capture_output=True, text=True).stdout

    def result(self, name, /, **arguments):
        """The result of a tool, failed or not."""
        return self.request("tools/call", {"name": name, "arguments": arguments})

    def call(self, name, /, **arguments):
        """What a tool answers."""
        result = self.result(name, **arguments)
        if result.get("isError"):
            raise ToolError(result["content"][0]["text"])
        return result["structuredContent"]

    # What tests order.

    def order(self, kind="affinity", constructs=12, replicates=3, name="View test", **more):
        """A draft of as many constructs, the first of which is a positive control."""
        spec = {"experiment_type": kind, "sequences": sequences(constructs), **more}
        if kind != "epitope_binning":
            spec["n_replicates"] = replicates
        if kind in ("affinity", "screening", "epitope_binning"):
            spec.setdefault("target_id", self.target())
        if kind in ("affinity", "screening"):
            spec["method"] = "bli"
        return self.call("create_experiment", name=name, experiment_spec=spec)["experiment_id"]

    def target(self, search="HER2"):
        return self.call("list_targets", search=search)["items"][0]["id"]

    def submitted(self, **order):
        experiment = self.order(**order)
        self.call("submit_experiment", experiment_id=experiment)
        self.call("wait_for_experiment", experiment_id=experiment, until="quote")
        return experiment

    def accepted(self, **order):
        experiment = self.submitted(**order)
        quote = self.call("get_experiment_quote", experiment_id=experiment)
        self.call("confirm_experiment_quote", experiment_id=experiment,
                  expected_amount_cents=quote["amount_total"], expected_currency=quote["currency"])
        return experiment

    def measured(self, until="done", **order):
        experiment = self.accepted(**order)
        self.wait(experiment, until)
        return experiment

    def decide(self, experiment, status):
        """Gives an experiment a status, which it keeps, as the lab's staff would."""
        urllib.request.urlopen(urllib.request.Request(
            f"{self.url}/sandbox/experiments/{experiment}/status", json.dumps({"status": status}).encode(),
            {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}), timeout=120).close()

    def wait(self, experiment, status, seconds=120):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.call("get_experiment", experiment_id=experiment)["status"] == status:
                return
            time.sleep(0.02)
        raise RuntimeError(f"{experiment} was not {status} within {seconds} s")


# The variable domains of trastuzumab, a known binder of HER2 (WHO INN list; PDB 1N8Z), joined by a linker.
TRASTUZUMAB_VH = (
    "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGGD"
    "GFYAMDYWGQGTLVTVSS")
TRASTUZUMAB = TRASTUZUMAB_VH + (
    "GGGGSGGGGSGGGGS"
    "DIQMTQSPSSLSASVGDRVTITCRASQDVNTAVAWYQQKPGKAPKLLIYSASFLYSGVPSRFSGSRSGTDFTLTISSLQPEDFATYYCQQHYTTPPTFGQGT"
    "KVEIK")
# The third loop by which the heavy chain of pertuzumab binds HER2 elsewhere (PDB 1S78).
PERTUZUMAB_H3, TRASTUZUMAB_H3 = "ARNLGPSFYFDY", "SRWGGDGFYAMDY"


def sequences(count):
    """A positive control, and constructs that are made up, the same at each run: of four, one is trastuzumab's heavy chain with
    other residues outside its third loop, and binds; the others are single domains with random loops, of which few bind."""
    dice = random.Random(20)

    def loop(shortest, longest):
        return "".join(dice.choices("YYYSSSSGGGGDDNTTARRVLIWFPEKQHM", k=dice.randint(shortest, longest)))

    made = {"trastuzumab_scFv": {"aa_string": TRASTUZUMAB, "control": True}}
    for index in range(1, count):
        variant = TRASTUZUMAB_VH.replace("YPTNGYTRY", loop(9, 9))
        if index % 8 == 5:
            variant = variant.replace(TRASTUZUMAB_H3, PERTUZUMAB_H3)
        made[f"design_{index:03d}"] = variant if index % 4 == 1 else (
            f"QVQLVESGGGLVQAGGSLRLSCAAS{loop(8, 8)}MGWFRQAPGKEREFVAAI{loop(7, 8)}YADSVKGRFTISRDNAKNTVYLQMNSLKPEDTAVYYCAA"
            f"{loop(9, 17)}WGQGTQVTVSS")
    return made
