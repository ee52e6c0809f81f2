/** For tests and the preview: a page's state with everything that is not said left quiet. */
import type { PageDeeds, PageState } from "./contract"
import { wordsWith } from "./words"

export const NO_DEEDS: PageDeeds = {
  change: () => {},
  connect: () => {},
  takeConnection: () => {},
  enterSecret: () => {},
  makeSecret: () => {},
  reloadChoices: () => {},
}

export const SAMPLE_FACTS: PageState["facts"] = {
  customer: { name: "Northwind", externalId: "C-100" },
  integration: { name: "Orders" },
  tenant: { name: "Acme" },
}

export const quietState = (known: Partial<PageState> = {}): PageState => ({
  page: { name: "Page", elements: [] },
  variables: [],
  values: {},
  errors: {},
  urls: {},
  lights: {},
  connections: {},
  choices: {},
  secret: { state: "none" },
  facts: SAMPLE_FACTS,
  words: wordsWith(),
  imageUrl: (upload) => `/images/${upload}`,
  busy: false,
  ...known,
})
