// `data.items[0].id`, own keys only.
export function read(value, path) {
  if (!path) return value;
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce((one, key) => (one !== null && typeof one === "object" && Object.hasOwn(one, key) ? one[key] : undefined), value);
}
