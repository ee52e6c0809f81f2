// Stripe takes forms: lists and objects are written as enabled_events[0]=... and metadata[order]=...
export function form(value) {
  return pairs(value).map(([name, one]) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`).join("&");
}

function pairs(value, name = "") {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, one]) => pairs(one, name ? `${name}[${key}]` : key));
}

export function post(apiClient, path, data, headers = {}) {
  return apiClient.post(path, form(data), {
    headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
  });
}
