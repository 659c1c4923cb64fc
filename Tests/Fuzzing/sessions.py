"""Valid sessions of a client, in all revisions of the protocol, as lists of messages."""

LEGACY = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]
MODERN = "2026-07-28"
NOWHERE = "00000000-0000-4000-8000-000000000000"

RESOURCES = [
    "foundry://guide/filters", "foundry://guide/lifecycle", "foundry://experiments/{experiment}",
    "foundry://experiments/{experiment}/results.csv", "foundry://experiments/{experiment}/sequences.fasta",
    "foundry://targets/{target}", "foundry://nowhere", "file:///etc/hostname",
]
SEQUENCE = "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKG"


def meta(random, more=None):
    capabilities = random.choice([{}, {}, {"elicitation": {}}, {"elicitation": {"form": {}}}])
    return {
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientInfo": {"name": "fuzz", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": capabilities,
        **(more or {}),
    }


def specification(random, facts):
    kind = random.choice(["affinity", "screening", "thermostability", "expression", "epitope_binning"])
    count = 4 if kind == "epitope_binning" else random.randint(1, 3)
    specification = {
        "experiment_type": kind,
        "sequences": {f"construct/{number}": SEQUENCE[number:] for number in range(count)},
    }
    if kind in ("affinity", "screening"):
        specification["method"] = random.choice(["bli", "spr"])
    if kind in ("affinity", "screening", "epitope_binning"):
        specification["target_id"] = facts["target"]
    if kind != "epitope_binning":
        specification["n_replicates"] = random.randint(1, 5)
    return specification


def calls(random, facts):
    """Names and arguments of tool calls that are valid, though what they name may not be there."""
    experiment = random.choice([facts["experiment"], NOWHERE])
    quote = random.choice([facts["quote"], NOWHERE])
    page = {"limit": random.randint(1, 100), "offset": random.choice([0, 0, 1, 50])}
    return [
        ("whoami", {}),
        ("check_health", {}),
        ("list_targets", {**page, "search": random.choice(["HER2", "ß", ""])}),
        ("list_targets", {"all_pages": True, "limit": 5}),
        ("get_target", {"target_id": facts["target"]}),
        ("list_experiments", {**page, "filter": "and(gte(created_at,2026-01-01),in(status,draft,done))"}),
        ("list_experiments", {"sort": "desc(created_at),asc(name)", "detail": "full"}),
        ("get_experiment", {"experiment_id": experiment}),
        ("estimate_cost", {"experiment_spec": specification(random, facts)}),
        ("create_experiment", {"name": "Näme \"1\"", "experiment_spec": specification(random, facts)}),
        ("update_experiment", {"experiment_id": experiment, "name": "Other"}),
        ("submit_experiment", {"experiment_id": experiment}),
        ("confirm_quote", {"quote_id": quote, "expected_amount_cents": 1, "expected_currency": "usd"}),
        ("confirm_experiment_quote", {"experiment_id": experiment}),
        ("get_experiment_quote_pdf", {"experiment_id": experiment}),
        ("wait_for_experiment", {"experiment_id": experiment, "until": "done", "timeout_seconds": 1}),
        ("export_results", {"experiment_id": experiment, "format": random.choice(["csv", "json", "fasta"])}),
        ("list_results", page),
        ("add_sequences", {"experiment_code": "X", "sequences": [{"name": "a", "aa_string": SEQUENCE}]}),
        ("attenuate_token", {"name": "narrow", "attenuation": {"expires_at": "2030-01-01T00:00:00Z"}}),
        ("list_tokens", {}),
        ("submit_feedback", {"request_uuid": experiment, "feedback_type": "feature_request", "human_note": "fine"}),
    ]


def parameters(random, facts):
    """The method and parameters of a request."""
    name, arguments = random.choice(calls(random, facts))
    return random.choice([
        ("tools/call", {"name": name, "arguments": arguments}),
        ("tools/call", {"name": name, "arguments": arguments}),
        ("tools/call", {"name": name, "arguments": arguments}),
        ("tools/list", {}),
        ("prompts/list", {}),
        ("prompts/get", {"name": "review_quote", "arguments": {"quote_id": facts["quote"]}}),
        ("prompts/get", {"name": "draft_experiment", "arguments": {"sequences": f">a\n{SEQUENCE}\n>b\nMKV"}}),
        ("resources/list", {}),
        ("resources/templates/list", {}),
        ("resources/read", {"uri": random.choice(RESOURCES).format(**facts)}),
        ("completion/complete", {
            "ref": {"type": "ref/prompt", "name": "plan_binding_screen"},
            "argument": {"name": "target", "value": "H"}}),
    ])


def request(random, facts, number, modern):
    method, params = parameters(random, facts)
    if modern and random.random() < 0.1:
        method, params = random.choice([
            ("server/discover", {}), ("subscriptions/listen", {"notifications": {"toolsListChanged": True}})])
    elif not modern and random.random() < 0.2:
        method, params = random.choice([
            ("ping", {}), ("logging/setLevel", {"level": "debug"}),
            ("resources/subscribe", {"uri": "foundry://guide/filters"})])
    more = {"progressToken": random.choice([number, f"p{number}"])} if random.random() < 0.2 else {}
    if modern:
        params = {**params, "_meta": meta(random, more)}
    elif more:
        params = {**params, "_meta": more}
    identifier = random.choice([number, f"r{number}"])
    return {"jsonrpc": "2.0", "id": identifier, "method": method, "params": params}


def session(random, facts, start):
    """The messages of one session. `start` keeps its ids apart from those of the others."""
    modern = random.random() < 0.5
    messages = []
    if not modern:
        capabilities = random.choice([{}, {"elicitation": {}}, {"roots": {"listChanged": True}, "sampling": {}}])
        messages.append({
            "jsonrpc": "2.0", "id": start, "method": "initialize",
            "params": {
                "protocolVersion": random.choice(LEGACY), "capabilities": capabilities,
                "clientInfo": {"name": "fuzz", "version": "1"}}})
        messages.append({"jsonrpc": "2.0", "method": "notifications/initialized"})
    for number in range(start + 1, start + random.randint(6, 16)):
        messages.append(request(random, facts, number, modern))
        if random.random() < 0.1:
            messages.append({
                "jsonrpc": "2.0", "method": "notifications/cancelled",
                "params": {"requestId": messages[-1]["id"], "reason": "no more"}})
        if random.random() < 0.05:
            messages.append({
                "jsonrpc": "2.0", "id": "server-1", "result": {"action": "accept", "content": {"accept": False}}})
    if not modern and random.random() < 0.1:
        messages = messages[:2] + [messages[2:]]
    return messages
