// What every context of the sandbox starts with: the call of a code step, its log, and a few things the bare engine lacks.
//
// For: turning one call into JSON text, whatever the code of the builder does. Names are taken from the globals once, here, so
// code that replaces JSON or Promise spoils its own context and not our reading of it.
// Not here: limits (the child sets them), and nothing of Node or of a browser: no require, process, Buffer, fetch, timers,
// crypto, URL or Intl. The engine itself brings atob, btoa, queueMicrotask and performance.now.
//
// The value of this file is a function: given the text that stands before the builder's code and that of web.js, it returns
// another that hands out `check`, `load`, `call`, `outcome`, `questions`, `answer` and `logs` by name.
(function (wrapperHead, webSource) {
  "use strict";
  const { parse, stringify } = JSON;
  const { apply, ownKeys } = Reflect;
  const { isArray } = Array;
  const { keys, defineProperty } = Object;
  const NativeProxy = Proxy;
  const NativePromise = Promise;
  const toLowerCase = String.prototype.toLowerCase;
  const { resolve } = Promise;
  const then = Promise.prototype.then;
  const { join } = Array.prototype;
  const slice = String.prototype.slice;
  const sourceOf = Function.prototype.toString;
  const compile = globalThis.eval;
  const NativeError = Error;
  const NativeSyntaxError = SyntaxError;
  const NativeInternalError = InternalError;

  const MOST_LOGS = 200;
  const LONGEST_TEXT = 4096;
  const WRAPPER_TAIL = "\n})";

  let body = null;
  let handler = null;
  let logs = [];
  let settled = "";
  let outputLimit = 0;
  let turn = 0;
  let questions = [];
  let waiting = { __proto__: null };
  let asked = 0;

  function cut(text) {
    return text.length > LONGEST_TEXT ? apply(slice, text, [0, LONGEST_TEXT]) + "… (cut)" : text;
  }

  function show(value) {
    if (typeof value === "string") return value;
    try {
      if (value instanceof NativeError) return `${value}\n${value.stack}`;
      const text = typeof value === "bigint" ? `${value}n` : stringify(value);
      return text === undefined ? String(value) : text;
    } catch {
      return "[a value that cannot be written]";
    }
  }

  function write(level, values) {
    if (logs.length > MOST_LOGS) return;
    if (logs.length === MOST_LOGS) {
      logs[MOST_LOGS] = { level: "warn", message: `More than ${MOST_LOGS} lines were logged; the rest was dropped.` };
      return;
    }
    let message = "";
    for (let at = 0; at < values.length && message.length <= LONGEST_TEXT; at++) {
      message += (at === 0 ? "" : " ") + cut(show(values[at]));
    }
    logs[logs.length] = { level, message: cut(message) };
  }

  function makeLogger() {
    return {
      trace: (...values) => write("trace", values),
      debug: (...values) => write("debug", values),
      info: (...values) => write("info", values),
      warn: (...values) => write("warn", values),
      error: (...values) => write("error", values),
    };
  }

  globalThis.console = { ...makeLogger(), log: (...values) => write("info", values) };
  globalThis.structuredClone = (value) => (value === undefined ? undefined : parse(stringify(value)));

  // Compiled when first asked for: most code never does, and a context should start fast.
  let web = null;
  for (const name of ["TextEncoder", "TextDecoder", "URLSearchParams"]) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get: () => (web ??= compile(webSource)())[name],
      set: (value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true }),
    });
  }

  // Joined, not added: the engine keeps a long sum as a tree of parts, which it cannot hand over.
  function settle(...parts) {
    if (settled === "") settled = apply(join, parts, [""]);
  }

  function refuse(kind, details) {
    settle('{"error":', stringify({ kind, ...details }), ',"logs":', stringify(logs), "}");
  }

  function describe(error) {
    if (!(error instanceof NativeError)) return { name: "", message: cut(show(error)), stack: "" };
    try {
      return { name: cut(String(error.name)), message: cut(String(error.message)), stack: cut(String(error.stack)) };
    } catch {
      return { name: "Error", message: "an error that cannot be written", stack: "" };
    }
  }

  function fail(error) {
    // Null is what the engine throws when no memory is left to make an error; of code that throws null itself it looks the same.
    if (error === null) return refuse("null", {});
    const found = describe(error);
    const starved = error instanceof NativeInternalError && found.message === "out of memory";
    refuse(starved ? "memory" : "threw", found);
  }

  function succeed(value) {
    let data = "null";
    if (value !== undefined && value !== null) {
      if (typeof value !== "object" || isArray(value) || !("data" in value)) {
        const got = typeof value === "object" && !isArray(value) ? `{ ${cut(String(ownKeys(value)))} }` : cut(show(value));
        return refuse("bad_return", { message: got });
      }
      try {
        data = stringify(value.data);
        if (data === undefined) data = "null";
      } catch (error) {
        const found = describe(error);
        if (error instanceof NativeInternalError) return fail(error);
        return refuse("bad_data", found);
      }
      if (data.length > outputLimit) return refuse("too_large", { size: data.length });
    }
    settle('{"data":', data, ',"logs":', stringify(logs), "}");
  }

  // A question for whoever runs the code. It leaves when nothing else is left to do, and its answer comes by `answer`.
  function ask(kind, details) {
    return new NativePromise((fulfil, reject) => {
      const text = stringify({ id: asked + 1, kind, details });
      asked += 1;
      waiting[asked] = { fulfil, reject };
      questions[questions.length] = text;
    });
  }

  // What was asked since the last time, as text; "" when no answer is awaited at all.
  function takeQuestions() {
    if (keys(waiting).length === 0) return "";
    const text = apply(join, ['{"questions":[', apply(join, questions, [","]), "]}"], [""]);
    questions = [];
    return text;
  }

  function answer(text) {
    const answers = parse(text);
    for (let at = 0; at < answers.length; at++) {
      const { id, value, problem } = answers[at];
      const found = waiting[id];
      delete waiting[id];
      if (found) problem ? found.reject(problem) : found.fulfil(value);
    }
    return settled;
  }

  function reset(limit) {
    logs = [];
    questions = [];
    waiting = { __proto__: null };
    settled = "";
    outputLimit = limit;
    turn += 1;
  }

  // Compiles without running. Text that closes our wrapper and opens another would compile too, hence the comparison.
  function compileOnly(source) {
    reset(0);
    const wrapped = wrapperHead + source + WRAPPER_TAIL;
    try {
      body = compile(wrapped);
      if (apply(sourceOf, body, []).length !== wrapped.length - 2) throw new NativeSyntaxError("unexpected token: '}'");
    } catch (error) {
      body = null;
      refuse(error instanceof NativeSyntaxError ? "syntax" : "threw", describe(error));
    }
    return settled;
  }

  function load(source) {
    if (compileOnly(source) !== "") return settled;
    const module = { exports: {} };
    try {
      apply(body, module.exports, [module, module.exports]);
      const found = module.exports;
      handler = typeof found === "function" ? found : found?.default;
      if (typeof handler !== "function") refuse("no_handler", {});
    } catch (error) {
      fail(error);
    }
    return settled;
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
    context.logger = makeLogger();
    if (mayAsk) context.ask = ask;
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
        apply(then, promise, [(got) => mine === turn && succeed(got), (error) => mine === turn && fail(error)]);
      }
    } catch (error) {
      fail(error);
    }
    return settled;
  }

  const doors = {
    check: compileOnly,
    load: load,
    call: call,
    outcome: () => settled,
    questions: takeQuestions,
    answer: answer,
    logs: () => stringify(logs),
  };
  return (name) => doors[name];
});
