import { SegmentedControl } from "@mantine/core"
import { schemeOf } from "../view/theme"
import { useSystemIsDark } from "../view/WizardFrame"
import { useSample } from "./sampleState"

/** Light or dark, whatever the tenant chose: both must look right. */
export function PreviewTools({ setScheme }: { setScheme: (scheme: "light" | "dark") => void }) {
  const { theme } = useSample()
  return (
    <SegmentedControl
      size="xs"
      aria-label="Colours of the preview"
      data={[
        { value: "light", label: "Light" },
        { value: "dark", label: "Dark" },
      ]}
      value={schemeOf(theme, useSystemIsDark())}
      onChange={(next) => setScheme(next as "light" | "dark")}
    />
  )
}
