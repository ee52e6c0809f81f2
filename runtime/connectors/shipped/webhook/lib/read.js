// `body.events[0].id`, own keys only.
export function read(value, path) {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce((one, key) => (one !== null && typeof one === "object" && Object.hasOwn(one, key) ? one[key] : undefined), value);
}
