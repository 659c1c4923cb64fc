"""Strands' agent with its MCP client."""
import json

from mcp import StdioServerParameters
from mcp.client.stdio import stdio_client
from strands import Agent
from strands.models import Model
from strands.tools.mcp import MCPClient

from journey import PROGRAM, arguments, run, text_of


class Scripted(Model):
    """A model that plays the journey."""

    def __init__(self, journey):
        self.journey = journey

    def update_config(self, **_):
        pass

    def get_config(self):
        return {}

    def structured_output(self, *_, **__):
        raise NotImplementedError

    async def stream(self, messages, *_, **__):
        results = [part["toolResult"] for part in messages[-1]["content"] if "toolResult" in part]
        call = self.journey.next(text_of(results[0]["content"]) if results else None)
        yield {"messageStart": {"role": "assistant"}}
        if call is None:
            yield {"contentBlockStart": {"start": {}}}
            yield {"contentBlockDelta": {"delta": {"text": "Done."}}}
        else:
            tool = {"name": call[0], "toolUseId": f"call_{self.journey.calls}"}
            yield {"contentBlockStart": {"start": {"toolUse": tool}}}
            yield {"contentBlockDelta": {"delta": {"toolUse": {"input": json.dumps(call[1])}}}}
        yield {"contentBlockStop": {}}
        yield {"messageStop": {"stopReason": "end_turn" if call is None else "tool_use"}}


def play(journey):
    client = MCPClient(lambda: stdio_client(StdioServerParameters(command=PROGRAM, args=arguments())))
    with client:
        Agent(model=Scripted(journey), tools=client.list_tools_sync(), callback_handler=None)("Order it.")


run("strands-agents", play)
