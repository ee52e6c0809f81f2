import { expect, it } from "vitest"
import { idsOfUrl } from "./endpointIds"

it.each([
  ["https://x.example/hooks/t1/shared/secret", "t1", null],
  ["http://x.example:8000/hooks/t1/flow/f9/secret?a=1", "t1", "f9"],
  ["https://x.example/somewhere", null, null],
])("finds the ids in %s", (url, tenantId, flowId) => {
  expect(idsOfUrl(url)).toEqual({ tenantId, flowId })
})
