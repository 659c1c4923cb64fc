"""The OpenAI Agents SDK with its stdio server."""
import json

from agents import Agent, Model, ModelResponse, RunConfig, Runner, Usage
from agents.mcp import MCPServerStdio
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

from journey import PROGRAM, arguments, run, text_of


class Scripted(Model):
    """A model that plays the journey."""

    def __init__(self, journey):
        self.journey = journey

    async def get_response(self, system_instructions, input, *others, **more):
        last = input[-1] if isinstance(input, list) else {}
        output = last.get("output") if isinstance(last, dict) and last.get("type") == "function_call_output" else None
        call = self.journey.next(output if output is None else text_of(output))
        number = f"call_{self.journey.calls}"
        if call is None:
            text = ResponseOutputText(type="output_text", text="Done.", annotations=[])
            item = ResponseOutputMessage(
                id="message", type="message", role="assistant", status="completed", content=[text])
        else:
            item = ResponseFunctionToolCall(
                type="function_call", call_id=number, name=call[0], arguments=json.dumps(call[1]))
        return ModelResponse(output=[item], usage=Usage(), response_id=None)

    def stream_response(self, *others, **more):
        raise NotImplementedError


async def play(journey):
    server = MCPServerStdio({"command": PROGRAM, "args": arguments()}, client_session_timeout_seconds=60)
    async with server:
        agent = Agent(name="Order", model=Scripted(journey), mcp_servers=[server])
        await Runner.run(agent, "Order it.", max_turns=30, run_config=RunConfig(tracing_disabled=True))


run("openai-agents", play)
