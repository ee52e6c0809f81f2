import { read } from "../../lib/read.js";

const MOST_PAGES = 100;

export default async function run({ apiClient, input }) {
  const { items: where, nextCursor, cursorParameter = "cursor", most = 1000 } = input;
  const found = [];
  let path = input.path;
  let query = { ...input.query };
  for (let page = 0; page < MOST_PAGES && path && found.length < most; page++) {
    const answer = await apiClient.get(path, query, { returnFullResponse: true });
    const items = read(answer.data, where);
    if (!Array.isArray(items)) throw new Error(`There is no list at ${where || "the top of the answer"}.`);
    found.push(...items);
    if (nextCursor) {
      const cursor = read(answer.data, nextCursor);
      if (cursor === undefined || cursor === null || cursor === "" || items.length === 0) break;
      query = { ...query, [cursorParameter]: cursor };
    } else {
      path = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(answer.headers.link ?? "")?.[1];
      query = undefined;
    }
  }
  return { items: found.slice(0, most) };
}
