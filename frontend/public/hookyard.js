/*!
 * hookyard.js: opens a set-up wizard in a page of yours, and tells you how it goes.
 *
 *   const wizard = Hookyard.open({
 *     url,                       // from POST /api/wizards, or /external/auth/create/... for one account; or `code`, when this
 *                                // script comes from the same Hookyard
 *     mode: "iframe",            // or "popup", called from a click
 *     container: "#place",       // of the frame; without one it covers the page
 *     onReady(event) {}, onFinish(event) {}, onCancel(event) {}, onError(event) {}, onProof(event) {},
 *     onValidate({ visibleValues, configValues, authValues }) { return { fieldKey: "What is wrong" } }, // or a promise of it
 *   })
 *   wizard.close()
 *
 * Only the wizard itself is heard, by its window and its origin, and only it is told anything.
 */
;(() => {
  const own = document.currentScript?.src
  const CLOSED_EVERY = 500 // milliseconds
  const ANSWER = "tray.configPopup.client.validation"

  function open(options) {
    const target = addressOf(options)
    const ended = { done: false }
    const call = (name, event) => {
      if (typeof options[name] === "function") return options[name](event)
    }
    let view = options.mode === "popup" ? popup(target) : null
    // A popup that the browser blocked still opens, in the page itself.
    const blocked = options.mode === "popup" && !view
    view = view ?? frame(target, options.container, () => leave("closed"))

    const watching = view.popup && setInterval(() => view.window()?.closed && leave("closed"), CLOSED_EVERY)
    addEventListener("message", hear)

    function hear(event) {
      const data = event.data
      if (event.source !== view.window() || event.origin !== target.origin || !data) return
      switch (String(data.type).replace(".account.", ".wizard.")) {
        case "hookyard.wizard.ready":
          return call("onReady", { ...data, blocked })
        case "hookyard.wizard.proof":
          return call("onProof", data)
        case "hookyard.wizard.validate":
          return void judge(data)
        case "hookyard.wizard.error":
          return call("onError", data)
        case "hookyard.wizard.cancel":
          return leave("cancelled", data)
        case "hookyard.wizard.finish":
          ended.done = true
          return call("onFinish", data)
      }
    }

    async function judge({ visibleValues, configValues, authValues }) {
      const say = (data) => view.window()?.postMessage({ type: ANSWER, data }, target.origin)
      say({ inProgress: true })
      let errors = {}
      try {
        errors = (await call("onValidate", { visibleValues, configValues, authValues })) ?? {}
      } catch (failure) {
        errors = { "": failure instanceof Error ? failure.message : String(failure) }
      }
      say({ inProgress: false, errors })
    }

    function leave(reason, event) {
      if (!close()) return
      if (!ended.done) call("onCancel", { reason, ...event })
    }

    function close() {
      if (!view) return false
      removeEventListener("message", hear)
      clearInterval(watching)
      view.close()
      view = null
      return true
    }

    return { close: () => void close(), blocked }
  }

  function addressOf({ url, code }) {
    if (!url && !code) throw new TypeError("Hookyard.open needs the url or the code of a wizard")
    const target = new URL(url ?? `/wizard/open?code=${encodeURIComponent(code)}`, own ?? location.href)
    const fragment = new URLSearchParams(target.hash.slice(1))
    fragment.set("origin", location.origin)
    target.hash = fragment.toString()
    return target
  }

  function popup(target) {
    const opened = window.open(target.href, "_blank", "popup,width=620,height=760")
    return opened && { popup: true, window: () => opened, close: () => opened.close() }
  }

  function frame(target, container, leave) {
    const place = typeof container === "string" ? document.querySelector(container) : container
    const made = document.createElement("iframe")
    made.src = target.href
    made.title = "Set up"
    made.allow = "clipboard-write"
    made.referrerPolicy = "strict-origin-when-cross-origin"
    Object.assign(made.style, { border: "0", width: "100%", height: "100%", background: "#fff" })
    const outer = place ? made : cover(made, leave)
    ;(place ?? document.body).append(outer)
    return { window: () => made.contentWindow, close: () => outer.remove() }
  }

  function cover(made, leave) {
    const dialog = document.createElement("dialog")
    const size = { width: "min(680px, 100vw)", height: "min(760px, 100dvh)", maxWidth: "none", maxHeight: "none" }
    Object.assign(dialog.style, { ...size, padding: "0", border: "0", borderRadius: "10px", overflow: "hidden" })
    dialog.append(made)
    dialog.addEventListener("cancel", leave)
    queueMicrotask(() => dialog.showModal())
    return dialog
  }

  window.Hookyard = { open }
})()
