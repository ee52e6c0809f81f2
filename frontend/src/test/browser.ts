/** What jsdom lacks and Mantine and React Flow ask for; nothing where a test has no page. */
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}

const mediaThatIsNever = (query: string) => ({
  matches: false,
  media: query,
  addEventListener() {},
  removeEventListener() {},
  addListener() {},
  removeListener() {},
})

if (typeof window !== "undefined") {
  Object.assign(globalThis, { ResizeObserver: Observer })
  Object.defineProperty(window, "matchMedia", { value: mediaThatIsNever })
}
