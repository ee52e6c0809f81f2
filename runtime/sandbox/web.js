// Names of the web that the bare engine lacks and code for webhooks wants: TextEncoder, TextDecoder (UTF-8), URLSearchParams.
//
// For: contexts whose code asks for one of them; the prelude compiles this file then, and not before.
// Not here: anything that reaches outside. Behaviour after https://encoding.spec.whatwg.org and https://url.spec.whatwg.org.
0, function () {
  "use strict";

  class TextEncoder {
    get encoding() {
      return "utf-8";
    }

    encode(text = "") {
      const encoded = encodeURIComponent(String(text).toWellFormed());
      const bytes = [];
      for (let at = 0; at < encoded.length; at++) {
        if (encoded[at] === "%") {
          bytes.push(parseInt(encoded.slice(at + 1, at + 3), 16));
          at += 2;
        } else {
          bytes.push(encoded.charCodeAt(at));
        }
      }
      return new Uint8Array(bytes);
    }
  }

  // The first byte of a sequence: how many follow, its own bits, and the least a sequence so long may mean.
  function lead(byte) {
    if (byte < 0x80) return [0, byte, 0];
    if (byte >= 0xc2 && byte < 0xe0) return [1, byte & 0x1f, 0x80];
    if (byte >= 0xe0 && byte < 0xf0) return [2, byte & 0x0f, 0x800];
    if (byte >= 0xf0 && byte < 0xf5) return [3, byte & 0x07, 0x10000];
    return null;
  }

  function decodeOne(bytes, at) {
    const found = lead(bytes[at]);
    if (found === null) return { length: 1, point: -1 };
    let [, point] = found;
    const [follow, , least] = found;
    for (let step = 1; step <= follow; step++) {
      const byte = bytes[at + step];
      if (byte === undefined || (byte & 0xc0) !== 0x80) return { length: step, point: -1 };
      point = (point << 6) | (byte & 0x3f);
      // A second byte that makes the sequence too long, a surrogate or past Unicode is not part of it.
      if (step === 1 && follow > 1) {
        const last = ((point + 1) << (6 * (follow - 1))) - 1;
        const first = point << (6 * (follow - 1));
        if (last < least || first > 0x10ffff || (first >= 0xd800 && last <= 0xdfff)) return { length: 1, point: -1 };
      }
    }
    return { length: follow + 1, point };
  }

  class TextDecoder {
    #fatal;
    #keepMark;

    constructor(label = "utf-8", { fatal = false, ignoreBOM = false } = {}) {
      if (!/^\s*(utf-?8|unicode-1-1-utf-8)\s*$/i.test(label)) throw new RangeError(`TextDecoder knows utf-8 only, not ${label}`);
      this.#fatal = fatal;
      this.#keepMark = ignoreBOM;
    }

    get encoding() {
      return "utf-8";
    }

    decode(input = new Uint8Array()) {
      const bytes = ArrayBuffer.isView(input)
        ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
        : new Uint8Array(input);
      const parts = [];
      for (let at = 0; at < bytes.length; ) {
        const { length, point } = decodeOne(bytes, at);
        if (point < 0 && this.#fatal) throw new TypeError("The bytes are not UTF-8");
        parts.push(point < 0 ? "\ufffd" : String.fromCodePoint(point));
        at += length;
      }
      const text = parts.join("");
      return !this.#keepMark && text.startsWith("\ufeff") ? text.slice(1) : text;
    }
  }

  const unescaped = { "%20": "+" };

  function escapeField(text) {
    return encodeURIComponent(text.toWellFormed()).replace(
      /%20|[!'()~]/g,
      (found) => unescaped[found] ?? `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  }

  // Unlike decodeURIComponent this never throws: what is no escape stands for itself.
  function unescapeField(text) {
    const spaced = text.replaceAll("+", " ");
    return spaced.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
      new TextDecoder().decode(new Uint8Array(run.slice(1).split("%").map((pair) => parseInt(pair, 16)))),
    );
  }

  function readQuery(text) {
    const fields = text.replace(/^\?/, "").split("&").filter((field) => field !== "");
    return fields.map((field) => {
      const [name] = field.split("=", 1);
      return [unescapeField(name), unescapeField(field.slice(name.length + 1))];
    });
  }

  function readInit(init) {
    if (init === undefined || init === null) return [];
    if (typeof init !== "object") return readQuery(String(init));
    const pairs = typeof init[Symbol.iterator] === "function" ? [...init] : Object.entries(init);
    return pairs.map((pair) => {
      const [name, value, ...rest] = pair;
      if (value === undefined && pair.length < 2) throw new TypeError("URLSearchParams needs pairs of name and value");
      if (rest.length > 0) throw new TypeError("URLSearchParams needs pairs of name and value");
      return [String(name), String(value)];
    });
  }

  class URLSearchParams {
    #pairs;

    constructor(init) {
      this.#pairs = readInit(init);
    }

    get size() {
      return this.#pairs.length;
    }

    append(name, value) {
      this.#pairs.push([String(name), String(value)]);
    }

    delete(name, value) {
      this.#pairs = this.#pairs.filter((pair) => pair[0] !== String(name) || (value !== undefined && pair[1] !== String(value)));
    }

    get(name) {
      return this.#pairs.find((pair) => pair[0] === String(name))?.[1] ?? null;
    }

    getAll(name) {
      return this.#pairs.filter((pair) => pair[0] === String(name)).map((pair) => pair[1]);
    }

    has(name, value) {
      return this.#pairs.some((pair) => pair[0] === String(name) && (value === undefined || pair[1] === String(value)));
    }

    set(name, value) {
      const first = this.#pairs.findIndex((pair) => pair[0] === String(name));
      if (first === -1) return this.append(name, value);
      this.#pairs[first][1] = String(value);
      this.#pairs = this.#pairs.filter((pair, at) => at <= first || pair[0] !== String(name));
    }

    sort() {
      this.#pairs.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    }

    forEach(visit, self) {
      for (const [name, value] of this) visit.call(self, value, name, this);
    }

    keys() {
      return this.#pairs.map((pair) => pair[0]).values();
    }

    values() {
      return this.#pairs.map((pair) => pair[1]).values();
    }

    entries() {
      return this.#pairs.map((pair) => [...pair]).values();
    }

    [Symbol.iterator]() {
      return this.entries();
    }

    toString() {
      return this.#pairs.map((pair) => pair.map(escapeField).join("=")).join("&");
    }
  }

  return { TextEncoder, TextDecoder, URLSearchParams };
}
