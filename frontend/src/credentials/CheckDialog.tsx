/** Tries a pasted request against a credential and says why it fits or not. Nothing is sent anywhere and nothing is kept. */
import { Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Credential, SignatureReport as Report } from "../api/types"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { Dialog } from "../ui/Dialog"
import { readHeaders, readWhole } from "./pasted"
import { SignatureReport } from "./SignatureReport"
import classes from "./SignatureReport.module.css"

const METHODS = ["POST", "GET", "PUT", "PATCH", "DELETE", "HEAD"]

interface CheckDialogProps {
  credential: Credential
  close: () => void
}

export function CheckDialog({ credential, close }: CheckDialogProps) {
  const [method, setMethod] = useState("POST")
  const [url, setUrl] = useState("")
  const [headers, setHeaders] = useState("")
  const [body, setBody] = useState("")
  const check = useMutation({
    mutationFn: () =>
      api.post<Report>(`/api/credentials/${credential.id}/explain`, {
        method,
        url,
        headers: readHeaders(headers),
        body,
      }),
  })
  /** Whoever pastes a whole request gets it spread over the fields. */
  const takeHeaders = (text: string) => {
    const whole = readWhole(text)
    if (!whole) return setHeaders(text)
    setMethod(whole.method)
    setUrl(whole.url)
    setHeaders(whole.headers.map(([name, value]) => `${name}: ${value}`).join("\n"))
    setBody(whole.body)
  }
  return (
    <Dialog onClose={close} size="xl" title={`Check a request against ${credential.name}`}>
      <ApiForm send={() => check.mutateAsync()} failure={check.error}>
        <Stack gap="sm">
          <Field name="headers">
            <Textarea
              label="Headers"
              description="As the service shows them, one on each line; a whole request may be pasted too."
              placeholder={"X-Hub-Signature-256: sha256=…\nContent-Type: application/json"}
              data-autofocus
              autosize
              minRows={3}
              maxRows={8}
              classNames={{ input: classes.raw ?? "" }}
              spellCheck={false}
              value={headers}
              onChange={(event) => takeHeaders(event.currentTarget.value)}
            />
          </Field>
          <Field name="body">
            <Textarea
              label="Body"
              description="Every space and line break counts. Copy it raw, not formatted."
              autosize
              minRows={3}
              maxRows={10}
              classNames={{ input: classes.raw ?? "" }}
              spellCheck={false}
              value={body}
              onChange={(event) => setBody(event.currentTarget.value)}
            />
          </Field>
          <Group gap="sm" align="flex-end" wrap="nowrap">
            <Field name="method">
              <Select
                label="Method"
                w={110}
                data={METHODS}
                allowDeselect={false}
                value={method}
                onChange={(next) => next && setMethod(next)}
              />
            </Field>
            <Field name="url">
              <TextInput
                label="URL"
                description="Some services sign it: exactly as it is registered there."
                flex={1}
                value={url}
                onChange={(event) => setUrl(event.currentTarget.value)}
              />
            </Field>
          </Group>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Close
            </Button>
            <Button type="submit" loading={check.isPending}>
              Check
            </Button>
          </Group>
          <Unplaced />
          {check.data && <SignatureReport report={check.data} />}
        </Stack>
      </ApiForm>
    </Dialog>
  )
}
