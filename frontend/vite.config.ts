import react from "@vitejs/plugin-react"
import { defineConfig } from "vitest/config"

// Django serves the build under this path; its CSP allows scripts of our own origin only, so nothing may be inlined.
const BASE = "/static/app/"
const SERVER = process.env.HOOKYARD_SERVER ?? "http://127.0.0.1:8000"

export default defineConfig({
  base: BASE,
  plugins: [react()],
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    manifest: true,
    modulePreload: {
      polyfill: false,
      // What the editor opens is fetched ahead of its click; a list of all it needs would only make the first load longer.
      resolveDependencies: (_, needed, { hostId }) =>
        hostId.includes("EditorPage") ? needed.filter((file) => file.endsWith(".css")) : needed,
    },
    rolldownOptions: {
      input: ["index.html", "wizard.html", "wizard-consent.html"],
      // Icons that many parts share travel together: a file for each was a hundred bytes of wrapping around a hundred of icon.
      output: { codeSplitting: { groups: [{ name: "icons", test: /lucide-react/, minShareCount: 8 }] } },
    },
  },
  server: {
    proxy: { "^/(api|admin|hooks|static/(?!app))": { target: SERVER, ws: true } },
  },
  test: {
    environment: "node", // a test that needs a page says so in its first line; to make one takes a second
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test/browser.ts"],
  },
})
