/** Hears that something came for this instance: over a socket, and by asking where there is none. */
const AGAIN = [1000, 2000, 5000, 15_000] // milliseconds
const ASK_EVERY = 4000

/** Calls `news` after each hint, and every few seconds while the line is down. Returns what ends it. */
export function listen(bearer: string, news: () => void): () => void {
  let socket: WebSocket | null = null
  let ended = false
  let tries = 0
  let up = false
  let timer = 0

  function open() {
    const { protocol, host } = window.location
    socket = new WebSocket(`${protocol === "https:" ? "wss" : "ws"}://${host}/api/wizard/live`)
    socket.addEventListener("open", () => socket?.send(JSON.stringify({ session: bearer })))
    socket.addEventListener("message", (event) => {
      if (String(event.data).includes('"ping"')) return
      up = true
      tries = 0
      news()
    })
    socket.addEventListener("close", (event) => {
      up = false
      // 4401: the session has ended, which the next call says to the person.
      if (!ended && event.code !== 4401) timer = window.setTimeout(open, AGAIN[Math.min(tries++, AGAIN.length - 1)])
    })
  }

  const asking = window.setInterval(() => {
    if (!up && !document.hidden) news()
  }, ASK_EVERY)
  open()
  return () => {
    ended = true
    window.clearInterval(asking)
    window.clearTimeout(timer)
    socket?.close()
  }
}
