/** What earlier steps returned, to choose from. A click inserts the reference; a line can also be dragged into a field. */
import { Popover, Text, TextInput } from "@mantine/core"
import { Search } from "lucide-react"
import { cloneElement, type MouseEvent, type ReactElement, useEffect, useRef, useState } from "react"
import { SampleMenu } from "../../bench/SampleMenu"
import type { Written } from "../../flow/arrays"
import { useSamples } from "../samples"
import { flowOf, useEditor } from "../store"
import { useSampleScope } from "../useSampleScope"
import { PasteResults } from "./PasteResults"
import { PickerContext, ResultRoot } from "./PickerTree"
import classes from "./ReferencePicker.module.css"

interface Props {
  stepId: string
  onPick: (text: string) => void
  /** Code gets JavaScript, inputs get references. */
  as?: Written
  children: ReactElement<{ onClick?: (event: MouseEvent<HTMLElement>) => void; "aria-expanded"?: boolean }>
}

export function ReferencePicker({ stepId, onPick, as = "reference", children }: Props) {
  const [open, setOpen] = useState(false)
  const [offset, setOffset] = useState(8)
  const pick = (text: string) => {
    onPick(text)
    setOpen(false)
  }
  useEscape(open, () => setOpen(false))
  const toggle = (event: MouseEvent<HTMLElement>) => {
    setOffset(besideTheForm(event.currentTarget))
    setOpen(!open)
  }
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="left-start"
      offset={offset}
      width={380}
      shadow="md"
      trapFocus
      returnFocus
      closeOnEscape={false}
      // Its own roles would name the dialog after the button.
      withRoles={false}
    >
      <Popover.Target>{cloneElement(children, { onClick: toggle, "aria-expanded": open })}</Popover.Target>
      <Popover.Dropdown p={0} role="dialog" aria-label="Results of earlier steps">
        {open && <Results stepId={stepId} as={as} pick={pick} />}
      </Popover.Dropdown>
    </Popover>
  )
}

/** Escape closes the picker, wherever in it the focus is, and does not take the selection of the step with it. */
function useEscape(open: boolean, close: () => void): void {
  const latest = useRef(close)
  latest.current = close
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || document.querySelector("[aria-haspopup=menu][aria-expanded=true]")) return
      event.stopPropagation()
      latest.current()
    }
    if (open) window.addEventListener("keydown", onKeyDown, { capture: true })
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true })
  }, [open])
}

/** How far left of its button the picker opens: beside the form, so that lines can be dragged into any field of it. */
function besideTheForm(button: HTMLElement): number {
  const form = button.closest("[data-testid=inspector]")?.getBoundingClientRect()
  return 8 + (form ? button.getBoundingClientRect().left - form.left : 0)
}

function Results({ stepId, as, pick }: { stepId: string; as: Written; pick: (text: string) => void }) {
  const { roots } = useSampleScope(stepId)
  const flow = useEditor(flowOf)
  const integrationId = useSamples((state) => state.integration)
  const [search, setSearch] = useState("")
  const [pasting, setPasting] = useState<string | null>(null)
  if (!flow) return null
  if (pasting !== null) return <PasteResults flowKey={flow.key} stepId={pasting} close={() => setPasting(null)} />
  return (
    <PickerContext.Provider value={{ stepId, as, pick, paste: setPasting }}>
      <div className={classes.head}>
        <TextInput
          className={classes.search}
          data-autofocus
          aria-label="Search results"
          placeholder="Search names and values"
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <SampleMenu integrationId={integrationId} flowKey={flow.key} />
      </div>
      <div className={classes.tree}>
        {roots.length === 0 && (
          <Text size="xs" c="dimmed" p="sm">
            No step comes before this one. Link it to an earlier step first.
          </Text>
        )}
        {roots.map((root) => (
          <ResultRoot key={root.tree.path} root={root} search={search.trim()} />
        ))}
      </div>
    </PickerContext.Provider>
  )
}
