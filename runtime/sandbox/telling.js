// What a call tells besides its data: lines of its log, and what went wrong with it; and the copy of a value.
//
// For: contexts whose code logs, copies or fails; the prelude compiles this file then, and hands it the call under way and the names that
// it took before any code of a builder ran.
0, function (now, settle, natives) {
  "use strict";
  const { parse, stringify, apply, ownKeys, isArray, slice, NativeError, NativeInternalError } = natives;
  const MOST_LOGS = 200;
  const LONGEST_TEXT = 4096;

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
    const logs = now.logs;
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

  function makeConsole() {
    return { ...makeLogger(), log: (...values) => write("info", values) };
  }

  function structuredClone(value) {
    return value === undefined ? undefined : parse(stringify(value));
  }

  function refuse(kind, details) {
    settle('{"error":', stringify({ kind, ...details }), ',"logs":', stringify(now.logs), "}");
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

  function refuseSource(kind, error) {
    refuse(kind, describe(error));
  }

  function refuseReturn(value) {
    const isObject = typeof value === "object" && !isArray(value);
    refuse("bad_return", { message: isObject ? `{ ${cut(String(ownKeys(value)))} }` : cut(show(value)) });
  }

  function refuseData(error) {
    if (error instanceof NativeInternalError) return fail(error);
    refuse("bad_data", describe(error));
  }

  return { makeLogger, makeConsole, structuredClone, refuse, fail, refuseSource, refuseReturn, refuseData };
};
