"""The tool-calling agent of smolagents, which demands a value for every argument: "" for those that are not meant."""
import logging

from mcp import StdioServerParameters
from smolagents import MCPClient, ToolCallingAgent
from smolagents.models import ChatMessage, ChatMessageToolCall, ChatMessageToolCallFunction, MessageRole, Model

from journey import PROGRAM, arguments, run, text_of


class Scripted(Model):
    """A model that plays the journey."""

    def __init__(self, journey):
        super().__init__(model_id="scripted")
        self.journey = journey

    def generate(self, messages, **_):
        last = messages[-1]
        is_result = str(getattr(last.role, "value", last.role)) in ("tool-response", "tool")
        text = text_of(last.content)
        call = self.journey.next(text if is_result or "Observation" in text else None)
        name, given = call or ("final_answer", {"answer": "Done."})
        function = ChatMessageToolCallFunction(name=name, arguments=given)
        return ChatMessage(
            role=MessageRole.ASSISTANT, content="",
            tool_calls=[ChatMessageToolCall(id=f"call_{self.journey.calls}", type="function", function=function)])


def play(journey):
    with MCPClient(
        StdioServerParameters(command=PROGRAM, args=arguments()), structured_output=False
    ) as tools:
        byname = {tool.name: tool for tool in tools}

        def complete(tool, given):
            """The arguments with a value for every other one, as a model has to write them here."""
            empty = {"string": "", "boolean": False, "integer": 0, "number": 0, "object": {}, "array": []}
            others = {
                name: schema.get("default", empty[schema["type"]]) for name, schema in byname[tool].inputs.items()}
            spec = given.get("experiment_spec", {})
            return {**others, **{name: spec[name] for name in others if name in spec}, **given}

        journey._sends = complete
        agent = ToolCallingAgent(tools=tools, model=Scripted(journey), max_steps=30, verbosity_level=logging.NOTSET)
        agent.run("Order it.")


run("smolagents", play)
