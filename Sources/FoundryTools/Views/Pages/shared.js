"use strict";

// What all views share: the document, values, the host.

// ---- The document. What others wrote goes in as text: nothing on this page parses markup.

/** Makes an element; `on…` attributes are listeners, null attributes and children are left out. */
function make(name, attributes = {}, ...children) {
  const shapes = ["svg", "g", "line", "path", "circle", "rect", "text"];
  const made = shapes.includes(name)
    ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child != null && child !== false).map((child) =>
    child instanceof Node ? child : String(child)));
  return made;
}

/** Replaces what the page shows, and keeps the focus where an element of the same id is there again. */
function show(...children) {
  const focused = document.activeElement?.id;
  document.getElementById("view").replaceChildren(...children.flat(Infinity).filter((child) => child != null && child !== false));
  if (focused) document.getElementById(focused)?.focus();
}

/** Says something to those who do not see the page. */
function announce(text) {
  document.getElementById("announcer").textContent = text;
}

// ---- Values, as the text of the tools writes them.

/** An amount in the smallest unit of its currency: `1,234.50 USD`. */
function money(amount, currency) {
  if (!Number.isFinite(amount)) return "–";
  const code = String(currency ?? "").toUpperCase();
  const whole = "BIF CLP DJF GNF ISK JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF".split(" ").includes(code);
  const [units, cents] = (Math.abs(amount) / (whole ? 1 : 100)).toFixed(whole ? 0 : 2).split(".");
  return (amount < 0 ? "-" : "") + units.replace(/\B(?=(\d{3})+$)/g, ",") + (cents ? "." + cents : "") + " " + code;
}

/** A moment for people, in the host's language and time zone. */
function moment(text) {
  const date = new Date(text);
  if (!text || Number.isNaN(date.getTime())) return text ?? "–";
  const form = { dateStyle: "medium", timeStyle: "short" };
  try {
    return new Intl.DateTimeFormat(host.context.locale, { ...form, timeZone: host.context.timeZone }).format(date);
  } catch {
    return new Intl.DateTimeFormat(undefined, form).format(date);
  }
}

const plural = (count, one, many = one + "s") => `${count} ${count === 1 ? one : many}`;
const words = (text) => String(text ?? "–").replaceAll("_", " ");

// ---- The host: JSON-RPC over postMessage, as the MCP Apps extension has it (2026-01-26).

const host = {
  /** Whether a host answered; false where the page was opened from a file. */
  connected: false,
  capabilities: {},
  context: {},
  calls: new Map(),
  lastCall: 0,

  send(message) {
    window.parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
  },

  request(method, params) {
    const id = ++this.lastCall;
    return new Promise((resolve, reject) => {
      this.calls.set(id, { resolve, reject });
      this.send({ id, method, params });
    });
  },

  /** Whether the view can call tools of the server. */
  get callsTools() { return this.connected && this.capabilities.serverTools != null; },

  /** Calls a tool; a failure of the tool is a result too, with `isError`. */
  callTool(name, args) { return this.request("tools/call", { name, arguments: args }); },

  /** Lets the model know what its user did here. */
  tell(text) {
    if (!this.connected || !this.capabilities.updateModelContext) return;
    this.request("ui/update-model-context", { content: [{ type: "text", text }] }).catch(() => {});
  },

  take(change) {
    Object.assign(this.context, change);
    const { theme, styles } = change ?? {};
    const root = document.documentElement;
    if (theme === "light" || theme === "dark") root.style.colorScheme = theme;
    for (const [name, value] of Object.entries(styles?.variables ?? {})) {
      if (/^--[a-z0-9-]+$/.test(name) && typeof value === "string") root.style.setProperty(name, value);
    }
  },
};

