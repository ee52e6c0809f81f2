/** Everything that is set about one element of a page. */
import { Stack, Textarea, TextInput } from "@mantine/core"
import type { Spot } from "../../flow/pageEdits"
import type { PageElement } from "../../flow/pages"
import { useBoard } from "./board"
import { ImageSettings } from "./ImageSettings"
import { PlaceholderMenu } from "./PlaceholderMenu"
import { problemsOfElement } from "./placeProblems"
import { SecretSettings } from "./SecretSettings"
import { LightsSettings, WebhookUrlSettings } from "./UrlSettings"
import { OneVariable } from "./VariablePart"

export interface PartProps<Element extends PageElement = PageElement> {
  element: Element
  wrong: Record<string, string>
  set: (next: PageElement, field: string) => void
}

export function ElementSettings({ element, spot }: { element: PageElement; spot: Spot }) {
  const { problems, deeds } = useBoard()
  const wrong = problemsOfElement(problems, spot)
  const set = (next: PageElement, field: string) => deeds.changeElement(spot, next, field)
  switch (element.type) {
    case "heading":
    case "link":
      return <LineSettings element={element} wrong={wrong} set={set} />
    case "text":
      return (
        <Textarea
          label="Text"
          description="Markdown: **bold**, *stressed*, lists, [words](https://…). HTML is shown as text."
          autosize
          minRows={3}
          maxRows={16}
          maxLength={10_000}
          rightSection={<PlaceholderMenu insert={(text) => set({ ...element, text: element.text + text }, "text")} />}
          rightSectionProps={{ style: { alignItems: "flex-start", paddingTop: 4 } }}
          value={element.text}
          error={wrong.text}
          onChange={(event) => set({ ...element, text: event.currentTarget.value }, "text")}
        />
      )
    case "image":
      return <ImageSettings element={element} wrong={wrong} set={set} />
    case "webhookUrl":
      return <WebhookUrlSettings element={element} wrong={wrong} set={set} />
    case "lights":
      return <LightsSettings element={element} wrong={wrong} set={set} />
    case "secret":
      return <SecretSettings element={element} wrong={wrong} set={set} />
    case "configVariable":
    case "connection":
      return <OneVariable name={element.variable} />
  }
}

function LineSettings({ element, wrong, set }: PartProps<Extract<PageElement, { type: "heading" | "link" }>>) {
  return (
    <Stack gap="sm">
      <TextInput
        label={element.type === "link" ? "Words" : "Heading"}
        maxLength={500}
        rightSection={<PlaceholderMenu insert={(text) => set({ ...element, text: element.text + text }, "text")} />}
        value={element.text}
        error={wrong.text}
        onChange={(event) => set({ ...element, text: event.currentTarget.value }, "text")}
      />
      {element.type === "link" && (
        <TextInput
          label="Address"
          description="Opens in a new tab. It may hold placeholders, such as https://{{#Shop}}.example.com."
          maxLength={2000}
          rightSection={<PlaceholderMenu insert={(text) => set({ ...element, url: element.url + text }, "url")} />}
          value={element.url}
          error={wrong.url}
          onChange={(event) => set({ ...element, url: event.currentTarget.value }, "url")}
        />
      )}
    </Stack>
  )
}
