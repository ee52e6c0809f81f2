/** Where to go after signing in. */

/** The path in `?next=`, if it is one of ours: "//evil.example" and "https:..." would leave the product. */
export function nextPage(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? ""
  return /^\/(?![/\\])/.test(next) ? next : "/"
}

/** Whether the server makes this page itself, so that our router cannot show it. */
export const isOutside = (path: string): boolean => /^\/(admin|api)\//.test(path)
