/** Who did what in this tenant, newest first; nothing here can be changed. */
import { Button, Select, TextInput } from "@mantine/core"
import { useDebouncedCallback } from "@mantine/hooks"
import { useQuery } from "@tanstack/react-query"
import { Download, ScrollText, Search } from "lucide-react"
import { useState } from "react"
import { api, urlWith } from "../api/client"
import { download } from "../api/download"
import type { AuditEntry } from "../api/types"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { FilterBar, useFilter } from "../ui/Filters"
import { tellProblem } from "../ui/Problem"
import { usePaged } from "../ui/paged"
import { When } from "../ui/When"
import { AuditFacts } from "./AuditFacts"

export function AuditLog() {
  const [deed] = useFilter("deed")
  const [actor] = useFilter("actor")
  const [about] = useFilter("about")
  const asked = { deed, actor, about }
  const rows = usePaged<AuditEntry>("/api/audit", asked, { refetchEvery: 10_000 })
  const filtered = Boolean(deed || actor || about)
  return (
    <>
      <FilterBar>
        <DeedFilter />
        <TextFilter name="actor" label="Who" />
        <TextFilter name="about" label="What it was done to" />
        <Button
          variant="default"
          leftSection={<Download size={15} />}
          onClick={() => void takeAway(asked)}
          ml="auto"
          disabled={rows.items?.length === 0}
        >
          Download CSV
        </Button>
      </FilterBar>
      <DataTable
        label="Audit log"
        columns={COLUMNS}
        rows={rows}
        rowKey={(entry) => entry.id}
        empty={
          <Empty
            icon={ScrollText}
            title={filtered ? "Nothing like that was done" : "Nothing was done yet"}
            text={
              filtered
                ? "No entry matches these filters."
                : "Publishing, deploying, pausing, changing credentials, members and tokens, replays and sign-ins are kept here, with who did them and from where."
            }
          />
        }
      />
    </>
  )
}

const COLUMNS: Column<AuditEntry>[] = [
  { title: "When", width: 130, cell: (entry) => <When time={entry.at} /> },
  { title: "Who", cell: (entry) => <Actor entry={entry} /> },
  { title: "Did", cell: (entry) => entry.words },
  { title: "To", cell: (entry) => entry.about || "–" },
  { title: "Details", cell: (entry) => <AuditFacts facts={entry.facts} /> },
  { title: "From", cell: (entry) => (entry.address ? <code>{entry.address}</code> : "–") },
]

function Actor({ entry }: { entry: AuditEntry }) {
  const through = { member: "", token: "", customer: "", admin: " (admin pages)", support: "", command: "" }[
    entry.actorKind
  ]
  return (
    <span title={entry.requestId ? `Request ${entry.requestId}` : undefined}>
      {entry.actor}
      {through}
    </span>
  )
}

function DeedFilter() {
  const [deed, setDeed] = useFilter("deed")
  const deeds = useQuery({
    queryKey: ["audit-deeds"],
    queryFn: () => api.get<{ deed: string; words: string }[]>("/api/audit/deeds"),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Select
      aria-label="Deed"
      placeholder="Deed"
      clearable
      searchable
      w={250}
      data={(deeds.data ?? []).map(({ deed, words }) => ({ value: deed, label: words }))}
      value={deed || null}
      onChange={setDeed}
    />
  )
}

/** Looked for when typing rests, so that a word is one question to the server and not one a letter. */
function TextFilter({ name, label }: { name: string; label: string }) {
  const [value, setValue] = useFilter(name)
  const [text, setText] = useState(value)
  const settle = useDebouncedCallback(setValue, 300)
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<Search size={14} />}
      w={190}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        settle(event.currentTarget.value)
      }}
    />
  )
}

async function takeAway(asked: Record<string, string>): Promise<void> {
  try {
    await download(urlWith("/api/audit/export", asked), "audit.csv", "text/csv")
  } catch (failure) {
    tellProblem(failure)
  }
}
