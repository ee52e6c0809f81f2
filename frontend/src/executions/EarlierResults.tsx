/**
 * Results of other steps, open to be edited for a re-run: code reads them without an input in between, and a later step whose
 * results are given does not act again.
 */
import { Button, Group, Select, Text } from "@mantine/core"
import { useState } from "react"
import type { ExecutionDetail, RerunPreview } from "../api/types"
import { CodeEditor } from "../ui/CodeEditor"
import classes from "./RerunDialog.module.css"

interface EarlierResultsProps {
  execution: ExecutionDetail
  preview: RerunPreview
  pinned: Record<string, unknown>
  change: (pinned: Record<string, unknown>) => void
  setBroken: (broken: boolean) => void
}

export function EarlierResults({ execution, preview, pinned, change, setBroken }: EarlierResultsProps) {
  const [step, setStep] = useState<string | null>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const resultsOf = (id: string) => execution.steps.find(({ path }) => path === id)?.results ?? null
  const later = preview.runs.slice(1).filter((id) => execution.steps.some(({ path }) => path === id))
  const edited = Object.keys(pinned)

  const open = (next: string | null) => {
    setStep(next)
    setTyped(null)
    setProblem(null)
    setBroken(false)
    // Naming a later step is enough to keep it from running again.
    if (next && later.includes(next) && !(next in pinned)) change({ ...pinned, [next]: resultsOf(next) })
  }
  const type = (text: string) => {
    if (!step) return
    setTyped(text)
    try {
      const value: unknown = JSON.parse(text)
      setProblem(null)
      setBroken(false)
      if (JSON.stringify(value) !== JSON.stringify(pinned[step] ?? resultsOf(step)))
        change({ ...pinned, [step]: value })
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : "check it again")
      setBroken(true)
    }
  }
  return (
    <details className={classes.earlier}>
      <summary>
        Give results instead of running, or edit earlier ones{edited.length > 0 && ` (${edited.join(", ")})`}
      </summary>
      <Select
        label="Results of"
        placeholder="Choose a step"
        data={[
          { group: "Kept from before", items: [...preview.kept] },
          { group: "Would run: give its results instead", items: later },
        ]}
        value={step}
        onChange={open}
      />
      {step && (
        <>
          <CodeEditor
            key={step}
            label={`Results of ${step}`}
            language="json"
            value={typed ?? JSON.stringify(pinned[step] ?? resultsOf(step), null, 2)}
            onChange={type}
            minHeight="80px"
            maxHeight="220px"
          />
          {problem && (
            <Text size="xs" c="var(--hy-bad)" role="alert">
              Not yet JSON: {problem}
            </Text>
          )}
        </>
      )}
      {step && step in pinned && (
        <Group>
          <Button
            variant="subtle"
            onClick={() => {
              const { [step]: _dropped, ...rest } = pinned
              change(rest)
              open(null)
            }}
          >
            {later.includes(step) ? `Let ${step} run` : `Use the recorded results of ${step}`}
          </Button>
        </Group>
      )}
    </details>
  )
}
