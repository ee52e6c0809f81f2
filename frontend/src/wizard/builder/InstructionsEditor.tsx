/** The numbered steps beside a URL, each a line; begun from those of a well-known service. */
import { ActionIcon, Button, Group, Input, Menu, Textarea } from "@mantine/core"
import { ArrowDown, ArrowUp, Plus, ScrollText, X } from "lucide-react"
import { useRef } from "react"
import rows from "../../config/config.module.css"
import { PlaceholderMenu } from "./PlaceholderMenu"
import { PROVIDERS } from "./providers"

interface InstructionsProps {
  lines: string[]
  wrong: Record<string, string>
  change: (lines: string[], field: string) => void
}

export function InstructionsEditor({ lines, wrong, change }: InstructionsProps) {
  const list = useRef<HTMLFieldSetElement>(null)
  const move = (from: number, by: -1 | 1) => {
    const line = lines[from]
    if (line !== undefined) change(lines.toSpliced(from, 1).toSpliced(from + by, 0, line), "instructions order")
  }
  const add = () => {
    change([...lines, "Then…"], "instructions order")
    requestAnimationFrame(() => list.current?.lastElementChild?.querySelector("textarea")?.select())
  }
  return (
    <Input.Wrapper
      label="Steps"
      labelElement="div"
      description="What to click in the other service, with the words that stand on its buttons. Markdown."
    >
      <fieldset ref={list} className={rows.rows} aria-label="Steps">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          <div key={index} className={rows.row}>
            <Textarea
              className={rows.grow ?? ""}
              aria-label={`Step ${index + 1}`}
              autosize
              minRows={1}
              maxLength={2000}
              value={line}
              error={wrong[`instructions[${index}]`]}
              rightSection={
                <PlaceholderMenu
                  url
                  insert={(text) => change(lines.with(index, line + text), `instructions ${index}`)}
                />
              }
              onChange={(event) => change(lines.with(index, event.currentTarget.value), `instructions ${index}`)}
            />
            <Small label={`Move step ${index + 1} up`} icon={ArrowUp} off={index === 0} deed={() => move(index, -1)} />
            <Small
              label={`Move step ${index + 1} down`}
              icon={ArrowDown}
              off={index === lines.length - 1}
              deed={() => move(index, 1)}
            />
            <Small
              label={`Remove step ${index + 1}`}
              icon={X}
              deed={() => change(lines.toSpliced(index, 1), "instructions order")}
            />
          </div>
        ))}
      </fieldset>
      <Group gap={6}>
        <Button variant="default" size="compact-xs" leftSection={<Plus size={13} />} onClick={add}>
          Add step
        </Button>
        <Menu position="bottom-start" width={220}>
          <Menu.Target>
            <Button variant="default" size="compact-xs" leftSection={<ScrollText size={13} />}>
              Steps of a service
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
            {PROVIDERS.map(({ name, steps }) => (
              <Menu.Item key={name} onClick={() => change([...steps], `instructions from ${name}`)}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
    </Input.Wrapper>
  )
}

interface SmallProps {
  label: string
  icon: typeof X
  off?: boolean
  deed: () => void
}

function Small({ label, icon: Icon, off = false, deed }: SmallProps) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={off} onClick={deed}>
      <Icon size={14} />
    </ActionIcon>
  )
}
