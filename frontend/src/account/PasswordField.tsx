import { PasswordInput, type PasswordInputProps } from "@mantine/core"
import { type KeyboardEvent, useState } from "react"

/** A password input that says when Caps Lock is on. */
export function PasswordField(props: PasswordInputProps) {
  const [caps, setCaps] = useState(false)
  const look = (event: KeyboardEvent) => setCaps(event.getModifierState("CapsLock"))
  const description = caps ? "Caps Lock is on." : props.description
  return (
    <PasswordInput
      required
      withAsterisk={false}
      {...props}
      description={description}
      onKeyDown={look}
      onKeyUp={look}
      onBlur={() => setCaps(false)}
    />
  )
}

/** What Django's validators ask for, before anybody has to find out. */
export const RULES = "At least 10 characters. Long beats complicated: four words are fine."
