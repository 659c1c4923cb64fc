"""LangChain's agent with the tools of langchain-mcp-adapters."""
from langchain.agents import create_agent
from langchain_mcp_adapters.client import MultiServerMCPClient
from langchain_mcp_adapters.tools import load_mcp_tools

from journey import PROGRAM, arguments, run
from scripted_chat import model


async def play(journey):
    client = MultiServerMCPClient({"foundry": {"transport": "stdio", "command": PROGRAM, "args": arguments()}})
    async with client.session("foundry") as session:
        agent = create_agent(model(journey), await load_mcp_tools(session))
        await agent.ainvoke({"messages": [("user", "Order it.")]}, {"recursion_limit": 60})


run("langchain-mcp-adapters", play)
