/** What a component is for, what it takes and gives, and where links leave it: read beside the form that is filled in. */
import { useState } from "react"
import type { Component } from "../../api/types"
import type { Step } from "../../flow/definition"
import { outletsOf } from "../../flow/outlets"
import { Json } from "../../ui/Json"
import { Prose } from "../../ui/Prose"
import { Words } from "../../ui/Words"
import classes from "./about.module.css"
import { type InputFacts, inputsOf, plainly } from "./describing"

export function AboutComponent({ step, component }: { step: Step; component: Component }) {
  // Drawn when somebody wants it: most steps are configured without reading it again.
  const [open, setOpen] = useState(false)
  return (
    <details className={classes.about} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>About {component.title}</summary>
      {open && <Body step={step} component={component} />}
    </details>
  )
}

function Body({ step, component }: { step: Step; component: Component }) {
  const inputs = inputsOf(component.inputs)
  const example = Object.entries(component.example).map(([name, input]) => [name, plainly(input)])
  return (
    <div className={classes.body}>
      <Prose text={component.docs || component.summary} />
      {inputs.length > 0 && (
        <section aria-label="Inputs it takes">
          <h3>Inputs</h3>
          <InputTable inputs={inputs} />
        </section>
      )}
      {example.length > 0 && (
        <section aria-label="Example">
          <h3>Example</h3>
          <div className={classes.json}>
            <Json value={Object.fromEntries(example)} open={4} />
          </div>
        </section>
      )}
      {component.resultsExample !== null && (
        <section aria-label="Results">
          <h3>
            Results, as <code>{step.id}.results</code>
          </h3>
          <div className={classes.json}>
            <Json value={component.resultsExample} open={2} />
          </div>
        </section>
      )}
      <section aria-label="Ways out">
        <h3>Links leave at</h3>
        <Outlets step={step} />
      </section>
    </div>
  )
}

function InputTable({ inputs }: { inputs: InputFacts[] }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Input</th>
          <th scope="col">Takes</th>
        </tr>
      </thead>
      <tbody>
        {inputs.map(({ name, title, takes, required, otherwise, description }) => (
          <tr key={name}>
            <th scope="row">
              {title}
              <code>{name}</code>
            </th>
            <td>
              <span className={classes.takes}>
                {takes}
                {required ? ", required" : otherwise !== null ? `, else ${otherwise}` : ""}
              </span>
              {description && (
                <span className={classes.what}>
                  <Words text={description} />
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const OUTLETS: Record<string, string> = {
  out: "when it has succeeded",
  else: "when no case holds",
  error: "when it failed; its error is among its results",
}

function Outlets({ step }: { step: Step }) {
  return (
    <ul className={classes.outlets}>
      {outletsOf(step).map((outlet) => (
        <li key={outlet}>
          <code>{outlet}</code> {OUTLETS[outlet] ?? "when this case holds"}
        </li>
      ))}
    </ul>
  )
}
