/** One page of a wizard that nobody has, to see the look before it is saved. */
import { useState } from "react"
import type { Embedding } from "../api/types"
import { PageView } from "../wizard/view/PageView"
import { NO_DEEDS, quietState } from "../wizard/view/sample"
import { WizardFrame } from "../wizard/view/WizardFrame"
import { wordsWith } from "../wizard/view/words"
import classes from "./wizardLook.module.css"

export function WizardSample({ look, name }: { look: Embedding; name: string }) {
  const [shop, setShop] = useState<unknown>("Amsterdam")
  const words = wordsWith(look.words)
  const state = quietState({
    words,
    page: {
      name: "Your shop",
      tagline: "A sample page",
      elements: [
        { type: "text", text: "Every page of every wizard looks like this. [A link](https://example.com) too." },
        { type: "configVariable", variable: "shop" },
      ],
    },
    variables: [{ key: "shop", name: "Shop", type: "string", required: true }],
    values: { shop },
  })
  return (
    <section aria-label="Preview" className={classes.sample}>
      <WizardFrame
        inside
        theme={{ name, logo: look.logo || null, accent: look.accent || null, scheme: look.scheme }}
        words={words}
        pages={["Your shop", words.webhookPage]}
        current={0}
        busy={false}
        back={null}
        next={() => {}}
        cancel={null}
      >
        <PageView state={state} deeds={{ ...NO_DEEDS, change: (_, value) => setShop(value) }} />
      </WizardFrame>
    </section>
  )
}