/** The value of a tool's result. Before revision 2025-06-18 of the protocol it is there as text only. */
function valueOf(result) {
  if (result?.structuredContent) return result.structuredContent;
  try {
    const value = JSON.parse(result.content[0].text);
    return value !== null && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

/** The text of a tool's result. */
const textOf = (result) =>
  (result?.content ?? []).filter((block) => block.type === "text").map((block) => block.text).join("\n");

/** A link out of the page: through the host where there is one. Only https goes anywhere. */
function link(url, label) {
  if (typeof url !== "string" || !url.startsWith("https://")) return null;
  const open = (event) => {
    if (!host.connected) return;
    event.preventDefault();
    host.request("ui/open-link", { url }).catch(() => announce("The client did not open the link."));
  };
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick: open }, label);
}

/** Marks what is no order of a real lab. */
const sandboxBadge = (meta) => meta?.["com.adaptyvbio.foundry/sandbox"] === true
  && make("span", { class: "badge care", title: "Made up by the sandbox: no lab, no bill" }, "sandbox");

/**
 * Starts the view. `draw({ tool, input, result, meta, extra, problem, waiting })` is called with what is known so far,
 * again whenever more is.
 */
function start(name, draw) {
  const state = { tool: null, input: null, result: null, meta: null, extra: null, problem: null, waiting: true };
  const accept = (result) => {
    state.waiting = false;
    state.meta = result?._meta ?? null;
    state.problem = result?.isError ? textOf(result) || "The call failed without a word." : null;
    if (!result?.isError) state.result = valueOf(result);
    draw(state);
  };
  const inlined = document.getElementById("data").textContent.trim();
  if (inlined) {
    // `foundry-mcp call … --view`: the page stands alone.
    const envelope = JSON.parse(inlined);
    Object.assign(state, { tool: envelope.tool, input: envelope.arguments, extra: envelope.extra ?? null });
    accept(envelope.result);
  } else {
    draw(state);
  }
  if (window.parent === window) return;

  const notices = {
    "ui/notifications/tool-input": (params) => { state.input = params?.arguments ?? {}; draw(state); },
    "ui/notifications/tool-result": accept,
    "ui/notifications/tool-cancelled": (params) => {
      state.waiting = false;
      state.problem = "The call was cancelled" + (params?.reason ? `: ${params.reason}` : ".");
      draw(state);
    },
    "ui/notifications/host-context-changed": (params) => { host.take(params); draw(state); },
  };
  window.addEventListener("message", (event) => {
    const message = event.data;
    if (event.source !== window.parent || message?.jsonrpc !== "2.0") return;
    if (message.method == null) {
      const call = host.calls.get(message.id);
      host.calls.delete(message.id);
      if (message.error) call?.reject(new Error(message.error.message ?? "the client refused"));
      else call?.resolve(message.result);
    } else if (message.id == null) {
      notices[message.method]?.(message.params);
    } else if (message.method === "ping" || message.method === "ui/resource-teardown") {
      host.send({ id: message.id, result: {} });
    } else {
      host.send({ id: message.id, error: { code: -32601, message: `${message.method} is not known here` } });
    }
  });
  host.request("ui/initialize", {
    protocolVersion: "2026-01-26", appInfo: { name: `foundry-${name}`, version: "1" },
    appCapabilities: { availableDisplayModes: ["inline", "fullscreen"] },
  }).then((answer) => {
    host.connected = true;
    host.capabilities = answer?.hostCapabilities ?? {};
    host.take(answer?.hostContext ?? {});
    state.tool ??= host.context.toolInfo?.tool?.name ?? null;
    draw(state);
    host.send({ method: "ui/notifications/initialized", params: {} });
    let last = "";
    const tellSize = () => {
      const box = document.body.getBoundingClientRect();
      const size = { width: Math.ceil(box.width), height: Math.ceil(box.height) };
      if (last === (last = `${size.width} ${size.height}`)) return;
      host.send({ method: "ui/notifications/size-changed", params: size });
    };
    new ResizeObserver(tellSize).observe(document.body);
  }).catch(() => {});
}
