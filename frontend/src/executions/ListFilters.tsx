/** The filters of the list: which integration, flow and version, for whom, when, and what the error says. */

import { Button, Select } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { api } from "../api/client"
import type { Draft, Version } from "../api/types"
import { CustomerFilter } from "../customers/CustomerFilter"
import { FilterBar, NamedFilter, useFilter } from "../ui/Filters"
import { TextFilter } from "../ui/TextFilter"
import { WhenFilter } from "./WhenFilter"

export function ListFilters({ any, clear }: { any: boolean; clear: () => void }) {
  const [integration] = useFilter("integration")
  return (
    <FilterBar>
      <NamedFilter name="integration" label="Integration" path="/api/integrations" resets={["flow", "version"]} />
      {integration && <OfIntegration id={integration} />}
      <CustomerFilter />
      <WhenFilter />
      <TextFilter name="error" label="Error" placeholder="Error, code or step" width={180} />
      {any && (
        <Button variant="subtle" color="gray" onClick={clear}>
          Clear filters
        </Button>
      )}
    </FilterBar>
  )
}

/** A flow and a version are of one integration. */
function OfIntegration({ id }: { id: string }) {
  const [flow, setFlow] = useFilter("flow")
  const [version, setVersion] = useFilter("version")
  const draft = useQuery({
    queryKey: ["draft", id],
    queryFn: () => api.get<Draft>(`/api/integrations/${id}/draft`),
  })
  const versions = useQuery({
    queryKey: ["versions", id],
    queryFn: () => api.get<Version[]>(`/api/integrations/${id}/versions`),
  })
  const flows = (draft.data?.definition.flows ?? []).map(({ key, name }) => ({ value: key, label: name }))
  const numbers = (versions.data ?? []).map(({ number }) => ({ value: String(number), label: `Version ${number}` }))
  return (
    <>
      <Select
        aria-label="Flow"
        placeholder="Flow"
        clearable
        searchable
        w={150}
        // A flow that only an older version has can still be named by a link.
        data={flow && !flows.some(({ value }) => value === flow) ? [...flows, flow] : flows}
        value={flow || null}
        onChange={setFlow}
      />
      <Select
        aria-label="Version"
        placeholder="Version"
        clearable
        w={125}
        data={[...numbers, { value: "draft", label: "Draft" }]}
        value={version || null}
        onChange={setVersion}
      />
    </>
  )
}
