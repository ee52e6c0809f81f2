import { Stack, TextInput } from "@mantine/core"
import type { PageElement } from "../../flow/pages"
import type { PartProps } from "./ElementSettings"

export function ImageSettings({ element, wrong, set }: PartProps<Extract<PageElement, { type: "image" }>>) {
  return (
    <Stack gap="sm">
      <TextInput
        label="Address of the image"
        description="Begins with https://. The customer's browser loads it from there."
        placeholder="https://"
        maxLength={2000}
        value={element.url ?? ""}
        error={wrong.url}
        onChange={(event) => set({ type: "image", url: event.currentTarget.value, alt: element.alt }, "url")}
      />
      <TextInput
        label="What it shows"
        description="Read to people who do not see it, and shown while it loads."
        maxLength={500}
        value={element.alt}
        error={wrong.alt}
        onChange={(event) => set({ ...element, alt: event.currentTarget.value }, "alt")}
      />
    </Stack>
  )
}
