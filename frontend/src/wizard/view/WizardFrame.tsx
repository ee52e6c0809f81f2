/** The frame around a page: whose wizard it is, how far it is, and the buttons that lead on. */
import { type ReactNode, type SyntheticEvent, useSyncExternalStore } from "react"
import type { Theme, WizardFrameProps } from "./contract"
import classes from "./frame.module.css"
import { stepWords } from "./progress"
import { schemeOf, themeColours } from "./theme"

export function WizardFrame(props: WizardFrameProps) {
  const { theme, words, pages, current, busy, problem, back, next, cancel, inside, children } = props
  const last = current >= pages.length - 1
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    if (!busy) next?.()
  }
  return (
    <Themed theme={theme}>
      <header className={classes.header}>
        {theme.logo && <img className={classes.logo} src={theme.logo} alt="" />}
        <span className={classes.name}>{theme.name}</span>
        {cancel && (
          <button type="button" className={classes.quiet} onClick={cancel}>
            {words.cancel}
          </button>
        )}
      </header>
      {pages.length > 1 && current < pages.length && <Progress {...props} />}
      <form className={classes.form} noValidate onSubmit={send}>
        {inside ? <div className={classes.main}>{children}</div> : <main className={classes.main}>{children}</main>}
        {(next || back || problem) && (
          <footer className={classes.footer}>
            <p role="alert" className={classes.problem}>
              {problem}
            </p>
            <div className={classes.buttons}>
              {back && (
                <button type="button" className={classes.back} disabled={busy} onClick={back}>
                  {words.back}
                </button>
              )}
              {next && (
                <button type="submit" className={classes.next} disabled={busy}>
                  {busy ? words.busy : (props.nextLabel ?? (last ? words.finish : words.next))}
                </button>
              )}
            </div>
          </footer>
        )}
      </form>
    </Themed>
  )
}

function Progress({ pages, current, words }: Pick<WizardFrameProps, "pages" | "current" | "words">) {
  return (
    <nav className={classes.progress} aria-label={words.steps}>
      <p className={classes.step}>{stepWords(current, pages.length, words)}</p>
      <ol>
        {pages.map((name, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a page is its place
            key={index}
            data-state={index < current ? "done" : index === current ? "here" : "ahead"}
            aria-current={index === current ? "step" : undefined}
          >
            <span className={classes.dot} aria-hidden />
            <span className={classes.pageName}>{name}</span>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** The root that carries the colours; what is drawn in it looks the same in the wizard and in a preview. */
export function Themed({ theme, children }: { theme: Theme; children: ReactNode }) {
  const scheme = schemeOf(theme, useSystemIsDark())
  return (
    <div className={classes.root} data-scheme={scheme} style={themeColours(theme.accent, scheme)}>
      {children}
    </div>
  )
}

const DARK = "(prefers-color-scheme: dark)"

export function useSystemIsDark(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(DARK)
      query.addEventListener("change", changed)
      return () => query.removeEventListener("change", changed)
    },
    () => window.matchMedia(DARK).matches,
  )
}
