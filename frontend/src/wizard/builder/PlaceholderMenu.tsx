/** Puts a placeholder behind the text: a fact of the customer, or the value of a config variable. */
import { ActionIcon, Menu } from "@mantine/core"
import { Braces } from "lucide-react"
import { FACTS, isSeen, TELLABLE, URL_FACT } from "../../flow/pages"
import { useBoard } from "./board"

const WORDS: Record<string, string> = {
  "customer.name": "Name of the customer",
  "customer.externalId": "External id of the customer",
  "integration.name": "Name of the integration",
  "tenant.name": "Name of your organisation",
  url: "The webhook URL",
}

export function PlaceholderMenu({ url = false, insert }: { url?: boolean; insert: (text: string) => void }) {
  const { variables } = useBoard()
  const tellable = variables.filter((one) => isSeen(one) && TELLABLE.includes(one.type ?? "string"))
  return (
    <Menu position="bottom-end" width={260} withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label="Insert a placeholder"
          title="Insert a placeholder"
        >
          <Braces size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
        {[...(url ? [URL_FACT] : []), ...FACTS].map((fact) => (
          <Menu.Item key={fact} onClick={() => insert(`{{${fact}}}`)}>
            {WORDS[fact]}
          </Menu.Item>
        ))}
        {tellable.length > 0 && <Menu.Label>Config variables</Menu.Label>}
        {tellable.map(({ key, name }) => (
          <Menu.Item key={key} onClick={() => insert(`{{#${name || key}}}`)}>
            {name || key}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
