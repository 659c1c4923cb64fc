"""What every client plays: an order from the antigen to the results, on the sandbox, with a scripted model.

`Journey` stands in for the model: it is given the text of each tool's result and names the next call. `run` measures and
prints one line, or what went wrong, with exit status 1.
"""
import asyncio
import importlib.metadata
import json
import os
import pathlib
import sys
import tempfile
import time

PROGRAM = os.environ.get("FOUNDRY_MCP") or str(
    pathlib.Path(__file__).resolve().parents[2] / ".build/debug/foundry-mcp")
VH = ("EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYC"
      "SRWGGDGFYAMDYWGQGTLVTVSS")


def arguments(*more):
    """The arguments of the server: the sandbox, fast, and with a state that a client with a process per call needs."""
    state = os.path.join(tempfile.mkdtemp(prefix="foundry-clients-"), "lab.json")
    return ["serve", "--sandbox", "--pace", "0.2", "--state", state, *more]


class Journey:
    """A model with a plan. `next` takes the result of the last call and gives the name and arguments of the next one."""

    def __init__(self, sends=lambda tool, arguments: arguments):
        self.calls = 0
        self.rows = 0
        self.accepted = None
        self.done = False
        self._sends = sends
        self._plan = self._play()
        self._started = False

    def next(self, result=None):
        """The next call as (tool, arguments); None after the last."""
        try:
            if not self._started:
                self._started = True
                tool, given = next(self._plan)
            else:
                tool, given = self._plan.send(self._value(result))
        except StopIteration:
            self.done = True
            return None
        self.calls += 1
        return tool, self._sends(tool, given)

    @staticmethod
    def _value(result):
        """The JSON at the beginning of a result's text, however a client wraps it."""
        if not isinstance(result, str):
            result = text_of(result)
        start = result.find("{")
        if start < 0:
            raise AssertionError(f"the result is no JSON: {result[:300]}")
        return json.JSONDecoder().raw_decode(result[start:])[0]

    def _play(self):
        targets = yield "list_targets", {"search": "HER2", "selfservice_only": True, "limit": 3}
        spec = {
            "experiment_type": "affinity", "method": "bli", "target_id": targets["items"][0]["id"], "n_replicates": 2,
            "sequences": {"trastuzumab_vh": {"aa_string": VH, "control": True}, "variant": VH.replace("NGYTRY", "NGYARY")},
        }
        estimate = yield "estimate_cost", {"experiment_spec": spec}
        assert estimate["breakdown"]["total_cents"] > 0, estimate
        made = yield "create_experiment", {"name": "Client check", "experiment_spec": spec}
        experiment = {"experiment_id": made["experiment_id"]}
        yield "submit_experiment", experiment
        waited = yield "wait_for_experiment", {**experiment, "until": "quote", "timeout_seconds": 300}
        assert waited["reached"], waited
        quote = yield "get_experiment_quote", experiment
        answer = yield "confirm_experiment_quote", {
            **experiment, "expected_amount_cents": quote["amount_total"], "expected_currency": quote["currency"]}
        self.accepted = answer["accepted"]
        assert self.accepted, answer
        waited = yield "wait_for_experiment", {**experiment, "until": "done", "timeout_seconds": 300}
        assert waited["reached"], waited
        results = yield "list_experiment_results", experiment
        self.rows = sum(len(item["summary"]) for item in results["items"])
        assert self.rows >= 2, f"{self.rows} rows"


def text_of(content):
    """The text of a result in one of the forms in which clients hand it to a model."""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        return content["text"] if "text" in content else json.dumps(content)
    if isinstance(content, (list, tuple)):
        return "\n".join(text_of(part) for part in content)
    return getattr(content, "text", None) or str(content)


def run(package, play):
    """Plays a journey with a client. `play` takes it, and may be asynchronous."""
    journey = Journey()
    name = pathlib.Path(sys.argv[0]).stem
    begin = time.monotonic()
    try:
        version = importlib.metadata.version(package)
        outcome = play(journey)
        if asyncio.iscoroutine(outcome):
            asyncio.run(asyncio.wait_for(outcome, 600))
        assert journey.done, f"it stopped after {journey.calls} calls"
    except Exception as error:  # One line is what this is for; the whole story is in DEBUG.
        if os.environ.get("DEBUG"):
            raise
        while isinstance(error, BaseExceptionGroup) and error.exceptions:
            error = error.exceptions[0]
        message = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        print(f"FAIL {name}: after {journey.calls} calls: {message}")
        sys.exit(1)
    took = time.monotonic() - begin
    print(f"ok   {name} ({package} {version}): {journey.calls} calls, an order, {journey.rows} results, {took:.1f} s")
