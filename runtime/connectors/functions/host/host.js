// What a connector's function finds around it: modules, apiClient, fetch, timers, and the sandbox's own modules on demand.
//
// For: turning what the function asks for into questions to the parent (`context.ask`), and its answers into what code expects.
// Not here: any rule. Which addresses may be called, with which credentials and how often, the parent decides.
"use strict";
const __modules = {};
const __lazy = {};
let __ask = null;
let __entropy = "";

function __define(path, imports, body) {
  __modules[path] = { imports, body, module: null };
}

function __load(path) {
  const found = __modules[path];
  if (!found) return __builtIn(path);
  if (found.module) return found.module.exports;
  const module = (found.module = { exports: {} });
  const require = (asked) => __load(found.imports[asked] ?? asked);
  const getters = (names) => {
    for (const name of Object.keys(names)) Object.defineProperty(module.exports, name, { get: names[name], enumerable: true });
  };
  const spread = (other) => {
    for (const name of Object.keys(other)) {
      if (name !== "default") Object.defineProperty(module.exports, name, { get: () => other[name], enumerable: true, configurable: true });
    }
  };
  const byDefault = (other) => (other !== null && typeof other === "object" && "default" in other ? other.default : other);
  const later = async (asked) => require(asked);
  found.body(require, module, module.exports, module.exports, getters, require, byDefault, spread, later);
  return module.exports;
}

function __builtIn(name) {
  const bare = name.replace(/^node:/, "");
  if (!(bare in __lazy)) throw new Error(`There is no module ${name}.`);
  if (typeof __lazy[bare] === "string") __lazy[bare] = (0, eval)(__lazy[bare])({ builtIn: __builtIn, fetch: globalThis.fetch, entropy: () => __entropy });
  return __lazy[bare];
}

function __pick(path, method) {
  const exported = __load(path);
  if (typeof exported === "function") return exported;
  for (const name of ["default", method]) if (typeof exported[name] === "function") return exported[name];
  if (typeof exported.default === "object" && typeof exported.default?.[method] === "function") return exported.default[method];
  const functions = Object.values(exported).filter((one) => typeof one === "function");
  if (functions.length === 1) return functions[0];
  throw new Error(`${path} exports no function. Begin it with \`export default async function ${method}({ ... }) {\`.`);
}

class ConnectionError extends Error {
  constructor({ message, ...details }) {
    super(message);
    this.name = "ConnectionError";
    Object.assign(this, details);
  }
}

async function __asked(kind, details) {
  try {
    return await __ask(kind, details);
  } catch (problem) {
    throw new ConnectionError(problem);
  }
}

function __bytes(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

function __base64(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 4096) parts.push(String.fromCharCode(...bytes.subarray(at, at + 4096)));
  return btoa(parts.join(""));
}

function __written(data) {
  if (data instanceof ArrayBuffer) return { base64: __base64(new Uint8Array(data)) };
  if (ArrayBuffer.isView(data)) return { base64: __base64(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)) };
  if (data instanceof URLSearchParams) return { form: data.toString() };
  return data === undefined ? {} : { data };
}

async function __request(method, path, data, options = {}) {
  const { returnFullResponse, responseType, headers, query, baseUri, auth } = options;
  const told = { method, path: String(path), headers, query, baseUri, auth, responseType, ...__written(data) };
  const answer = await __asked("api", told);
  if (answer.base64 !== undefined) answer.data = __bytes(answer.base64).buffer;
  delete answer.base64;
  return returnFullResponse ? { ...answer, headers: __anyCase(answer.headers) } : answer.data;
}

const __apiClient = Object.freeze({
  get: (path, query, options) => __request("GET", path, undefined, { ...options, query: { ...options?.query, ...query } }),
  post: (path, data, options) => __request("POST", path, data, options),
  put: (path, data, options) => __request("PUT", path, data, options),
  patch: (path, data, options) => __request("PATCH", path, data, options),
  delete: (path, data, options) => __request("DELETE", path, data, options),
  request: ({ method = "GET", path, url, data, ...options }) => __request(String(method).toUpperCase(), path ?? url, data, options),
});

