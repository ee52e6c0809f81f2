/** The tenant's own words for the wizard: a language file that goes out, is edited elsewhere, and comes back. */
import { Button, FileButton, Group, Input } from "@mantine/core"
import { Download, Upload, X } from "lucide-react"
import { useState } from "react"
import { saveAs } from "../api/download"
import { useRefusal } from "../ui/ApiForm"
import { ENGLISH } from "../wizard/view/words"

interface Props {
  words: Record<string, string>
  disabled: boolean
  set: (words: Record<string, string>) => void
}

export function WordsField({ words, disabled, set }: Props) {
  const [problem, setProblem] = useState("")
  const refused = useRefusal("words", words)
  const own = Object.keys(words).length
  const take = async (file: File | null) => {
    if (!file) return
    const found = wordsOf(await file.text())
    setProblem(typeof found === "string" ? found : "")
    if (typeof found !== "string") set(found)
  }
  return (
    <Input.Wrapper
      label="Words"
      labelElement="div"
      description={
        own === 0
          ? "Ours. Download them, translate or change what you like, and choose the file here."
          : `${own} of them are yours; the others are ours.`
      }
      error={problem || refused}
      errorProps={{ role: "alert" }}
      data-refused={refused ? true : undefined}
    >
      <Group gap="xs" mt={4}>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<Download size={13} />}
          onClick={() =>
            saveAs(JSON.stringify({ ...ENGLISH, ...words }, null, 2), "wizard-words.json", "application/json")
          }
        >
          Download the words
        </Button>
        {!disabled && (
          <FileButton accept="application/json,.json" onChange={(file) => void take(file)}>
            {(props) => (
              <Button variant="default" size="compact-sm" leftSection={<Upload size={13} />} {...props}>
                Choose a language file
              </Button>
            )}
          </FileButton>
        )}
        {own > 0 && !disabled && (
          <Button variant="subtle" color="gray" size="compact-sm" leftSection={<X size={13} />} onClick={() => set({})}>
            Back to ours
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  )
}

/** What of a language file differs from ours, or what is wrong with it in words. */
export function wordsOf(text: string): Record<string, string> | string {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return "This file is not JSON."
  }
  if (typeof read !== "object" || read === null || Array.isArray(read)) return "This file is no list of words by key."
  const ours: Readonly<Record<string, string>> = ENGLISH
  const unknown = Object.keys(read).filter((key) => !(key in ours))
  if (unknown.length > 0) return `The wizard has no words under ${unknown.slice(0, 3).join(", ")}.`
  const texts = Object.entries(read)
  const odd = texts.find(([, word]) => typeof word !== "string")
  if (odd) return `${odd[0]} is not a text.`
  return Object.fromEntries(texts.filter(([key, word]) => word !== ours[key]))
}
