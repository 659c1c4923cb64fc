"""LlamaIndex's MCP tools, with a process for every call: the sandbox keeps its state in a file."""
from llama_index.tools.mcp import BasicMCPClient, McpToolSpec

from journey import PROGRAM, arguments, run, text_of


async def play(journey):
    spec = McpToolSpec(client=BasicMCPClient(PROGRAM, args=arguments()))
    tools = {tool.metadata.name: tool for tool in await spec.to_tool_list_async()}
    call = journey.next()
    while call:
        output = await tools[call[0]].acall(**call[1])
        raw = output.raw_output
        call = journey.next(text_of(raw.content) if hasattr(raw, "content") else str(output.content))


run("llama-index-tools-mcp", play)