function __anyCase(headers) {
  if (headers === null || typeof headers !== "object") return headers;
  const lower = (name) => (typeof name === "string" ? name.toLowerCase() : name);
  return new Proxy(headers, { get: (all, name) => all[name] ?? all[lower(name)], has: (all, name) => name in all || lower(name) in all });
}

class Headers {
  #pairs = new Map();
  constructor(init = {}) {
    const pairs = typeof init[Symbol.iterator] === "function" ? init : Object.entries(init);
    for (const [name, value] of pairs) this.set(name, value);
  }
  get = (name) => this.#pairs.get(String(name).toLowerCase()) ?? null;
  has = (name) => this.#pairs.has(String(name).toLowerCase());
  set = (name, value) => void this.#pairs.set(String(name).toLowerCase(), String(value));
  append = (name, value) => this.set(name, this.has(name) ? `${this.get(name)}, ${value}` : value);
  delete = (name) => void this.#pairs.delete(String(name).toLowerCase());
  forEach = (visit) => this.#pairs.forEach((value, name) => visit(value, name, this));
  entries = () => this.#pairs.entries();
  [Symbol.iterator] = () => this.#pairs.entries();
}

class Response {
  #bytes;
  constructor({ status, headers, base64, url }) {
    this.#bytes = __bytes(base64);
    Object.assign(this, { status, ok: status >= 200 && status < 300, headers: new Headers(headers), url, statusText: "" });
  }
  arrayBuffer = async () => this.#bytes.buffer;
  text = async () => new TextDecoder().decode(this.#bytes);
  json = async () => JSON.parse(await this.text());
}

globalThis.Headers = Headers;
globalThis.fetch = async (url, { method = "GET", headers = {}, body, redirect = "follow" } = {}) => {
  const sent = __written(body ?? undefined);
  const known = Object.fromEntries(new Headers(headers));
  if (sent.form !== undefined) known["content-type"] ??= "application/x-www-form-urlencoded;charset=UTF-8";
  const text = sent.form ?? (sent.data === undefined ? undefined : String(sent.data));
  const told = { url: String(url), method: String(method).toUpperCase(), headers: known, text, base64: sent.base64, redirect };
  return new Response(await __asked("fetch", told));
};

let __timers = 0;
const __ended = new Set();
globalThis.setTimeout = (work, milliseconds = 0, ...given) => {
  const id = ++__timers;
  __asked("sleep", { milliseconds: Number(milliseconds) || 0 }).then(() => __ended.delete(id) || work(...given));
  return id;
};
globalThis.clearTimeout = (id) => void __ended.add(id);

// The sandbox's own modules, under the names that code looks for.
for (const [name, module] of [["Buffer", "buffer"], ["URL", "url"], ["crypto", "crypto"]]) {
  const get = () => (name === "crypto" ? __builtIn(module) : __builtIn(module)[name]);
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get,
    set: (value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true }),
  });
}

function __describe(error) {
  if (!(error instanceof Error)) {
    const text = typeof error === "string" ? error : (JSON.stringify(error) ?? String(error));
    return { name: "", message: text, stack: "", status: error?.status ?? error?.statusCode };
  }
  const { name, message, stack, status, statusCode, problem, key, data } = error;
  return { name, message: String(message), stack: String(stack ?? ""), status: status ?? statusCode, problem, key, data };
}

function __run(path, method) {
  return async ({ ask, logger, given, hasApi, entropy }) => {
    __ask = ask;
    __entropy = entropy;
    try {
      const work = __pick(path, method);
      const lazily = { logger, fetch: globalThis.fetch, ...given };
      if (hasApi) lazily.apiClient = __apiClient;
      if (given.headers) lazily.headers = __anyCase(given.headers);
      Object.defineProperty(lazily, "crypto", { get: () => __builtIn("crypto"), enumerable: true });
      return { data: { returned: await work(lazily) } };
    } catch (error) {
      return { data: { thrown: __describe(error) } };
    }
  };
}
