// Jira keeps rich text as a tree; each line becomes a paragraph.
export function document(text) {
  const paragraph = (line) => ({ type: "paragraph", content: line ? [{ type: "text", text: line }] : [] });
  return { type: "doc", version: 1, content: text.split("\n").map(paragraph) };
}
