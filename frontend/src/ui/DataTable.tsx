/** A table of a list page: skeleton rows while it loads, a failure in place, the rest on demand. */
import { Button, Skeleton } from "@mantine/core"
import type { ReactNode } from "react"
import { Link } from "react-router"
import classes from "./DataTable.module.css"
import { ProblemNotice } from "./Problem"
import type { Paged } from "./paged"

export interface Column<T> {
  title: ReactNode
  /** Where the title is no text of its own. */
  key?: string
  cell: (row: T) => ReactNode
  number?: boolean
  width?: number | string
  /** Left out where the page is narrow. */
  spare?: boolean
}

interface DataTableProps<T> {
  label: string
  columns: Column<T>[]
  rows: Paged<T>
  rowKey: (row: T) => string
  /** Shown in place of the table when there is nothing. */
  empty: ReactNode
}

const keyOf = <T,>({ key, title }: Column<T>): string => key ?? String(title)

const classesOf = <T,>({ number, spare }: Column<T>): string | undefined =>
  [number && classes.number, spare && classes.spare].filter(Boolean).join(" ") || undefined

const SKELETON_ROWS = ["a", "b", "c", "d", "e"]

export function DataTable<T>({ label, columns, rows, rowKey, empty }: DataTableProps<T>) {
  if (rows.failure && !rows.items) return <ProblemNotice failure={rows.failure} retry={rows.reload} />
  if (rows.items?.length === 0) return empty
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={label} aria-busy={!rows.items}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={keyOf(column)} scope="col" className={classesOf(column)} style={{ width: column.width }}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.items?.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={keyOf(column)} className={classesOf(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          )) ??
            SKELETON_ROWS.map((key) => (
              <tr key={key}>
                {columns.map((column) => (
                  <td key={keyOf(column)} className={classesOf(column)}>
                    <Skeleton h={14} my={3} />
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
      {rows.more && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={rows.more} loading={rows.loadingMore}>
            Show older
          </Button>
        </div>
      )}
    </div>
  )
}

/** The link of a row: the whole row follows it. */
export function RowLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} data-row-link>
      {children}
    </Link>
  )
}
