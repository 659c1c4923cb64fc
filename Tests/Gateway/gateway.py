"""Users of one gateway, all at once: each with a key, an organisation and a process of the program of their own.

The sandbox mints a key per user, mcp-proxy launches one server per key, and as many clients as users drive an experiment
over streamable HTTP. Nobody may meet an error, or anything of anybody else.
"""

import asyncio
import json
import logging
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

ROUNDS = 4
# The heavy variable domain of trastuzumab, a known binder of HER2 (WHO INN list; PDB 1N8Z).
TRASTUZUMAB_VH = (
    "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGGD"
    "GFYAMDYWGQGTLVTVSS")


def mint(url, partner_key, name):
    """A new user in a new organisation: ids, and the key as `token`."""
    body = {"org": {"type": "new_org", "name": name}, "email": f"scientist@{name}.example"}
    request = urllib.request.Request(
        f"{url}/api/v1/partners/mint-token", json.dumps(body).encode(),
        {"Authorization": f"Bearer {partner_key}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_gateway(process, port, log):
    """Returns when the gateway listens, which it does once every server has answered it."""
    for _ in range(1800):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=10).close()
            return
        except OSError:
            assert process.poll() is None, f"mcp-proxy ended:\n{pathlib.Path(log).read_text()}"
            time.sleep(0.1)
    raise AssertionError("mcp-proxy does not listen after three minutes")


def children(parent):
    """The processes that a process started: their ids and resident MiB."""
    rows = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True).stdout
    table = [tuple(map(int, row.split())) for row in rows.splitlines()]
    return {pid: size / 1024 for pid, ppid, size in table if ppid == parent}


