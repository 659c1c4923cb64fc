"""Pydantic AI's agent with its MCP toolset."""
from pydantic_ai import Agent
from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.models.function import FunctionModel

from journey import PROGRAM, arguments, run

try:
    from pydantic_ai.mcp import MCPServerStdio
except ImportError:
    MCPServerStdio = None


def toolset():
    if MCPServerStdio is not None:
        return MCPServerStdio(PROGRAM, arguments())
    from fastmcp.client.transports import StdioTransport
    from pydantic_ai.mcp import MCPToolset

    return MCPToolset(StdioTransport(command=PROGRAM, args=arguments()))


async def play(journey):
    def answer(messages, info):
        returned = [part for part in messages[-1].parts if isinstance(part, ToolReturnPart)]
        call = journey.next(returned[0].model_response_str() if returned else None)
        return ModelResponse(parts=[TextPart("Done.") if call is None else ToolCallPart(*call)])

    agent = Agent(FunctionModel(answer), toolsets=[toolset()])
    async with agent:
        await agent.run("Order it.")


run("pydantic-ai-slim", play)
