/** One page: its name and tagline, edited where they stand, and its elements in order. */
import { ActionIcon, Menu, TextInput } from "@mantine/core"
import { ArrowDown, ArrowUp, Copy, EllipsisVertical, Trash2 } from "lucide-react"
import { Fragment, useContext, useRef } from "react"
import type { ConfigPage } from "../../flow/pages"
import { useBoard } from "./board"
import classes from "./builder.module.css"
import { ConditionSettings } from "./ConditionSettings"
import { conditionWords } from "./conditionWords"
import { DragContext, indexAt, useDropzone } from "./dragging"
import { ElementCard } from "./ElementCard"
import { problemsOfPage } from "./placeProblems"

export function PageCard({ page, at }: { page: ConfigPage; at: number }) {
  const { deeds, problems, readOnly, choose, chosen, pages, variables, derived } = useBoard()
  const { over } = useContext(DragContext)
  const list = useRef<HTMLUListElement>(null)
  const wrong = problemsOfPage(problems, at)
  const target = over?.kind === "spot" && over.spot.page === at ? over.spot.index : null
  const drag = useDropzone(
    (event) => ({ kind: "spot", spot: { page: at, index: list.current ? indexAt(list.current, event.clientY) : 0 } }),
    deeds.drop,
  )
  const name = page.name || `Page ${at + 1}`
  return (
    <article className={classes.page} aria-label={name} {...drag}>
      <header className={classes.pageHead} data-place={`configPages[${at}]`} tabIndex={-1}>
        <div className={classes.pageWords}>
          <TextInput
            variant="unstyled"
            classNames={{ input: classes.pageName ?? "" }}
            aria-label={`Name of page ${at + 1}`}
            placeholder={`Page ${at + 1}`}
            maxLength={120}
            readOnly={readOnly}
            value={page.name}
            error={wrong.name}
            onFocus={() => choose({ kind: "page", page: at })}
            onChange={(event) => deeds.changePage(at, { name: event.currentTarget.value }, "name")}
          />
          <TextInput
            variant="unstyled"
            classNames={{ input: classes.tagline ?? "" }}
            aria-label={`Tagline of page ${at + 1}`}
            placeholder="A line below the name, if you like"
            maxLength={300}
            readOnly={readOnly}
            value={page.tagline ?? ""}
            onFocus={() => choose({ kind: "page", page: at })}
            onChange={(event) => deeds.changePage(at, { tagline: event.currentTarget.value }, "tagline")}
          />
          {page.shownWhen && !(chosen?.kind === "page" && chosen.page === at) && (
            <p className={classes.when}>{conditionWords(page.shownWhen, variables)}</p>
          )}
          {chosen?.kind === "page" && chosen.page === at && !readOnly && (
            <ConditionSettings
              page={at}
              condition={page.shownWhen}
              wrong={wrong}
              change={(shownWhen) => deeds.changePage(at, { shownWhen }, "shownWhen")}
            />
          )}
        </div>
        {!readOnly && <PageMenu name={name} at={at} last={pages.length - 1} deletable={!derived} />}
      </header>
      <ul ref={list} className={classes.elements}>
        {page.elements.map((element, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an element is its place
          <Fragment key={index}>
            {target === index && <li className={classes.line} aria-hidden />}
            <ElementCard element={element} spot={{ page: at, index }} />
          </Fragment>
        ))}
        {target === page.elements.length && <li className={classes.line} aria-hidden />}
      </ul>
      {page.elements.length === 0 && (
        <p className={classes.empty} data-wrong={wrong.elements !== undefined || undefined}>
          {wrong.elements ?? "This page is empty: drag something here, or click it in the list on the left."}
        </p>
      )}
    </article>
  )
}

interface MenuProps {
  name: string
  at: number
  last: number
  deletable: boolean
}

function PageMenu({ name, at, last, deletable }: MenuProps) {
  const { deeds } = useBoard()
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for page ${name}`}>
          <EllipsisVertical size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<ArrowUp size={14} />} disabled={at === 0} onClick={() => deeds.movePage(at, -1)}>
          Move page up
        </Menu.Item>
        <Menu.Item leftSection={<ArrowDown size={14} />} disabled={at === last} onClick={() => deeds.movePage(at, 1)}>
          Move page down
        </Menu.Item>
        <Menu.Item leftSection={<Copy size={14} />} onClick={() => deeds.duplicatePage(at)}>
          Duplicate page
        </Menu.Item>
        <Menu.Item leftSection={<Trash2 size={14} />} disabled={!deletable} onClick={() => deeds.removePage(at)}>
          Delete page
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
