// The older way to read and write query texts.
(() => () => {
  const stringify = (fields) =>
    new URLSearchParams(
      Object.entries(fields ?? {}).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, String(one ?? "")])),
    ).toString();
  const parse = (text) => {
    const fields = {};
    for (const [name, value] of new URLSearchParams(text)) {
      fields[name] = name in fields ? [].concat(fields[name], value) : value;
    }
    return fields;
  };
  return { stringify, parse, encode: stringify, decode: parse, escape: encodeURIComponent, unescape: decodeURIComponent };
})()
