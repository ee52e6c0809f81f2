import { Anchor, Select, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { api } from "../../api/client"
import type { Credential, Page } from "../../api/types"
import type { Input } from "../../flow/definition"
import type { ControlProps } from "./Control"
import { useForm } from "./context"

/** One of the tenant's credentials, by key. The document never holds a secret. */
export function CredentialControl({ title, input, onChange }: ControlProps) {
  const { readOnly } = useForm()
  const credentials = useQuery({
    queryKey: ["credentials", "choices"],
    queryFn: () => api.get<Page<Credential>>("/api/credentials", { limit: 200 }),
  })
  const known = credentials.data?.results ?? []
  const key = keyOf(input)
  const options = known.map((each) => ({
    value: each.key,
    label: `${each.name} (${each.schemeTitle})`,
  }))
  const missing = key !== null && !known.some((each) => each.key === key)
  return (
    <>
      <Select
        aria-label={title}
        placeholder="None"
        clearable
        searchable={options.length > 8}
        data={missing ? [...options, { value: key, label: key }] : options}
        value={key}
        readOnly={readOnly}
        onChange={(chosen) => onChange(chosen === null ? undefined : { credential: chosen })}
      />
      {credentials.isSuccess && known.length === 0 && (
        <Text size="xs" c="dimmed">
          This tenant has no credentials yet.{" "}
          <Anchor component={Link} to="/credentials" size="xs">
            Create one
          </Anchor>
        </Text>
      )}
    </>
  )
}

function keyOf(input: Input | undefined): string | null {
  return input && "credential" in input ? input.credential : null
}
