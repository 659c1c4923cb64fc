"""GitHub Copilot CLI, by its SDK, with a model provider on this machine that plays the journey. Its user says yes when
asked."""
import os
import tempfile

from copilot import CopilotClient
from copilot.session import PermissionHandler

from journey import PROGRAM, arguments, run
from responses_api import offline, provider

asked = []


def yes(question):
    asked.append(question["message"])
    return {"action": "accept", "content": {"accept": True}}


async def play(journey):
    server = {"type": "stdio", "command": PROGRAM, "args": arguments(), "tools": ["*"], "timeout": 90_000}
    with tempfile.TemporaryDirectory(prefix="foundry-copilot-") as home:
        environment = offline(provider(journey), home)
        async with CopilotClient(env=environment, working_directory=home) as client:
            session = await client.create_session(
                model="scripted", streaming=True, mcp_servers={"foundry": server}, on_elicitation_request=yes,
                on_permission_request=PermissionHandler.approve_all, provider={
                    "type": "openai", "wire_api": "responses", "api_key": "none",
                    "base_url": environment["COPILOT_PROVIDER_BASE_URL"]})
            if os.environ.get("DEBUG"):
                session.on(lambda event: print(str(event)[:300]))
            await session.send_and_wait("Order it.", timeout=300)
    if getattr(journey, "error", None):
        raise journey.error
    assert any("USD" in question for question in asked), f"asked: {asked}"


run("github-copilot-sdk", play)
