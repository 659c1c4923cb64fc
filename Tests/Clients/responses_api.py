"""A model provider on this machine that speaks the Responses API and plays a journey."""
import http.server
import json
import os
import threading

from journey import text_of


def provider(journey):
    """Starts an HTTP server that answers with one call of the journey after the other, and gives its port."""
    seen = set()

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            self.answer(b'{"object":"list","data":[],"models":[]}', "application/json")

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            names = {}
            for tool in body.get("tools", []):
                for inner in tool.get("tools", [tool]):
                    name = inner.get("name", "").split("__")[-1].removeprefix("foundry-")
                    names[name] = (tool.get("name"), inner.get("name"))
            outputs = [item for item in body["input"] if item.get("type") == "function_call_output"]
            fresh = [item for item in outputs if item["call_id"] not in seen]
            seen.update(item["call_id"] for item in outputs)
            try:
                call = journey.next(unwrapped(fresh[-1]["output"]) if fresh else None)
            except Exception as error:
                journey.error = error
                call = None
            if call is None:
                item = {"type": "message", "role": "assistant", "id": "done",
                        "content": [{"type": "output_text", "text": "Done."}]}
            else:
                outer, inner = names.get(call[0], (None, call[0]))
                item = {"type": "function_call", "call_id": f"call_{journey.calls}", "name": inner,
                        "arguments": json.dumps(call[1])}
                if outer != inner and outer:
                    item["namespace"] = outer
            usage = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
            response = {"id": "r", "object": "response", "model": "scripted", "status": "completed"}
            events = [
                {"type": "response.created", "response": {**response, "status": "in_progress", "output": []}},
                {"type": "response.output_item.added", "output_index": 0, "item": item},
                {"type": "response.output_item.done", "output_index": 0, "item": item},
                {"type": "response.completed", "response": {**response, "output": [item], "usage": usage}},
            ]
            text = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
            self.answer(text.encode(), "text/event-stream")

        def answer(self, body, kind):
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def unwrapped(output):
    """The text of a result, which Codex may put behind a line about how long the call took."""
    text = text_of(output)
    start = text.find("[{")
    if start >= 0 and '"type":"text"' in text.replace(" ", "")[:start + 200]:
        return text_of(json.loads(text[start:text.rindex("]") + 1])[0])
    return text


def configuration(port, program, arguments):
    """The text of Codex' config.toml with this provider and the server."""
    return f"""
model = "scripted"
model_provider = "scripted"
approval_policy = "on-request"
[model_providers.scripted]
name = "scripted"
base_url = "http://127.0.0.1:{port}/v1"
wire_api = "responses"
[mcp_servers.foundry]
command = {json.dumps(program)}
args = {json.dumps(arguments)}
default_tools_approval_mode = "approve"
tool_timeout_sec = 90
"""


def offline(port, home):
    """The environment in which GitHub Copilot CLI uses this provider, and talks to nothing else."""
    return {
        **os.environ, "HOME": home, "COPILOT_HOME": home, "COPILOT_OFFLINE": "true", "COPILOT_MODEL": "scripted",
        "COPILOT_PROVIDER_BASE_URL": f"http://127.0.0.1:{port}/v1", "COPILOT_PROVIDER_WIRE_API": "responses"}
