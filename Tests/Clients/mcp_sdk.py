"""The Python SDK's client, which asks its user (the answer is yes), and loads the skills as a host does: in the era of the
protocol that it prefers, and after `initialize`."""
import hashlib

import yaml
from mcp import Client, StdioServerParameters
from mcp.types import ElicitResult, PaginatedRequestParams, Request, Result

from journey import PROGRAM, Journey, arguments, run

asked = []


async def yes(context, params):
    asked.append(params.message)
    return ElicitResult(action="accept", content={"accept": True})


async def order(journey, mode):
    asked.clear()
    server = StdioServerParameters(command=PROGRAM, args=arguments())
    async with Client(server, mode=mode, elicitation_callback=yes) as client:
        assert len((await client.list_tools()).tools) > 30
        assert (await client.list_prompts()).prompts
        await read_skills(client)
        call = journey.next()
        while call:
            result = await client.call_tool(*call)
            assert not result.is_error, result.content[0].text
            assert result.structured_content is not None
            call = journey.next(result.content[0].text)
        assert len(asked) == 1 and "USD" in asked[0], asked
        return client.protocol_version


class ListSkills(Request):
    """The extension's request for all skills."""

    method: str = "skills/list"
    params: PaginatedRequestParams | None = None


class ListSkillsResult(Result):
    skills: list[dict]


async def read_skills(client):
    """Verifies what a host does: the size and digest of every file, and the frontmatter with a reader of YAML."""
    files = {str(one.uri): one for one in (await client.list_resources()).resources if "skill://" in str(one.uri)}
    assert len(files) > 8
    entries = {}
    if client.protocol_version >= "2026-07-28":
        request = ListSkills(params=PaginatedRequestParams())
        for skill in (await client.session.send_request(request, ListSkillsResult)).skills:
            text = (await client.read_resource(skill["uri"])).contents[0].text
            assert yaml.safe_load(text.split("---\n")[1]) == skill["frontmatter"], skill["uri"]
            entries.update({entry["uri"]: entry for entry in skill["resources"]})
        assert set(entries) == set(files)
    for uri, listed in files.items():
        data = (await client.read_resource(uri)).contents[0].text.encode()
        assert listed.size == len(data), uri
        if entries:
            assert entries[uri]["size"] == len(data), uri
            assert entries[uri]["digest"] == "sha256:" + hashlib.sha256(data).hexdigest(), uri


async def play(journey):
    modern = await order(journey, "auto")
    legacy = await order(Journey(), "legacy")
    assert (modern, legacy) == ("2026-07-28", "2025-11-25"), (modern, legacy)


run("mcp", play)
