"""The agent of mcp-use, which sends null for every argument that its model leaves out."""
import os

os.environ["MCP_USE_ANONYMIZED_TELEMETRY"] = "false"
import logging

logging.disable(logging.INFO)
from mcp_use import MCPAgent, MCPClient

from journey import PROGRAM, arguments, run
from scripted_chat import model


async def play(journey):
    client = MCPClient({"mcpServers": {"foundry": {"command": PROGRAM, "args": arguments()}}})
    agent = MCPAgent(llm=model(journey), client=client, max_steps=40)
    try:
        await agent.run("Order it.")
    finally:
        await client.close_all_sessions()


run("mcp-use", play)
