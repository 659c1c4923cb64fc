"""A chat model of LangChain that plays a journey."""
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from journey import text_of


def model(journey):
    class Scripted(BaseChatModel):
        @property
        def _llm_type(self):
            return "scripted"

        def bind_tools(self, tools, **_):
            return self

        def _generate(self, messages, stop=None, run_manager=None, **_):
            last = messages[-1]
            call = journey.next(text_of(last.content) if isinstance(last, ToolMessage) else None)
            message = AIMessage("Done.") if call is None else AIMessage(
                "", tool_calls=[{"name": call[0], "args": call[1], "id": f"call_{journey.calls}"}])
            return ChatResult(generations=[ChatGeneration(message=message)])

    return Scripted()
