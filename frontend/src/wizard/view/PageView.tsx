/** One page of the wizard. */
import type { PageViewProps } from "./contract"
import { ElementView } from "./elements/ElementView"
import classes from "./page.module.css"
import { PageContext } from "./pageContext"
import { pageName } from "./progress"

export function PageView(props: PageViewProps) {
  const { page, shown, words } = props.state
  return (
    <PageContext value={props}>
      <div className={classes.page}>
        <h1 className={classes.title}>{pageName(page, words)}</h1>
        {page.tagline && <p className={classes.tagline}>{page.tagline}</p>}
        {page.derived === "ready" && <p>{words.readyText}</p>}
        {page.elements.map((element, index) =>
          shown?.[index] === false ? null : (
            // biome-ignore lint/suspicious/noArrayIndexKey: an element is its place
            <div key={index} className={classes.element} data-element={index}>
              <ElementView element={element} />
            </div>
          ),
        )}
      </div>
    </PageContext>
  )
}
