/** By customer how many requests would come out otherwise; a row opens to show which, and how. */
import { UnstyledButton } from "@mantine/core"
import { ChevronRight } from "lucide-react"
import { Fragment, useId, useState } from "react"
import type { WhatIfCustomer } from "../../api/types"
import { WhatIfRequest } from "./WhatIfRequest"
import classes from "./whatif.module.css"
import { COLUMNS, nameOf } from "./words"

export function WhatIfTable({ customers, leave }: { customers: readonly WhatIfCustomer[]; leave: () => void }) {
  const shown = COLUMNS.filter(({ key, always }) => always || customers.some(({ counts }) => counts[key] > 0))
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label="What would be different, by customer">
        <thead>
          <tr>
            <th scope="col">Customer</th>
            {shown.map(({ key, title }) => (
              <th key={key} scope="col" className={classes.number}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {customers.map((one) => (
            <Row key={one.customer?.id ?? ""} one={one} columns={shown} leave={leave} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  one: WhatIfCustomer
  columns: typeof COLUMNS
  leave: () => void
}

function Row({ one, columns, leave }: RowProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const { counts, requests } = one
  return (
    <Fragment>
      <tr>
        <th scope="row">
          {requests.length === 0 ? (
            <span className={classes.same}>{nameOf(one)}</span>
          ) : (
            <UnstyledButton
              className={classes.fold}
              aria-expanded={open}
              aria-controls={id}
              onClick={() => setOpen(!open)}
            >
              <ChevronRight size={14} data-open={open || undefined} aria-hidden /> {nameOf(one)}
            </UnstyledButton>
          )}
        </th>
        {columns.map(({ key, tone }) => (
          <td key={key} className={classes.number} data-tone={counts[key] > 0 ? tone : undefined}>
            {counts[key]}
          </td>
        ))}
      </tr>
      <tr id={id} hidden={!open}>
        <td colSpan={columns.length + 1} className={classes.details}>
          {open && requests.map((request) => <WhatIfRequest key={request.request} told={request} leave={leave} />)}
        </td>
      </tr>
    </Fragment>
  )
}
