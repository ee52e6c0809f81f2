/** The values of a test as a tree; choosing one gives its reference. */
import { ActionIcon, Text } from "@mantine/core"
import { ChevronRight } from "lucide-react"
import { useState } from "react"
import { type PickerNode, pickerTree } from "../flow/references"
import classes from "./ResultTree.module.css"

interface ResultTreeProps {
  /** What `results` is. */
  results: unknown
  choose: (reference: string) => void
}

export function ResultTree({ results, choose }: ResultTreeProps) {
  const root = pickerTree("results", "results", results)
  const children = root.children()
  if (children.length === 0) {
    return (
      <Text size="sm" c="dimmed" p={8}>
        The last test gave <code>{JSON.stringify(results)}</code>: there is nothing in it to choose.
      </Text>
    )
  }
  return (
    <ul className={classes.tree} aria-label="Values of the last endpoint test">
      {children.map((node) => (
        <Line key={node.path} node={node} level={0} choose={choose} />
      ))}
    </ul>
  )
}

function Line({ node, level, choose }: { node: PickerNode; level: number; choose: (reference: string) => void }) {
  const nests = node.type === "object" || node.type === "list"
  const [open, setOpen] = useState(level === 0 && node.size <= 12)
  const children = open ? node.children() : []
  return (
    <li>
      <div className={classes.line} style={{ paddingLeft: level * 14 }}>
        {nests && node.size > 0 ? (
          <ActionIcon
            size={18}
            variant="subtle"
            color="gray"
            aria-expanded={open}
            aria-label={`${open ? "Close" : "Open"} ${node.path}`}
            onClick={() => setOpen(!open)}
          >
            <ChevronRight size={13} className={classes.turner} data-open={open || undefined} />
          </ActionIcon>
        ) : (
          <span className={classes.gap} />
        )}
        <button type="button" className={classes.choice} aria-label={node.path} onClick={() => choose(node.path)}>
          <code>{node.label}</code>
          <span className={classes.preview}>{nests ? `${node.type}, ${node.size}` : node.preview}</span>
        </button>
      </div>
      {children.length > 0 && (
        <ul className={classes.tree}>
          {children.map((child) => (
            <Line key={child.path} node={child} level={level + 1} choose={choose} />
          ))}
        </ul>
      )}
    </li>
  )
}
