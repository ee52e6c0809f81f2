/** Where a step leads: each way out with its links, which can be cut, and with what it can be linked to. */
import { ActionIcon, Button, NativeSelect } from "@mantine/core"
import { Link2, Unlink } from "lucide-react"
import { useState } from "react"
import { type Link, outletOf, type Step } from "../../flow/definition"
import { graphAround, linkProblem } from "../../flow/linking"
import { outletsOf } from "../../flow/outlets"
import { focusStep } from "../commands/places"
import { flowOf, useEditor } from "../store"
import classes from "./list.module.css"

const wordsOf = (outlet: string): string => (outlet === "out" ? "then" : outlet)

export function RowLinks({ step }: { step: Step }) {
  const links = useEditor((state) => flowOf(state))
  if (!links) return null
  const own = graphAround(links, step.id).links.filter((link) => link.from === step.id)
  // A link whose way out is gone is shown too: here it can be cut.
  const outlets = [...new Set([...outletsOf(step), ...own.map(outletOf)])]
  return (
    <ul className={classes.outlets} aria-label={`Where ${step.id} leads`}>
      {outlets.map((outlet) => (
        <li key={outlet}>
          <span className={classes.outlet}>{wordsOf(outlet)}</span>
          {own
            .filter((link) => outletOf(link) === outlet)
            .map((link) => (
              <Target key={link.to} link={link} />
            ))}
          <LinkTo step={step.id} outlet={outlet} />
        </li>
      ))}
    </ul>
  )
}

function Target({ link }: { link: Link }) {
  const flow = useEditor((state) => state.flowKey)
  const readOnly = useEditor((state) => state.readOnly)
  const edit = useEditor((state) => state.edit)
  return (
    <span className={classes.target}>
      <button type="button" className={classes.go} onClick={() => focusStep(link.to)}>
        Go to {link.to}
      </button>
      {!readOnly && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`Cut the link to ${link.to}`}
          title={`Cut the link to ${link.to}`}
          onClick={() => {
            edit({ kind: "removeLinks", flow, links: [link] }, { label: "Delete link" })
            focusStep(link.from) // the button that had the keyboard is gone
          }}
        >
          <Unlink size={13} />
        </ActionIcon>
      )}
    </span>
  )
}

function LinkTo({ step, outlet }: { step: string; outlet: string }) {
  const flow = useEditor(flowOf)
  const components = useEditor((state) => state.components)
  const readOnly = useEditor((state) => state.readOnly)
  const edit = useEditor((state) => state.edit)
  const [chosen, setChosen] = useState("")
  if (!flow || readOnly) return null
  const linkTo = (to: string): Link => ({ from: step, to, ...(outlet !== "out" && { outlet }) })
  const possible = graphAround(flow, step)
    .steps.filter(({ component }) => components[component]?.kind !== "trigger")
    .filter(({ id }) => linkProblem(flow, linkTo(id)) === null)
    .map(({ id }) => id)
  if (possible.length === 0) return null
  const target = possible.includes(chosen) ? chosen : (possible[0] ?? "")
  return (
    <span className={classes.linkTo}>
      <NativeSelect
        size="xs"
        aria-label={`Step to link ${wordsOf(outlet)} to`}
        data={possible}
        value={target}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Link2 size={13} />}
        onClick={() =>
          edit({ kind: "addLink", flow: flow.key, link: linkTo(target) }, { label: `Link ${step} to ${target}` })
        }
      >
        Link {wordsOf(outlet)}
      </Button>
    </span>
  )
}