def memory_together(pids):
    """MiB of processes, pages that they share counted once; None where the system does not tell."""
    try:
        texts = [pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    except OSError:
        return None
    return sum(int(line.split()[1]) for text in texts for line in text.splitlines() if line.startswith("Pss:")) / 1024


def processor_time(pids):
    """Seconds of processor time of processes together; None where the system does not tell."""
    try:
        texts = [pathlib.Path(f"/proc/{pid}/stat").read_text() for pid in pids]
    except OSError:
        return None
    ticks = [text.rpartition(")")[2].split()[11:13] for text in texts]
    return sum(int(user) + int(system) for user, system in ticks) / os.sysconf("SC_CLK_TCK")


class User:
    """A client of the gateway, and what it learned."""

    def __init__(self, name, minted, port):
        self.name, self.id, self.address = name, minted["user"]["id"], f"http://127.0.0.1:{port}/servers/{name}/mcp/"
        self.requests, self.experiments, self.latencies = 0, [], []

    async def request(self, awaitable):
        start = time.monotonic()
        answer = await awaitable
        self.latencies.append(time.monotonic() - start)
        self.requests += 1
        return answer

    async def call(self, tool, arguments, fails=False):
        result = await self.request(self.session.call_tool(tool, arguments))
        text = result.content[0].text
        assert result.isError == fails, f"{self.name}: {tool}: {text}"
        return text if fails else result.structuredContent

    async def journey(self):
        tools = await self.request(self.session.list_tools())
        assert len(tools.tools) > 30, f"{self.name} was offered {len(tools.tools)} tools"
        targets = await self.call("list_targets", {"search": "HER2", "selfservice_only": True, "limit": 5})
        spec = {
            "experiment_type": "affinity", "method": "bli", "target_id": targets["items"][0]["id"],
            "sequences": {"trastuzumab_VH": TRASTUZUMAB_VH}, "n_replicates": 3}
        cost = await self.call("estimate_cost", {"experiment_spec": spec})
        assert cost["breakdown"]["total_cents"] > 0, cost
        title = f"{self.name}, round {len(self.experiments) + 1}"
        made = await self.call("create_experiment", {"name": title, "experiment_spec": spec})
        self.experiments.append(made["experiment_id"])
        found = await self.call("get_experiment", {"experiment_id": made["experiment_id"]})
        assert found["name"] == title, found
        await self.sees_only_its_own()

    async def sees_only_its_own(self):
        listed = await self.call("list_experiments", {"limit": 100})
        assert {item["id"] for item in listed["items"]} == set(self.experiments), f"{self.name} sees {listed}"

    async def keeps_apart_from(self, other):
        """That its key is its own, and that what another made does not exist for it."""
        me = await self.call("whoami", {})
        assert me["user_id"] == self.id, me
        await self.sees_only_its_own()
        await self.call("get_experiment", {"experiment_id": other.experiments[0]}, fails=True)

    async def has_to_name_the_price(self):
        """mcp-proxy cannot ask its user, so a quote is accepted only with its amount in the call."""
        order = {"experiment_id": self.experiments[0]}
        await self.call("submit_experiment", order)
        await self.call("wait_for_experiment", {**order, "until": "quote"})
        unstated = await self.call("confirm_experiment_quote", order)
        assert unstated["accepted"] is False and unstated["reason"] == "not_confirmed", unstated
        quote = await self.call("get_experiment_quote", order)
        price = {"expected_amount_cents": quote["amount_total"], "expected_currency": quote["currency"]}
        assert (await self.call("confirm_experiment_quote", {**order, **price}))["status"] == "accepted"


async def drive(users):
    """Every user's journeys, all at once. Returns the requests and seconds of the journeys alone."""
    connected, finished = asyncio.Barrier(len(users) + 1), asyncio.Barrier(len(users) + 1)

    async def one(user, neighbour):
        async with streamable_http_client(user.address) as streams, ClientSession(*streams[:2]) as user.session:
            await user.session.initialize()
            await connected.wait()
            for _ in range(ROUNDS):
                await user.journey()
            await finished.wait()
            await user.keeps_apart_from(neighbour)
            await user.has_to_name_the_price()

    async def clock():
        await connected.wait()
        start = time.monotonic()
        await finished.wait()
        return sum(user.requests for user in users), time.monotonic() - start

    async with asyncio.TaskGroup() as group:
        timed = group.create_task(clock())
        for index, user in enumerate(users):
            group.create_task(one(user, users[index - 1]))
    return timed.result()


def first(trouble):
    """One of the errors in a group: the others are mostly the same."""
    while isinstance(trouble, BaseExceptionGroup):
        trouble = trouble.exceptions[0]
    return trouble


def report(users, requests, seconds, gateway):
    latencies = sorted(time for user in users for time in user.latencies)
    servers = children(gateway.pid)
    assert len(servers) == len(users), f"{len(servers)} processes for {len(users)} users"
    resident, together = sorted(servers.values()), memory_together(servers)
    print(f"{len(users)} users at once, {ROUNDS} journeys each: no error, and nobody saw anything of anybody else")
    print(f"requests     {requests} in {seconds:.1f} s: {requests / seconds:.0f} a second, through mcp-proxy")
    print(f"one request  median {latencies[len(latencies) // 2] * 1000:.0f} ms, all {len(users)} users waiting")
    print(f"memory       {resident[len(resident) // 2]:.0f} MiB resident per process", end="")
    print(f", {together / len(users):.0f} MiB with shared pages counted once" if together else "")
    print(f"mcp-proxy    {children(os.getpid())[gateway.pid]:.0f} MiB resident")
    if (servers_time := processor_time(servers)) is not None:
        clients_time, proxy_time = processor_time([os.getpid()]), processor_time([gateway.pid])
        print(f"processor    {servers_time:.1f} s in the {len(users)} servers, {proxy_time:.1f} s in mcp-proxy, ", end="")
        print(f"{clients_time:.1f} s in the clients")


def stop(process):
    """Ends a process of ours by its id, and the processes that it started, if it left any."""
    left = children(process.pid)
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pid in left:
        try:
            os.kill(pid, 15)
        except ProcessLookupError:
            pass


def run(binary, proxy, count, folder):
    started = []
    try:
        sandbox = subprocess.Popen([binary, "sandbox", "--pace", "0.2"], stdout=subprocess.PIPE, text=True)
        started.append(sandbox)
        url, partner_key = (sandbox.stdout.readline().strip() for _ in range(2))
        names = [f"user{number}" for number in range(count)]
        minted = {name: mint(url, partner_key, name) for name in names}

        config, log, port = f"{folder}/users.json", f"{folder}/mcp-proxy.log", free_port()
        with open(os.open(config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            entry = {"command": binary, "args": ["serve"]}
            json.dump({"mcpServers": {
                name: {**entry, "env": {"FOUNDRY_API_TOKEN": minted[name]["token"], "FOUNDRY_API_URL": url}}
                for name in names}}, file)
        start = time.monotonic()
        with open(log, "w") as output:
            command = [proxy, "--host", "127.0.0.1", "--port", str(port), "--named-server-config", config]
            gateway = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        started.append(gateway)
        await_gateway(gateway, port, log)
        print(f"start        {time.monotonic() - start:.1f} s until mcp-proxy listens, {count} servers launched")

        users = [User(name, minted[name], port) for name in names]
        try:
            requests, seconds = asyncio.run(drive(users))
        except BaseExceptionGroup as trouble:
            sys.exit(f"FAIL: {first(trouble)!r}")
        report(users, requests, seconds, gateway)
        told = pathlib.Path(log).read_text()
        assert not any(one["token"] in told for one in minted.values()), "a key stands in the log of mcp-proxy"
    finally:
        for process in reversed(started):
            stop(process)


if __name__ == "__main__":
    logging.getLogger("mcp").setLevel(logging.CRITICAL)  # after a failure it tells of each stream that breaks
    with tempfile.TemporaryDirectory() as place:
        run(sys.argv[1], sys.argv[2], int(sys.argv[3]), place)
