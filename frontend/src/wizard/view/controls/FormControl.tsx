/** A form that the builder described by JSON Schema, drawn with the same controls as everything else. */
import { asVariable } from "../../../config/asVariable"
import { isObject } from "../../../config/checks"
import { wrongAt } from "../../../config/wrongAt"
import type { ControlProps } from "./control"
import classes from "./controls.module.css"
import { Group } from "./Field"
import { ValueControl } from "./ValueControl"

export function FormControl({ variable, label, description, required, value, wrong, change }: ControlProps) {
  const schema = variable.schema ?? {}
  const given = isObject(value) ? value : {}
  const set = (name: string, next: unknown) => {
    const { [name]: _before, ...rest } = given
    const merged = next === undefined || next === "" ? rest : { ...given, [name]: next }
    change(Object.keys(merged).length > 0 ? merged : undefined)
  }
  return (
    <Group label={label} description={description} required={required ?? false} wrong={wrongAt([...wrong], "")}>
      <div className={classes.form}>
        {Object.entries(schema.properties ?? {}).map(([name, field]) => (
          <ValueControl
            key={name}
            variable={asVariable(field)}
            label={field.title ?? name}
            description={field.description}
            required={schema.required?.includes(name) ?? false}
            value={given[name]}
            wrong={wrongAt([...wrong], `.${name}`)}
            change={(next) => set(name, next)}
          />
        ))}
      </div>
    </Group>
  )
}
