/** The wizard as a customer goes through it, beside the board. What is tried here is kept nowhere. */
import { SegmentedControl, Text } from "@mantine/core"
import { useElementSize } from "@mantine/hooks"
import { type ReactNode, useEffect, useRef, useState } from "react"
import type { Wrong } from "../../config/checks"
import { shownOf } from "../../config/shown"
import { pagesOf, type WizardPage } from "../../flow/pages"
import { PageView } from "../view/PageView"
import { pageName, pageProblems } from "../view/progress"
import { WizardFrame } from "../view/WizardFrame"
import { useBoard } from "./board"
import classes from "./builder.module.css"
import { PreviewTools } from "./PreviewTools"
import { useSample } from "./sampleState"
import { useTrying } from "./useTrying"

const WIDTHS = { phone: 390, desktop: 960 }
const HEIGHTS = { phone: 720, desktop: 900 }
type Device = keyof typeof WIDTHS

export function Preview({ setScheme }: { setScheme: (scheme: "light" | "dark") => void }) {
  const [device, setDevice] = useState<Device>("phone")
  return (
    <section className={classes.preview} aria-label="Preview">
      <div className={classes.boardHead}>
        <h2>Preview</h2>
        <SegmentedControl
          size="xs"
          aria-label="Width of the preview"
          data={[
            { value: "phone", label: "Phone" },
            { value: "desktop", label: "Desktop" },
          ]}
          value={device}
          onChange={(next) => setDevice(next as Device)}
        />
        <PreviewTools setScheme={setScheme} />
      </div>
      <Text size="xs" c="dimmed">
        Try it: nothing typed here is kept, and no account is connected.
      </Text>
      <Screen device={device}>
        <Walk />
      </Screen>
    </section>
  )
}

/** The true width, made smaller where there is no room for it. */
function Screen({ device, children }: { device: Device; children: ReactNode }) {
  const { ref, width } = useElementSize()
  const scale = width > 0 ? Math.min(1, width / WIDTHS[device]) : 1
  return (
    <div ref={ref} className={classes.screenRoom}>
      <div style={{ height: HEIGHTS[device] * scale }}>
        <div
          className={classes.screen}
          data-device={device}
          style={{ width: WIDTHS[device], height: HEIGHTS[device], transform: `scale(${scale})` }}
        >
          {children}
        </div>
      </div>
    </div>
  )
}

/** Scrolls the screen alone: the page around it stays where somebody works. */
function showElement(page: HTMLElement | null, index: number) {
  const screen = page?.closest("[data-device]")
  const element = page?.querySelector(`[data-element="${index}"]`)
  if (!screen || !element) return
  const [outer, inner] = [screen.getBoundingClientRect(), element.getBoundingClientRect()]
  const above = inner.top - outer.top
  if (above < 0 || inner.bottom > outer.bottom - outer.height / 6) screen.scrollBy({ top: above - outer.height / 4 })
}

/** From page to page, as far as what is required lets one. */
function Walk() {
  const { definition, chosen } = useBoard()
  const drawn = useRef<HTMLDivElement>(null)
  const { state, theme } = useSample()
  const all = pagesOf(definition)
  const [at, setAt] = useState(0)
  const [errors, setErrors] = useState<Record<string, Wrong[]>>({})
  // What is worked on is looked at even while no answer shows it.
  const [sought, setSought] = useState<number | null>(null)
  const { tried, deeds, startOver } = useTrying(all[Math.min(at, all.length - 1)])
  const values = { ...state.values, ...tried.values }
  const shown = shownOf(all, state.variables, values)
  const walked = all.flatMap((_, index) => (shown.pages[index] || index === sought ? [index] : []))
  const current = at >= all.length ? walked.length : walked.filter((index) => index < at).length
  const page = all[walked[Math.min(current, walked.length - 1)] ?? 0]
  const wanted = chosen?.kind === "element" ? chosen.spot.page : chosen?.kind === "page" ? chosen.page : null

  // The preview follows what is worked on; where else one goes in it is one's own business.
  useEffect(() => {
    if (wanted !== null) setAt(wanted)
    setSought(wanted)
  }, [wanted])

  useEffect(() => {
    if (chosen?.kind === "element" && chosen.spot.page === at) showElement(drawn.current, chosen.spot.index)
  }, [chosen, at])

  const go = (to: number) => {
    setErrors({})
    setAt(walked[to] ?? all.length)
  }
  const next = () => {
    if (current >= walked.length) {
      startOver()
      return go(0)
    }
    const found = page ? pageProblems(page, state.variables, values, shown.hidden) : {}
    if (Object.keys(found).length > 0) setErrors(found)
    else go(current + 1)
  }
  const still = Object.fromEntries(
    Object.entries(page ? pageProblems(page, state.variables, values, shown.hidden) : {}).filter(
      ([key]) => key in errors,
    ),
  )
  const done = current >= walked.length
  const elements = shown.elements[walked[current] ?? 0]
  return (
    <WizardFrame
      inside
      theme={theme}
      words={state.words}
      pages={walked.map((index) => pageName(all[index] as WizardPage, state.words))}
      current={current}
      busy={false}
      problem={Object.keys(still).length > 0 ? state.words.fixErrors : null}
      back={current > 0 ? () => go(current - 1) : null}
      next={next}
      cancel={null}
      {...(done && { nextLabel: "Start over" })}
    >
      {done || !page ? (
        <p>That was the last page: the customer has finished.</p>
      ) : (
        <div ref={drawn}>
          <PageView
            state={{
              ...state,
              ...tried,
              page,
              shown: shown.pages[walked[current] ?? 0] ? elements : undefined,
              values,
              errors: still,
            }}
            deeds={deeds}
          />
        </div>
      )}
    </WizardFrame>
  )
}
