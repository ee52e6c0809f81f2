/** The open wizard: one page at a time, then its end. */
import { useEffect } from "react"
import { say } from "../../config/saying"
import type { PageDeeds, Theme } from "../view/contract"
import { PageView } from "../view/PageView"
import { pageName } from "../view/progress"
import { WizardFrame } from "../view/WizardFrame"
import { Attention } from "./Attention"
import classes from "./app.module.css"
import type { Mode } from "./arrival"
import type { WizardState } from "./calls"
import { Ending } from "./Ending"
import { listen } from "./listening"
import { Notice } from "./Notice"
import { accountPage, pageState, pagesOf, shownOn, variablesOf } from "./pageState"
import { isProven } from "./proving"
import { bearer } from "./session"
import type { WizardStore } from "./store"
import { TestEvent } from "./TestEvent"
import type { AppWords } from "./words"

interface Props {
  store: WizardStore
  words: AppWords
  mode: Mode
}

export const themeOf = ({ tenant, theme }: Pick<WizardState, "tenant" | "theme">): Theme => ({
  name: tenant.name,
  logo: theme.logo || null,
  accent: theme.accent || null,
  scheme: theme.scheme,
})

export function App({ store, words, mode }: Props) {
  const wizard = store.useWizard()
  const { server, page, finished, cancelled, stopped, moves, stumbles } = wizard
  const all = pagesOf(server)
  const shown = shownOn(wizard)
  const pages = store.account ? [accountPage(server, store.account)] : all.filter((_, index) => shown.pages[index])
  const here = store.account ? 0 : shown.pages.slice(0, page).filter(Boolean).length
  const names = pages.map((one) => pageName(one, words))
  const elements = (pages[here]?.elements ?? []).filter((_, index) => store.account || shown.elements[page]?.[index])
  const proves = elements.some(({ type }) => type === "lights")
  const title = finished ? words.doneTitle : (names[here] ?? "")
  useFocus(moves, stumbles)
  useKeeping(store)
  useEffect(() => {
    document.title = `${title} · ${say(words.title, { integration: server.integration.name })}`
  }, [title, words, server.integration.name])
  useEffect(() => listen(bearer(window.location.pathname), () => void store.look()), [store])
  useChoices(store, page)
  if (stopped) return <Notice refusal={{ ...stopped, message: stopped.detail }} words={words} theme={themeOf(server)} />
  if (finished || cancelled || wizard.accountKept) return <Ending store={store} words={words} mode={mode} />
  const deeds: PageDeeds = {
    change: store.change,
    connect: (variable, filled) => void store.connect(variable, filled),
    takeConnection: store.change,
    enterSecret: (secret) => void store.giveSecret(secret),
    makeSecret: () => void store.giveSecret(""),
    reloadChoices: (variable) => void store.loadChoices(variable, true),
  }
  return (
    <WizardFrame
      theme={themeOf(server)}
      words={words}
      pages={names}
      current={here}
      busy={wizard.busy}
      problem={wizard.problem}
      back={here > 0 ? () => void store.back() : null}
      next={() => void store.next()}
      cancel={mode === "page" ? null : () => void store.cancel()}
    >
      {wizard.offline && (
        <p role="status" className={classes.offline}>
          {words.offline}
        </p>
      )}
      {proves && <Attention problems={server.attention} words={words} />}
      <PageView
        key={moves}
        state={{
          ...pageState(wizard, words),
          page: pages[here] ?? { name: "", elements: [] },
          ...(store.account && { shown: undefined }),
        }}
        deeds={deeds}
      />
      {proves && server.urls.some(({ own }) => own) && <TestEvent store={store} words={words} elements={elements} />}
      {proves && here === pages.length - 1 && !isProven(server.lights) && (
        <p className={classes.quiet}>{words.unprovenNext}</p>
      )}
    </WizardFrame>
  )
}

/** To the heading of a page that was just opened, to the first field that is wrong. */
function useFocus(moves: number, stumbles: number) {
  useEffect(() => {
    if (moves === 0) return
    const heading = document.querySelector<HTMLElement>("main h1")
    heading?.setAttribute("tabindex", "-1")
    heading?.focus()
  }, [moves])
  useEffect(() => {
    if (stumbles > 0) document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus()
  }, [stumbles])
}

/** What was typed is kept when the page is hidden: a closed lid, another tab, a closed window. */
function useKeeping(store: WizardStore) {
  useEffect(() => {
    const hidden = () => {
      if (document.visibilityState === "hidden") store.keep()
    }
    document.addEventListener("visibilitychange", hidden)
    window.addEventListener("pagehide", store.keep)
    return () => {
      document.removeEventListener("visibilitychange", hidden)
      window.removeEventListener("pagehide", store.keep)
    }
  }, [store])
}

/** Picklists that a flow fills are asked for when their page opens. */
function useChoices(store: WizardStore, page: number) {
  useEffect(() => {
    const { server } = store.useWizard.getState()
    const asked = new Set(pagesOf(server)[page]?.elements.map((one) => ("variable" in one ? one.variable : "")))
    for (const variable of variablesOf(server)) {
      if (variable.choicesFrom && asked.has(variable.key)) void store.loadChoices(variable.key)
    }
  }, [store, page])
}
