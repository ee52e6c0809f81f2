export function post(apiClient, path, fields) {
  const given = Object.entries(fields).flatMap(([name, value]) => (Array.isArray(value) ? value.map((one) => [name, one]) : [[name, value]]));
  const body = given
    .filter(([, value]) => value !== undefined && value !== null)
    .map((pair) => pair.map((part) => encodeURIComponent(part)).join("="))
    .join("&");
  return apiClient.post(path, body, { headers: { "Content-Type": "application/x-www-form-urlencoded" } });
}
