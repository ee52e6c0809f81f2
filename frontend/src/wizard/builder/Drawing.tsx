/** An element as the wizard draws it: to look at, not to use. */
import { memo } from "react"
import type { PageElement } from "../../flow/pages"
import { ElementView } from "../view/elements/ElementView"
import { PageContext } from "../view/pageContext"
import { NO_DEEDS } from "../view/sample"
import { Themed } from "../view/WizardFrame"
import cards from "./cards.module.css"
import { useSample } from "./sampleState"

export const Drawing = memo(function Drawing({ element }: { element: PageElement }) {
  const { state, theme } = useSample()
  return (
    <div className={cards.drawn} inert>
      <Themed theme={theme}>
        <PageContext value={{ state, deeds: NO_DEEDS }}>
          <ElementView element={element} />
        </PageContext>
      </Themed>
    </div>
  )
})
