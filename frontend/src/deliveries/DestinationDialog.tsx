/** Making or changing a destination. Its signing key is shown once, when it is made. */
import { Button, Checkbox, Group, NumberInput, Stack, TagsInput, TextInput } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Customer, Destination, KeptDestination } from "../api/types"
import { CustomerSelect } from "../customers/CustomerSelect"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { Dialog } from "../ui/Dialog"
import { KeyNotice } from "./KeyNotice"

export function DestinationDialog({ destination, close }: { destination?: Destination; close: () => void }) {
  const queries = useQueryClient()
  const [customer, setCustomer] = useState<Customer | null>(null)
  const [form, setForm] = useState(() => ({
    name: destination?.name ?? "",
    url: destination?.url ?? "",
    externalId: destination?.externalId ?? "",
    eventTypes: destination?.eventTypes ?? [],
    ordered: destination?.ordered ?? false,
    orderBy: destination?.orderBy ?? "",
    mostAtOnce: destination?.mostAtOnce ?? 8,
    perSecond: destination?.perSecond ?? null,
    timeoutSeconds: destination?.timeoutSeconds ?? 15,
  }))
  const set = (changes: Partial<typeof form>) => setForm((old) => ({ ...old, ...changes }))
  const save = useMutation({
    mutationFn: (): Promise<Destination | KeptDestination> =>
      destination
        ? api.patch<Destination>(`/api/destinations/${destination.id}`, form)
        : api.post<KeptDestination>("/api/destinations", { ...form, customer: customer?.id ?? null }),
    onSuccess: async (kept) => {
      await queries.invalidateQueries({ queryKey: ["/api/destinations"] })
      if (!("signingKey" in kept)) close()
    },
  })
  const title = destination ? `Change ${destination.name}` : "New destination"
  if (save.data && "signingKey" in save.data) {
    return (
      <Dialog onClose={close} title={title} closeOnClickOutside={false}>
        <KeyNotice {...save.data} close={close} />
      </Dialog>
    )
  }
  return (
    <Dialog onClose={close} busy={save.isPending} title={title} size="md">
      <ApiForm send={() => save.mutateAsync()} failure={save.error}>
        <Stack gap="sm">
          <Field name="name">
            <TextInput
              label="Name"
              data-autofocus
              maxLength={200}
              value={form.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
          </Field>
          <Field name="url">
            <TextInput
              label="URL"
              placeholder="https://hooks.example.com/in"
              value={form.url}
              onChange={(event) => set({ url: event.currentTarget.value })}
            />
          </Field>
          {!destination && (
            <Field name="customer">
              <CustomerSelect label="Customer, if it is one's own" value={customer} change={setCustomer} />
            </Field>
          )}
          <Field name="eventTypes">
            <TagsInput
              label="Event types"
              description="Such as order.created. None means all."
              value={form.eventTypes}
              onChange={(eventTypes) => set({ eventTypes })}
            />
          </Field>
          <Field name="ordered">
            <Checkbox
              label="Keep their order"
              description="One at a time, as they were sent. One that is not taken holds up those behind it."
              checked={form.ordered}
              onChange={(event) => set({ ordered: event.currentTarget.checked })}
            />
          </Field>
          {form.ordered && (
            <Field name="orderBy">
              <TextInput
                label="In order by"
                description="Only events with the same value there wait for each other. Empty: all do."
                placeholder="body.orderId"
                maxLength={200}
                value={form.orderBy}
                onChange={(event) => set({ orderBy: event.currentTarget.value })}
              />
            </Field>
          )}
          <Group grow align="flex-start" gap="sm">
            <Field name="mostAtOnce">
              <NumberInput
                label="At once"
                min={1}
                max={64}
                allowDecimal={false}
                disabled={form.ordered && !form.orderBy.trim()}
                value={form.mostAtOnce}
                onChange={(value) => typeof value === "number" && set({ mostAtOnce: value })}
              />
            </Field>
            <Field name="perSecond">
              <NumberInput
                label="A second"
                placeholder="No limit"
                min={0.01}
                // Nobody who types 0 means one in a hundred seconds.
                clampBehavior="none"
                value={form.perSecond ?? ""}
                onChange={(value) => set({ perSecond: typeof value === "number" ? value : null })}
              />
            </Field>
            <Field name="timeoutSeconds">
              <NumberInput
                label="Time to answer"
                suffix=" s"
                min={1}
                max={30}
                allowDecimal={false}
                value={form.timeoutSeconds}
                onChange={(value) => typeof value === "number" && set({ timeoutSeconds: value })}
              />
            </Field>
          </Group>
          <Unplaced />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!form.name.trim() || !form.url.trim()}>
              {destination ? "Save" : "Create"}
            </Button>
          </Group>
        </Stack>
      </ApiForm>
    </Dialog>
  )
}
