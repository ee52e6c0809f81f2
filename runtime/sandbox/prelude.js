// What every context of the sandbox starts with: the call of a code step, and what stands in for the rest until it is needed.
//
// For: turning one call into JSON text, whatever the code of the builder does. Names are taken from the globals once, here, so
// code that replaces JSON or Promise spoils its own context and not our reading of it.
// Not here: what most calls do without (`telling.js`: logs and failures; `asking.js`: questions; `web.js`: names of the web),
// since each line here is compiled anew for each context; limits (the child sets them), and nothing of Node or of a browser: no
// require, process, Buffer, fetch, timers, crypto, URL or Intl. The engine itself brings atob, btoa, queueMicrotask and
// performance.now.
//
// The value of this file is a function: given the text that stands before the builder's code, the first line of ours, and those
// three files, it returns another that hands out `check`, `load`, `call`, `outcome`, `questions`, `answer` and `logs` by name.
//
// None of our files stands in parentheses: the engine would read all of it twice, to see whether an arrow follows.
0, function (wrapperHead, firstLine, tellingSource, askingSource, webSource) {
  "use strict";
  const { parse, stringify } = JSON;
  const { apply, ownKeys } = Reflect;
  const { isArray } = Array;
  const { keys, defineProperty } = Object;
  const NativeProxy = Proxy;
  const NativePromise = Promise;
  const { toLowerCase, repeat, slice } = String.prototype;
  const { resolve } = Promise;
  const { then } = Promise.prototype;
  const { join } = Array.prototype;
  const sourceOf = Function.prototype.toString;
  const compile = globalThis.eval;
  const NativeError = Error;
  const NativeSyntaxError = SyntaxError;
  const NativeInternalError = InternalError;

  let body = null;
  let handler = null;
  let outputLimit = 0;
  let turn = 0;
  // Of the call under way.
  const now = { logs: [], settled: "", questions: [], waiting: null };

  // Joined, not added: the engine keeps a long sum as a tree of parts, which it cannot hand over.
  function settle(...parts) {
    if (now.settled === "") now.settled = apply(join, parts, [""]);
  }

  // Our files that are compiled when first asked for, pushed down like this one.
  function compileOurs(source) {
    return compile(apply(repeat, "\n", [firstLine]) + source);
  }

  let told = null;
  function telling() {
    const natives = { parse, stringify, apply, ownKeys, isArray, slice, NativeError, NativeInternalError };
    return (told ??= compileOurs(tellingSource)(now, settle, natives));
  }

  let asked = null;
  function asking() {
    return (asked ??= compileOurs(askingSource)(now, { parse, stringify, apply, keys, join, NativePromise }));
  }

  // A name whose value is made when it is first asked for; code may put its own in its place.
  function later(holder, name, make) {
    const become = (value) => defineProperty(holder, name, { value, configurable: true, enumerable: true, writable: true })[name];
    defineProperty(holder, name, { configurable: true, enumerable: true, get: () => become(make()), set: become });
  }

  later(globalThis, "console", () => telling().makeConsole());
  later(globalThis, "structuredClone", () => telling().structuredClone);
  let web = null;
  for (const name of ["TextEncoder", "TextDecoder", "URLSearchParams"]) {
    later(globalThis, name, () => (web ??= compileOurs(webSource)())[name]);
  }

  function succeed(value) {
    let data = "null";
    if (value !== undefined && value !== null) {
      if (typeof value !== "object" || isArray(value) || !("data" in value)) return telling().refuseReturn(value);
      try {
        data = stringify(value.data);
        if (data === undefined) data = "null";
      } catch (error) {
        return telling().refuseData(error);
      }
      if (data.length > outputLimit) return telling().refuse("too_large", { size: data.length });
    }
    settle('{"data":', data, ',"logs":', stringify(now.logs), "}");
  }

  function reset(limit) {
    now.logs = [];
    now.questions = [];
    now.waiting = { __proto__: null };
    now.settled = "";
    outputLimit = limit;
    turn += 1;
  }

  // Compiles without running. Text that closes our wrapper and opens another would compile too, hence the comparison.
  function compileOnly(source) {
    reset(0);
    const wrapped = wrapperHead + source + "\n})";
    try {
      body = compile(wrapped);
      if (apply(sourceOf, body, []).length !== wrapped.length - 2) throw new NativeSyntaxError("unexpected token: '}'");
    } catch (error) {
      body = null;
      telling().refuseSource(error instanceof NativeSyntaxError ? "syntax" : "threw", error);
    }
    return now.settled;
  }

  function load(source) {
    if (compileOnly(source) !== "") return now.settled;
    const module = { exports: {} };
    try {
      apply(body, module.exports, [module, module.exports]);
      const found = module.exports;
      handler = typeof found === "function" ? found : found?.default;
      if (typeof handler !== "function") telling().refuse("no_handler", {});
    } catch (error) {
      telling().fail(error);
    }
    return now.settled;
  }

  // Header names compare without case (RFC 9110, 5.1), here as in references: code may write them as its docs do.
  const anyCase = {
    get: (headers, name) => headers[name] ?? (typeof name === "string" ? headers[apply(toLowerCase, name, [])] : undefined),
    has: (headers, name) => name in headers || (typeof name === "string" && apply(toLowerCase, name, []) in headers),
  };

  function easeHeaders(stepResults) {
    for (const id of keys(stepResults)) {
      const results = stepResults[id]?.results;
      if (typeof results?.headers === "object" && results.headers !== null && !isArray(results.headers)) {
        results.headers = new NativeProxy(results.headers, anyCase);
      }
    }
  }

  // The trigger goes by several names and comes once.
  function nameTrigger(stepResults, names) {
    for (let at = 0; at < names.length; at++) {
      const value = { results: stepResults.trigger.results };
      defineProperty(stepResults, names[at], { value, configurable: true, enumerable: true, writable: true });
    }
  }

  function call(text, limit, mayAsk) {
    reset(+limit);
    const mine = turn;
    const { context, stepResults, trigger } = parse(text);
    later(context, "logger", () => telling().makeLogger());
    if (mayAsk) context.ask = asking().ask;
    easeHeaders(stepResults);
    nameTrigger(stepResults, trigger);
    try {
      const value = handler(context, stepResults);
      const isObject = typeof value === "object" && value !== null;
      const waits = isObject && (value instanceof NativePromise || typeof value.then === "function");
      if (!waits) {
        succeed(value);
      } else {
        // A promise left over from an earlier call must not answer this one.
        const promise = apply(resolve, NativePromise, [value]);
        apply(then, promise, [(got) => mine === turn && succeed(got), (error) => mine === turn && telling().fail(error)]);
      }
    } catch (error) {
      telling().fail(error);
    }
    return now.settled;
  }

  const doors = {
    check: compileOnly,
    load: load,
    call: call,
    outcome: () => now.settled,
    questions: () => (asked ? asked.takeQuestions() : ""),
    answer: (text) => asking().answer(text),
    logs: () => stringify(now.logs),
  };
  return (name) => doors[name];
};
