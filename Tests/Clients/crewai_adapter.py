"""CrewAI's MCP adapter, whose tools send null for every argument that is left out."""
import os

os.environ["CREWAI_DISABLE_TELEMETRY"] = os.environ["OTEL_SDK_DISABLED"] = "true"
from crewai_tools import MCPServerAdapter
from mcp import StdioServerParameters

from journey import PROGRAM, arguments, run


def play(journey):
    with MCPServerAdapter(StdioServerParameters(command=PROGRAM, args=arguments())) as tools:
        byname = {tool.name: tool for tool in tools}
        call = journey.next()
        while call:
            call = journey.next(str(byname[call[0]].run(**call[1])))


run("crewai-tools", play)
