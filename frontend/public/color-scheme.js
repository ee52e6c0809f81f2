// Runs before the first paint so that a dark page never flashes white. A file of its own: the CSP allows no inline script.
;(() => {
  let chosen = null
  try {
    chosen = localStorage.getItem("hookyard-color-scheme")
  } catch {
    // Storage may be forbidden; the system's choice is good.
  }
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches)
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light")
})()
