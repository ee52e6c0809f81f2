/** One value by its type; every type of config variable has a control here. */

import type { ComponentType } from "react"
import type { ConfigType } from "../../../flow/definition"
import { ConnectionControl } from "./ConnectionControl"
import type { ControlProps } from "./control"
import { FormControl } from "./FormControl"
import { JsonControl } from "./JsonControl"
import { KeyValueControl } from "./KeyValueControl"
import { ListControl } from "./ListControl"
import { PicklistControl } from "./PicklistControl"
import { BooleanControl, DateControl, NumberControl, StringControl } from "./PlainControls"
import { ScheduleControl } from "./ScheduleControl"

const CONTROLS: Record<ConfigType, ComponentType<ControlProps>> = {
  string: StringControl,
  number: NumberControl,
  boolean: BooleanControl,
  date: DateControl,
  picklist: PicklistControl,
  list: ListControl,
  keyValue: KeyValueControl,
  object: JsonControl,
  json: JsonControl,
  form: FormControl,
  schedule: ScheduleControl,
  connection: ConnectionControl,
}

export function ValueControl(props: ControlProps) {
  const Control = CONTROLS[props.variable.type ?? "string"]
  return <Control {...props} />
}
