// @vitest-environment jsdom
import { render } from "@testing-library/react"
import { expect, test } from "vitest"
import { PageOf, usePageTitle } from "./pageTitle"

function Page({ name }: { name: string }) {
  usePageTitle(name)
  return null
}

test("a page is called by its name first, then by what it is a part of", () => {
  const { rerender } = render(<Page name="Customers" />)
  expect(document.title).toBe("Customers · Hookyard")
  rerender(
    <PageOf.Provider value="Acme ERP">
      <Page name="Update Inventory" />
    </PageOf.Provider>,
  )
  expect(document.title).toBe("Update Inventory · Acme ERP · Hookyard")
  rerender(<Page name="" />)
  expect(document.title).toBe("Update Inventory · Acme ERP · Hookyard")
})
