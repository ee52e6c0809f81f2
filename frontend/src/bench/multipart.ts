/**
 * A multipart form as text: what curl's `-F` would send, and what the bench offers to begin with.
 *
 * For: fields and files of text. Not here: files of bytes, which no text field can hold.
 */
export interface Part {
  name: string
  content: string
  /** Absent for a plain field. */
  filename?: string
  contentType?: string
}

const BOUNDARY = "hookyard-boundary"

export function asMultipart(parts: readonly Part[]): { body: string; contentType: string } {
  const boundary = freeBoundary(parts)
  const written = parts.map(({ name, content, filename, contentType }) =>
    [
      `--${boundary}`,
      `Content-Disposition: form-data; name="${escaped(name)}"${filename === undefined ? "" : `; filename="${escaped(filename)}"`}`,
      ...(contentType ? [`Content-Type: ${contentType}`] : []),
      "",
      content,
    ].join("\r\n"),
  )
  return {
    body: [...written, `--${boundary}--`, ""].join("\r\n"),
    contentType: `multipart/form-data; boundary=${boundary}`,
  }
}

/** As browsers escape them (the HTML standard, multipart/form-data). */
const escaped = (text: string): string => text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22")

function freeBoundary(parts: readonly Part[]): string {
  let boundary = BOUNDARY
  for (let number = 2; parts.some(({ content }) => content.includes(boundary)); number += 1)
    boundary = `${BOUNDARY}-${number}`
  return boundary
}
