"""The plugin of `llm` for MCP, with a process for every call: the sandbox keeps its state in a file."""
import json
import tempfile

import llm
from llm_tools_mcp.register_tools import MCP

from journey import PROGRAM, arguments, run


def play(journey):
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump({"mcpServers": {"foundry": {"type": "stdio", "command": PROGRAM, "args": arguments()}}}, file)

    class Scripted(llm.Model):
        """A model that plays the journey."""

        model_id = "scripted"
        supports_tools = True

        def execute(self, prompt, stream, response, conversation):
            # The plugin hands on the printed form of the content blocks.
            call = journey.next(unprinted(prompt.tool_results[0].output) if prompt.tool_results else None)
            if call:
                response.add_tool_call(llm.ToolCall(name=call[0], arguments=call[1], tool_call_id=str(journey.calls)))
            yield "" if call else "Done."

    Scripted().conversation(chain_limit=30).chain("Order it.", tools=[MCP(file.name)]).text()


def unprinted(blocks):
    """The text of the first block in the printed form of a list of them."""
    from mcp.types import TextContent

    return eval(blocks, {"__builtins__": {}}, Others(TextContent=TextContent))[0].text


class Others(dict):
    """Makes anything of the names that the printed form of other blocks has."""

    def __missing__(self, name):
        return lambda *_, **__: None


run("llm-tools-mcp", play)
