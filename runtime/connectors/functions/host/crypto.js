// Hashes and signatures, under Node's names and shorter ones, since checking a signature is what webhooks need most.
//
// For: MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4), HMAC (RFC 2104), comparing in constant time, random ids.
// Not here: ciphers and keys.
(() => ({ builtIn, entropy }) => {
  const { Buffer } = builtIn("buffer");
  const rotate = (word, by) => (word << by) | (word >>> (32 - by));

  // Fractional parts of roots of primes are the constants of all these hashes; exact in integers, as floats have too few digits.
  function root(value, degree, bits) {
    let low = 0n;
    let high = 1n << BigInt(bits + 12);
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** BigInt(degree) <= value) low = middle;
      else high = middle;
    }
    return low & ((1n << BigInt(bits)) - 1n);
  }
  const primes = [];
  for (let next = 2; primes.length < 80; next++) if (primes.every((prime) => next % prime)) primes.push(next);
  const roots = (degree, bits, count) => primes.slice(0, count).map((prime) => root(BigInt(prime) << BigInt(degree * bits), degree, bits));

  function padded(bytes, block, bigEndian) {
    const length = bytes.length;
    const field = block / 8;
    const whole = new Uint8Array(Math.ceil((length + 1 + field) / block) * block);
    whole.set(bytes);
    whole[length] = 0x80;
    const view = new DataView(whole.buffer);
    if (bigEndian) view.setBigUint64(whole.length - 8, BigInt(length) * 8n);
    else view.setBigUint64(whole.length - 8, BigInt(length) * 8n, true);
    return view;
  }

  function words(list, bigEndian) {
    const out = new Uint8Array(list.length * 4);
    const view = new DataView(out.buffer);
    list.forEach((word, at) => view.setUint32(at * 4, word >>> 0, !bigEndian));
    return out;
  }

  const START_32 = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];

  function md5(bytes) {
    const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
    const sines = Array.from({ length: 64 }, (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 4294967296) | 0);
    const state = START_32.slice(0, 4).map((word) => word | 0);
    const view = padded(bytes, 64, false);
    for (let start = 0; start < view.byteLength; start += 64) {
      let [a, b, c, d] = state;
      for (let at = 0; at < 64; at++) {
        const round = at >> 4;
        const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round];
        const place = [at, 5 * at + 1, 3 * at + 5, 7 * at][round] & 15;
        const sum = (a + mixed + sines[at] + view.getUint32(start + place * 4, true)) | 0;
        [a, d, c, b] = [d, c, b, (b + rotate(sum, shifts[round * 4 + (at & 3)])) | 0];
      }
      [a, b, c, d].forEach((word, at) => (state[at] = (state[at] + word) | 0));
    }
    return words(state, false);
  }

  function sha1(bytes) {
    const state = START_32.map((word) => word | 0);
    const view = padded(bytes, 64, true);
    const w = new Int32Array(80);
    for (let start = 0; start < view.byteLength; start += 64) {
      for (let at = 0; at < 80; at++) w[at] = at < 16 ? view.getInt32(start + at * 4) : rotate(w[at - 3] ^ w[at - 8] ^ w[at - 14] ^ w[at - 16], 1);
      let [a, b, c, d, e] = state;
      for (let at = 0; at < 80; at++) {
        const mixed = at < 20 ? (b & c) | (~b & d) : at < 40 ? b ^ c ^ d : at < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
        const next = (rotate(a, 5) + mixed + e + w[at] + [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][Math.floor(at / 20)]) | 0;
        e = d;
        d = c;
        c = rotate(b, 30);
        b = a;
        a = next;
      }
      [a, b, c, d, e].forEach((word, at) => (state[at] = (state[at] + word) | 0));
    }
    return words(state, true);
  }

  let constants256 = null;
  function sha256(bytes) {
    constants256 ??= { k: Int32Array.from(roots(3, 32, 64), Number), start: roots(2, 32, 8).map((word) => Number(word) | 0) };
    const { k, start: first } = constants256;
    const state = Int32Array.from(first);
    const view = padded(bytes, 64, true);
    const w = new Int32Array(64);
    for (let start = 0; start < view.byteLength; start += 64) {
      for (let at = 0; at < 16; at++) w[at] = view.getInt32(start + at * 4);
      for (let at = 16; at < 64; at++) {
        const one = w[at - 15];
        const two = w[at - 2];
        w[at] = (w[at - 16] + (rotate(one, 25) ^ rotate(one, 14) ^ (one >>> 3)) + w[at - 7] + (rotate(two, 15) ^ rotate(two, 13) ^ (two >>> 10))) | 0;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let at = 0; at < 64; at++) {
        const first = (h + (rotate(e, 26) ^ rotate(e, 21) ^ rotate(e, 7)) + ((e & f) ^ (~e & g)) + k[at] + w[at]) | 0;
        const second = ((rotate(a, 30) ^ rotate(a, 19) ^ rotate(a, 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + first) | 0;
        d = c;
        c = b;
        b = a;
        a = (first + second) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] = (state[at] + word) | 0));
    }
    return words(Array.from(state), true);
  }

  const MASK = (1n << 64n) - 1n;
  const turn = (word, by) => ((word >> BigInt(by)) | (word << BigInt(64 - by))) & MASK;
  let constants512 = null;
  const START_384 = ["cbbb9d5dc1059ed8", "629a292a367cd507", "9159015a3070dd17", "152fecd8f70e5939", "67332667ffc00b31", "8eb44a8768581511", "db0c2e0d64f98fa7", "47b5481dbefa4fa4"];

  function sha512(bytes, first, length) {
    constants512 ??= { k: roots(3, 64, 80), start: roots(2, 64, 8) };
    const { k } = constants512;
    const state = [...(first ?? constants512.start)];
    const view = padded(bytes, 128, true);
    const w = new Array(80);
    for (let start = 0; start < view.byteLength; start += 128) {
      for (let at = 0; at < 16; at++) w[at] = view.getBigUint64(start + at * 8);
      for (let at = 16; at < 80; at++) {
        const one = w[at - 15];
        const two = w[at - 2];
        w[at] = (w[at - 16] + (turn(one, 1) ^ turn(one, 8) ^ (one >> 7n)) + w[at - 7] + (turn(two, 19) ^ turn(two, 61) ^ (two >> 6n))) & MASK;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let at = 0; at < 80; at++) {
        const one = (h + (turn(e, 14) ^ turn(e, 18) ^ turn(e, 41)) + ((e & f) ^ (~e & MASK & g)) + k[at] + w[at]) & MASK;
        const two = ((turn(a, 28) ^ turn(a, 34) ^ turn(a, 39)) + ((a & b) ^ (a & c) ^ (b & c))) & MASK;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & MASK, c, b, a, (one + two) & MASK];
      }
      [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] = (state[at] + word) & MASK));
    }
    return words(state.flatMap((word) => [Number(word >> 32n), Number(word & 0xffffffffn)]), true).subarray(0, length);
  }

  const HASHES = {
    md5: { run: md5, block: 64 },
    sha1: { run: sha1, block: 64 },
    sha256: { run: sha256, block: 64 },
    sha384: { run: (bytes) => sha512(bytes, START_384.map((word) => BigInt(`0x${word}`)), 48), block: 128 },
    sha512: { run: (bytes) => sha512(bytes, null, 64), block: 128 },
  };

  function hashNamed(name) {
    const found = HASHES[String(name).toLowerCase().replace(/^rsa-/, "").replace("-", "")];
    if (!found) throw new Error(`Unknown hash ${name}. There are ${Object.keys(HASHES).join(", ")}.`);
    return found;
  }
  const bytesOf = (value, encoding) => (typeof value === "string" ? Buffer.from(value, encoding) : new Uint8Array(value));
  const shown = (bytes, encoding) => (encoding && encoding !== "buffer" ? Buffer.from(bytes).toString(encoding) : Buffer.from(bytes));

  class Digest {
    #parts = [];
    #finish;
    constructor(finish) {
      this.#finish = finish;
    }
    update(value, encoding) {
      this.#parts.push(bytesOf(value, encoding));
      return this;
    }
    digest(encoding) {
      return shown(this.#finish(Buffer.concat(this.#parts)), encoding);
    }
  }

  function keyed({ run, block }, key, message) {
    const short = key.length > block ? run(key) : key;
    const inner = new Uint8Array(block).fill(0x36);
    const outer = new Uint8Array(block).fill(0x5c);
    short.forEach((byte, at) => {
      inner[at] ^= byte;
      outer[at] ^= byte;
    });
    return run(Buffer.concat([outer, run(Buffer.concat([inner, message]))]));
  }

  const createHash = (name) => new Digest(hashNamed(name).run);
  const createHmac = (name, key) => {
    const hash = hashNamed(name);
    // As Node does: a secret that is not there must never count as an empty one, which everybody knows.
    if (typeof key !== "string" && !(key instanceof ArrayBuffer) && !ArrayBuffer.isView(key)) {
      throw new TypeError(`The key of an HMAC is a text or bytes, not ${key === null ? "null" : typeof key}.`);
    }
    const secret = bytesOf(key);
    return new Digest((message) => keyed(hash, secret, message));
  };

  // Looks at every byte of the first whatever the second is, so that time tells nothing. Unlike Node's it takes texts, and
  // tells lengths apart instead of throwing: a signature of the wrong length is simply wrong.
  function timingSafeEqual(one, other) {
    const first = bytesOf(one);
    const second = bytesOf(other);
    let differs = first.length ^ second.length;
    for (let at = 0; at < first.length; at++) differs |= first[at] ^ (second[at % (second.length || 1)] ?? 0);
    return differs === 0;
  }

  // Each call is given fresh bytes that nobody can guess; what it needs of them follows from a counter.
  let drawn = 0;
  function randomBytes(size) {
    const parts = [];
    for (let got = 0; got < size; got += 32) parts.push(sha256(Buffer.from(`${entropy()}:${++drawn}`)));
    return Buffer.concat(parts).subarray(0, size);
  }
  function randomUUID() {
    const bytes = randomBytes(16);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  const made = {
    createHash,
    createHmac,
    timingSafeEqual,
    randomUUID,
    randomBytes,
    hash: (name, value, encoding = "hex") => createHash(name).update(value).digest(encoding),
    hmac: (name, key, value, encoding = "hex") => createHmac(name, key).update(value).digest(encoding),
    base64: { encode: (value) => shown(bytesOf(value), "base64"), decode: (text, encoding = "utf8") => Buffer.from(text, "base64").toString(encoding) },
    hex: { encode: (value) => shown(bytesOf(value), "hex"), decode: (text, encoding = "utf8") => Buffer.from(text, "hex").toString(encoding) },
  };
  return { ...made, default: made };
})()
