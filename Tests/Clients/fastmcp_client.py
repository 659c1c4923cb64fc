"""FastMCP's client without a way to ask: the call states the amount."""
from fastmcp import Client
from fastmcp.client.transports import StdioTransport

from journey import PROGRAM, arguments, run


async def play(journey):
    async with Client(StdioTransport(command=PROGRAM, args=arguments())) as client:
        call = journey.next()
        while call:
            result = await client.call_tool(*call)
            assert result.data is not None or result.structured_content is not None
            call = journey.next(result.content[0].text)


run("fastmcp", play)
