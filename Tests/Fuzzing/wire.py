#!/usr/bin/env python3
"""Plays broken sessions against the program, and holds it to four promises.

    python3 Tests/Fuzzing/wire.py .build/release/foundry-mcp [--sessions 500] [--seed 1]

Whatever comes in: the process does not die; each line that it writes is a message of JSON-RPC; a valid request that
follows is answered, once; and the end of the input ends it with status 0. Before that, each call that the sessions are
made of is made unbroken, to see that it is valid. The same seed sends the same lines. Each group of sessions goes to a
process of its own, on the sandbox. Where a promise is broken the lines of the group are left in a file. It needs nothing
but Python.
"""

import argparse
import collections
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time

import mutations
import sessions

PATIENCE = 120
LINE_LIMIT = 32 << 20


class Broken(Exception):
    """A promise that was not kept."""


def refuse(word):
    raise ValueError(f"{word} is not JSON")


class Server:
    """A process of the program, and what it says."""

    def __init__(self, program, home):
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": home, "TMPDIR": home}
        # Sanitizers of the program are told what to do through the environment.
        environment |= {
            name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS") or name == "LD_PRELOAD"}
        self.process = subprocess.Popen(
            [program, "serve", "--sandbox", "--pace", "0.2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment)
        self.sent = []
        self.answers = {}
        self.counts = collections.Counter()
        self.trouble = None
        self.complaints = b""
        self.arrived = threading.Condition()
        self.threads = [threading.Thread(target=self.read), threading.Thread(target=self.listen)]
        for thread in self.threads:
            thread.start()

    def read(self):
        for line in self.process.stdout:
            with self.arrived:
                try:
                    self.take(json.loads(line.decode("utf-8"), parse_constant=refuse), line)
                except (ValueError, Broken) as error:
                    self.trouble = self.trouble or f"{error}: {line[:300]!r}"
                self.arrived.notify_all()
        with self.arrived:
            self.arrived.notify_all()

    def listen(self):
        for line in self.process.stderr:
            self.complaints = (self.complaints + line)[-100_000:]

    def take(self, message, line):
        if not line.endswith(b"\n"):
            raise Broken("a line without an end")
        for message in message if isinstance(message, list) else [message]:
            if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
                raise Broken("no message of JSON-RPC")
            if "method" in message:
                self.counts["requests" if "id" in message else "notifications"] += 1
                continue
            if ("result" in message) == ("error" in message):
                raise Broken("neither a result nor an error")
            error = message.get("error")
            if error is not None and not (isinstance(error["code"], int) and isinstance(error["message"], str)):
                raise Broken("an error of another form")
            self.counts["results" if error is None else f"error {error['code']}"] += 1
            identifier = message.get("id")
            if isinstance(identifier, str) and identifier.startswith("probe-"):
                if identifier in self.answers:
                    raise Broken("answered twice")
                self.answers[identifier] = message

    def send(self, line):
        self.sent.append(line)
        try:
            self.process.stdin.write(line + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Broken("the process took no more") from None

    def ask(self, name, method, params):
        """Sends a valid request, and waits for its result."""
        name = f"probe-{name}"
        params = {**params, "_meta": {
            "io.modelcontextprotocol/protocolVersion": sessions.MODERN,
            "io.modelcontextprotocol/clientCapabilities": {}}}
        self.send(mutations.text({"jsonrpc": "2.0", "id": name, "method": method, "params": params}))
        with self.arrived:
            self.arrived.wait_for(
                lambda: self.trouble or name in self.answers or self.process.poll() is not None, PATIENCE)
            self.check()
            if name not in self.answers:
                raise Broken(f"{method} was not answered within {PATIENCE} s")
            if "result" not in self.answers[name]:
                raise Broken(f"{method} was answered with {self.answers[name]}")
            return self.answers[name]["result"]

    def check(self):
        if self.trouble:
            raise Broken(self.trouble)
        if self.process.poll() is not None:
            raise Broken(f"the process ended with {self.process.returncode}")

    def end(self):
        """Ends the input, and waits for the end of the process."""
        self.process.stdin.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise Broken(f"the end of the input did not end it within {PATIENCE} s") from None
        for thread in self.threads:
            thread.join(PATIENCE)
        if self.trouble:
            raise Broken(self.trouble)
        if self.process.returncode != 0:
            raise Broken(f"it ended with {self.process.returncode}")

    def kill(self):
        self.process.kill()
        self.process.wait()


def facts(server):
    """What is there to be named: a target, and an experiment with a quote."""
    target = server.ask("target", "tools/call", {"name": "list_targets", "arguments": {"limit": 1}})
    target = target["structuredContent"]["items"][0]["id"]
    specification = {
        "experiment_type": "affinity", "method": "bli", "target_id": target, "n_replicates": 1,
        "sequences": {"a": sessions.SEQUENCE}}
    made = server.ask("experiment", "tools/call", {"name": "create_experiment", "arguments": {
        "name": "Ready", "skip_draft": True, "experiment_spec": specification}})
    experiment = made["structuredContent"]["experiment_id"]
    quotes = server.ask("quote", "tools/call", {"name": "list_quotes", "arguments": {}})
    return {"target": target, "experiment": experiment, "quote": quotes["structuredContent"]["items"][0]["id"]}


def check_calls(server, seed):
    """Makes each call that the sessions are made of as it is: one that the program does not send tries little."""
    known = facts(server)
    for roll in range(5):
        for name, arguments in sessions.calls(random.Random(f"{seed}/calls/{roll}"), known):
            result = server.ask(f"{roll}-{len(server.sent)}", "tools/call", {"name": name, "arguments": arguments})
            error = result.get("_meta", {}).get("com.adaptyvbio.foundry/error", {})
            # With a status, it was the API that found fault.
            if error.get("kind") == "invalid_arguments" and "http_status" not in error:
                raise Broken(f"sessions.py has an invalid call: {result['content'][0]['text']}")
    server.end()


def play(server, seed, group, count):
    known = facts(server)
    for number in range(group, group + count):
        dice = random.Random(f"{seed}/{number}")
        messages = sessions.session(dice, known, 1000 * (number + 1))
        for line in mutations.broken(dice, messages, dice.choice([0.1, 0.3, 0.7])):
            server.send(line)
        if number == 0:
            server.send(b'"' + b"x" * LINE_LIMIT)
            server.sent[-1] = b"(a line that is too long)"
        method, params = dice.choice([
            ("server/discover", {}), ("tools/list", {}), ("tools/call", {"name": "whoami", "arguments": {}})])
        server.ask(str(number), method, params)
    # A line that the end cuts off.
    server.process.stdin.write(dice.choice([b"", b"{", b'{"jsonrpc":"2.0","id":1,"method":"pi']))
    server.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--sessions", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--together", type=int, default=10, help="how many sessions go to one process")
    options = parser.parse_args()

    begin = time.monotonic()
    lines, counts, failures = 0, collections.Counter(), 0
    groups = range(0, options.sessions, options.together)
    work = [("the calls", lambda server: check_calls(server, options.seed))] + [
        (f"sessions from {group}", lambda server, group=group: play(
            server, options.seed, group, min(options.together, options.sessions - group)))
        for group in groups]
    with tempfile.TemporaryDirectory() as home:
        for number, (name, act) in enumerate(work):
            server = Server(os.path.abspath(options.program), home)
            try:
                act(server)
            except Broken as error:
                failures += 1
                record = os.path.join(tempfile.gettempdir(), f"wire-{options.seed}-{number}.txt")
                with open(record, "wb") as file:
                    file.write(b"\n".join(server.sent) + b"\n")
                print(f"FAIL {name}: {error}\n     the lines: {record}")
                print("     " + server.complaints.decode(errors="replace")[-2000:])
            finally:
                server.kill()
            lines += len(server.sent)
            counts += server.counts
    told = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    print(f"{options.sessions} sessions of seed {options.seed}, {lines} lines in {time.monotonic() - begin:.0f} s: {told}")
    print("FAIL" if failures else "ok")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
