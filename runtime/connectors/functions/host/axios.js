// What packages in the wild use of axios, over fetch: verbs, params, baseURL, auth, full responses, errors with `response`.
(() => ({ fetch }) => {
  function addressOf({ url, baseURL, params }) {
    const whole = baseURL && !/^[a-z]+:\/\//i.test(url) ? `${baseURL.replace(/\/+$/, "")}/${url.replace(/^\/+/, "")}` : url;
    const pairs = Object.entries(params ?? {}).filter(([, value]) => value !== undefined && value !== null);
    const query = params instanceof URLSearchParams ? params.toString() : new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
    return query ? `${whole}${whole.includes("?") ? "&" : "?"}${query}` : whole;
  }

  function bodyOf(data, headers) {
    if (data === undefined || data === null || typeof data === "string" || data instanceof URLSearchParams || ArrayBuffer.isView(data)) return data;
    if (/x-www-form-urlencoded/i.test(headers.get("content-type") ?? "")) return new URLSearchParams(Object.entries(data).map(([name, value]) => [name, String(value)]));
    if (!headers.has("content-type")) headers.set("content-type", "application/json");
    return JSON.stringify(data);
  }

  async function request(config) {
    const headers = new Headers(config.headers ?? {});
    if (config.auth) headers.set("authorization", `Basic ${btoa(`${config.auth.username}:${config.auth.password}`)}`);
    const body = bodyOf(config.data, headers);
    const answer = await fetch(addressOf(config), { method: config.method ?? "GET", headers, body });
    const text = config.responseType === "arraybuffer" ? undefined : await answer.text();
    let data = text ?? (await answer.arrayBuffer());
    try {
      if (text !== undefined && config.responseType !== "text") data = JSON.parse(text);
    } catch {
      // Text that is no JSON stays text.
    }
    const response = { status: answer.status, statusText: "", headers: Object.fromEntries(answer.headers), data, config };
    const isGood = (config.validateStatus ?? ((status) => status >= 200 && status < 300))(answer.status);
    if (isGood) return response;
    throw Object.assign(new Error(`Request failed with status code ${answer.status}`), { name: "AxiosError", isAxiosError: true, response, config });
  }

  function create(defaults = {}) {
    const merged = (config) => ({ ...defaults, ...config, headers: { ...defaults.headers, ...config.headers } });
    const axios = (first, second) => request(merged(typeof first === "string" ? { ...second, url: first } : first));
    axios.request = axios;
    for (const method of ["get", "delete", "head", "options"]) axios[method] = (url, config = {}) => axios({ ...config, url, method: method.toUpperCase() });
    for (const method of ["post", "put", "patch"]) axios[method] = (url, data, config = {}) => axios({ ...config, url, data, method: method.toUpperCase() });
    axios.create = (config = {}) => create(merged(config));
    axios.isAxiosError = (error) => error?.isAxiosError === true;
    axios.default = axios;
    return axios;
  }
  return create();
})()
