// Buffer, as far as code for webhooks uses it: bytes from and to text, base64 and hex.
(() => {
  const encodings = {
    utf8: { read: (text) => new TextEncoder().encode(text), write: (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) },
    hex: {
      read: (text) => Uint8Array.from((text.match(/^(?:[0-9a-f]{2})*/i)[0].match(/../g) ?? []).map((pair) => parseInt(pair, 16))),
      write: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    },
    latin1: {
      read: (text) => Uint8Array.from(text, (character) => character.charCodeAt(0) & 255),
      write: (bytes) => {
        const parts = [];
        for (let at = 0; at < bytes.length; at += 4096) parts.push(String.fromCharCode(...bytes.subarray(at, at + 4096)));
        return parts.join("");
      },
    },
  };
  encodings.base64 = {
    read: (text) => {
      const plain = text.replace(/-/g, "+").replace(/_/g, "/").replace(/[^A-Za-z0-9+/]/g, "");
      return encodings.latin1.read(atob(plain.length % 4 === 1 ? plain.slice(0, -1) : plain.padEnd(Math.ceil(plain.length / 4) * 4, "=")));
    },
    write: (bytes) => btoa(encodings.latin1.write(bytes)),
  };
  encodings.base64url = {
    read: encodings.base64.read,
    write: (bytes) => encodings.base64.write(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, ""),
  };
  encodings["utf-8"] = encodings.utf8;
  encodings.binary = encodings.ascii = encodings.latin1;

  function encoding(name = "utf8") {
    const found = encodings[String(name).toLowerCase()];
    if (!found) throw new TypeError(`Unknown encoding: ${name}`);
    return found;
  }

  class Buffer extends Uint8Array {
    static from(value, name) {
      if (typeof value === "string") return Buffer.over(encoding(name).read(value));
      if (value instanceof ArrayBuffer) return new Buffer(value);
      return Buffer.over(Uint8Array.from(value));
    }
    static over(bytes) {
      return new Buffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    static alloc(size, fill = 0) {
      return new Buffer(size).fill(fill);
    }
    static concat(list) {
      const whole = new Buffer(list.reduce((size, one) => size + one.length, 0));
      let at = 0;
      for (const one of list) {
        whole.set(one, at);
        at += one.length;
      }
      return whole;
    }
    static byteLength(value, name) {
      return typeof value === "string" ? encoding(name).read(value).length : value.byteLength;
    }
    static isBuffer(value) {
      return value instanceof Buffer;
    }
    static compare(one, other) {
      return Buffer.from(one).compare(other);
    }
    toString(name, start = 0, end = this.length) {
      return encoding(name).write(new Uint8Array(this.buffer, this.byteOffset, this.byteLength).subarray(start, end));
    }
    toJSON() {
      return { type: "Buffer", data: Array.from(this) };
    }
    equals(other) {
      return this.compare(other) === 0;
    }
    compare(other) {
      const shared = Math.min(this.length, other.length);
      for (let at = 0; at < shared; at++) if (this[at] !== other[at]) return this[at] < other[at] ? -1 : 1;
      return Math.sign(this.length - other.length);
    }
  }
  return () => ({ Buffer });
})()
