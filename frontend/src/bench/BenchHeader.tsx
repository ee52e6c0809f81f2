/** The bar of the test bench: what to test, and the buttons that do it. */
import { ActionIcon, Button, Group, Switch, Tabs, Tooltip } from "@mantine/core"
import { Globe, Play, Radio, X } from "lucide-react"
import { CopyIcon } from "../ui/CopyField"
import classes from "./TestDrawer.module.css"

export type BenchTab = "flow" | "endpoint" | "tests"

interface BenchHeaderProps {
  tab: BenchTab
  setTab: (tab: BenchTab) => void
  /** Absent where there is no flow to run. */
  runFlow: (() => void) | undefined
  testEndpoint: () => void
  /** Asks who would get it live. */
  ask: () => void
  asking: boolean
  /** What is running now. */
  running: "flow" | "endpoint" | null
  /** How many tests are kept; undefined until that is known. */
  tests: number | undefined
  runTarget: boolean
  setRunTarget: (run: boolean) => void
  curl: (() => string) | undefined
  close: (() => void) | undefined
}

export function BenchHeader(props: BenchHeaderProps) {
  const { tab, runFlow, testEndpoint, ask, asking, running, curl, close } = props
  return (
    <header className={classes.header}>
      <WhatToTest {...props} />
      <Group gap="xs" wrap="nowrap">
        {tab === "endpoint" && <RunTarget {...props} />}
        {tab === "endpoint" && (
          <Tooltip label="Asks the live routing: which customer, flow and version. Nothing of theirs runs.">
            <Button variant="default" leftSection={<Radio size={14} />} loading={asking} onClick={ask}>
              Who would get this?
            </Button>
          </Tooltip>
        )}
        {runFlow && tab !== "tests" && (
          <Button
            variant={tab === "flow" ? "filled" : "default"}
            leftSection={<Play size={14} />}
            loading={running === "flow"}
            disabled={running !== null}
            onClick={runFlow}
          >
            Run flow
          </Button>
        )}
        {tab !== "tests" && (
          <Tooltip label="Send the payload down the whole road: credential, preprocess, pickers, match">
            <Button
              variant={tab === "endpoint" ? "filled" : "default"}
              leftSection={<Globe size={14} />}
              loading={running === "endpoint"}
              disabled={running !== null}
              onClick={testEndpoint}
            >
              Test endpoint
            </Button>
          </Tooltip>
        )}
        {curl && tab !== "tests" && <CopyIcon value={curl} label="Copy as curl for the draft URL" />}
        {close && (
          <ActionIcon variant="subtle" color="gray" aria-label="Close the test bench" onClick={close}>
            <X size={16} />
          </ActionIcon>
        )}
      </Group>
    </header>
  )
}

function WhatToTest({ tab, setTab, runFlow, tests }: BenchHeaderProps) {
  return (
    <Tabs value={tab} onChange={(value) => setTab(value as BenchTab)} variant="pills">
      <Tabs.List aria-label="What to test">
        {runFlow && <Tabs.Tab value="flow">Flow</Tabs.Tab>}
        <Tabs.Tab value="endpoint">Endpoint</Tabs.Tab>
        <Tabs.Tab value="tests">Saved tests{tests ? ` (${tests})` : ""}</Tabs.Tab>
      </Tabs.List>
    </Tabs>
  )
}

function RunTarget({ runTarget, setRunTarget }: BenchHeaderProps) {
  return (
    <Switch
      label="Run the flow it picks"
      checked={runTarget}
      onChange={(event) => setRunTarget(event.currentTarget.checked)}
    />
  )
}
