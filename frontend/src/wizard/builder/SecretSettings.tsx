/** Settings of the customer's own secret: who makes it, and how the other service signs with it. */
import { Anchor, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core"
import { Link, useParams } from "react-router"
import { SettingFields } from "../../credentials/SchemeFields"
import type { Values } from "../../credentials/schemes"
import { useSchemes } from "../../credentials/useSchemes"
import type { PageElement } from "../../flow/pages"
import type { PartProps } from "./ElementSettings"

const MODES = [
  { value: "enter", label: "Customer enters it" },
  { value: "show", label: "We make it" },
]
const SAID = {
  enter: "The other service makes the secret; the customer pastes it here.",
  show: "A secret is made here and shown once; the customer pastes it into the other service.",
}

export function SecretSettings({ element, wrong, set }: PartProps<Extract<PageElement, { type: "secret" }>>) {
  const { id } = useParams()
  const schemes = useSchemes().data ?? []
  const scheme = schemes.find(({ key }) => key === element.scheme)
  const mode = element.mode ?? "enter"
  const gone = element.scheme && schemes.length > 0 && !scheme
  const offered = schemes.map(({ key, title }) => ({ value: key, label: title }))
  const turn = (next: string) => {
    const { mode: _mode, ...rest } = element
    set(next === "show" ? { ...rest, mode: "show" } : rest, "mode")
  }
  return (
    <Stack gap="sm">
      {wrong[""] && (
        <Text size="xs">
          <Anchor component={Link} to={`/integrations/${id}/endpoint?stage=verify`} size="xs">
            Open the Endpoint page
          </Anchor>
        </Text>
      )}
      <TextInput
        label="Label"
        placeholder="Webhook secret"
        maxLength={120}
        value={element.label ?? ""}
        onChange={(event) => {
          const { label: _label, ...rest } = element
          const label = event.currentTarget.value
          set(label ? { ...rest, label } : rest, "label")
        }}
      />
      <div>
        <SegmentedControl aria-label="Who makes the secret" fullWidth data={MODES} value={mode} onChange={turn} />
        <Text size="xs" c="dimmed" mt={4}>
          {SAID[mode]}
        </Text>
      </div>
      <Select
        label="How the other service signs"
        description="The secret of each customer is checked this way."
        searchable
        allowDeselect={false}
        data={gone ? [...offered, { value: element.scheme, label: `${element.scheme} (missing)` }] : offered}
        value={element.scheme}
        error={wrong.scheme}
        onChange={(next) => {
          const { settings: _settings, ...rest } = element
          if (next) set({ ...rest, scheme: next }, "scheme")
        }}
      />
      {scheme && (
        <SettingFields
          scheme={scheme}
          values={(element.settings ?? {}) as Values}
          change={(settings) => set({ ...element, settings }, "settings")}
        />
      )}
    </Stack>
  )
}
