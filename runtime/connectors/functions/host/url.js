// URL, URLSearchParams and querystring for absolute addresses of the web. Behaviour after https://url.spec.whatwg.org, without
// its rules for hosts: the parent reads the address again before anything is sent.
(() => {
  const ABSOLUTE = /^([a-z][a-z0-9+.-]*:)\/\/(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?([^?#]*)(\?[^#]*)?(#.*)?$/i;
  const DEFAULT_PORTS = { "http:": "80", "https:": "443" };

  function joined(path, base) {
    const parts = (path.startsWith("/") ? path : base.slice(0, base.lastIndexOf("/") + 1) + path).split("/");
    const kept = [];
    for (const [at, part] of parts.entries()) {
      if (part === "..") kept.length > 1 && kept.pop();
      if ((part === ".." || part === ".") && at === parts.length - 1) kept.push("");
      else if (part !== ".." && part !== ".") kept.push(part);
    }
    return kept.join("/");
  }

  class URL {
    constructor(text, base) {
      let found = ABSOLUTE.exec(String(text).trim());
      if (!found && base !== undefined) {
        const { protocol, host, pathname } = new URL(String(base));
        const [, path, query = "", hash = ""] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(String(text).trim());
        found = ABSOLUTE.exec(path.startsWith("//") ? protocol + text : `${protocol}//${host}${joined(path || pathname, pathname)}${query}${hash}`);
      }
      if (!found) throw new TypeError(`Invalid URL: ${text}`);
      const [, protocol, login = "", hostname, port = "", path, query = "", hash = ""] = found;
      const [username, password = ""] = login.split(":");
      this.protocol = protocol.toLowerCase();
      Object.assign(this, { username, password, hostname: hostname.toLowerCase(), hash });
      this.port = port === DEFAULT_PORTS[this.protocol] ? "" : port;
      this.pathname = joined(path || "/", "/").replace(/ /g, "%20");
      this.searchParams = new URLSearchParams(query);
    }
    get host() {
      return this.hostname + (this.port && `:${this.port}`);
    }
    get origin() {
      return `${this.protocol}//${this.host}`;
    }
    get search() {
      const text = this.searchParams.toString();
      return text && `?${text}`;
    }
    set search(text) {
      this.searchParams = new URLSearchParams(text);
    }
    get href() {
      const login = this.username && `${this.username}${this.password && `:${this.password}`}@`;
      return `${this.protocol}//${login}${this.host}${this.pathname}${this.search}${this.hash}`;
    }
    toString() {
      return this.href;
    }
    toJSON() {
      return this.href;
    }
  }
  return () => ({ URL, URLSearchParams });
})()
