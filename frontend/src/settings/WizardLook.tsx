/** Whose name and colours wizards wear, and the pages of other products that may show them. */
import {
  Button,
  ColorInput,
  SegmentedControl,
  Select,
  Skeleton,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Embedding } from "../api/types"
import { useSession } from "../shell/session"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { ProblemNotice, tell } from "../ui/Problem"
import { LogoField } from "./LogoField"
import { WizardSample } from "./WizardSample"
import { WordsField } from "./WordsField"
import classes from "./wizardLook.module.css"

const QUERY = ["/api/embedding"]

export function WizardLook() {
  const look = useQuery({ queryKey: QUERY, queryFn: () => api.get<Embedding>("/api/embedding") })
  if (look.isError) return <ProblemNotice failure={look.error} retry={() => void look.refetch()} />
  return look.data ? <Form saved={look.data} /> : <Skeleton h={320} maw={520} mx="lg" />
}

function Form({ saved }: { saved: Embedding }) {
  const queries = useQueryClient()
  const session = useSession()
  const owner = session.can("owner")
  const [form, setForm] = useState(saved)
  const [typed, setTyped] = useState("")
  const set = (change: Partial<Embedding>) => setForm({ ...form, ...change })
  const save = useMutation({
    mutationFn: () => api.patch<Embedding>("/api/embedding", form),
    onSuccess: (kept) => {
      queries.setQueryData(QUERY, kept)
      setForm(kept)
      tell("Saved.")
    },
  })
  return (
    <div className={classes.columns}>
      <ApiForm send={() => save.mutateAsync()} failure={save.error}>
        <Stack gap="md">
          <Field name="allowedOrigins">
            <TagsInput
              label="Pages that may show wizards"
              description="The origins of your product, such as https://app.example.com. Frames open there alone, and messages go there alone."
              placeholder={form.allowedOrigins.length > 0 ? "" : "https://app.example.com"}
              disabled={!owner}
              acceptValueOnBlur
              splitChars={[",", " "]}
              value={form.allowedOrigins}
              searchValue={typed}
              onSearchChange={setTyped}
              onChange={(origins) => set({ allowedOrigins: origins.map(originOf) })}
            />
          </Field>
          <Field name="displayName">
            <TextInput
              label="Name"
              description="Stands on top of each page."
              placeholder={session.tenant.name}
              maxLength={120}
              disabled={!owner}
              value={form.displayName}
              onChange={(event) => set({ displayName: event.currentTarget.value })}
            />
          </Field>
          <LogoField logo={form.logo} disabled={!owner} set={(logo) => set({ logo })} />
          <Field name="accent">
            <ColorInput
              label="Colour"
              description="Of buttons and links. What is drawn in it stays readable, whatever it is."
              format="hex"
              eyeDropperButtonProps={{ "aria-label": "Pick a colour from the screen" }}
              placeholder="Ours"
              disabled={!owner}
              value={form.accent}
              onChange={(accent) => set({ accent })}
            />
          </Field>
          <div>
            <Text size="sm" fw={550} mb={4}>
              Light or dark
            </Text>
            <SegmentedControl
              aria-label="Light or dark"
              disabled={!owner}
              data={[
                { value: "system", label: "As their system" },
                { value: "light", label: "Light" },
                { value: "dark", label: "Dark" },
              ]}
              value={form.scheme}
              onChange={(scheme) => set({ scheme: scheme as Embedding["scheme"] })}
            />
          </div>
          <Field name="language">
            <Select
              label="Language"
              allowDeselect={false}
              disabled={!owner}
              data={[
                { value: "", label: "As their browser says" },
                { value: "en", label: "English" },
                { value: "nl", label: "Nederlands" },
              ]}
              value={form.language}
              onChange={(language) => set({ language: (language ?? "") as Embedding["language"] })}
            />
          </Field>
          <WordsField words={form.words} disabled={!owner} set={(words) => set({ words })} />
          <Unplaced />
          {owner && (
            <Button type="submit" loading={save.isPending} style={{ alignSelf: "flex-start" }}>
              Save
            </Button>
          )}
        </Stack>
      </ApiForm>
      <WizardSample look={form} name={form.displayName || session.tenant.name} />
    </div>
  )
}

/** Of a whole address the part that browsers compare; what is no address stays, and is refused with a reason. */
export function originOf(typed: string): string {
  const text = typed.trim()
  try {
    const { origin } = new URL(text)
    return origin === "null" ? text : origin
  } catch {
    return text
  }
}
