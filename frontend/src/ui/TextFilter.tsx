/** A filter that is typed. It is asked for when one stops typing. */
import { CloseButton, TextInput } from "@mantine/core"
import { useDebouncedCallback } from "@mantine/hooks"
import { Search } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { useFilter } from "./Filters"

interface TextFilterProps {
  name: string
  label: string
  placeholder: string
  width: number
}

export function TextFilter({ name, label, placeholder, width }: TextFilterProps) {
  const [text, setText] = useFilter(name)
  const [typed, setTyped] = useState(text)
  const later = useDebouncedCallback(setText, 300)
  const sent = useRef(text)
  // The address may change on its own: back in the browser, or all filters cleared.
  useEffect(() => {
    if (text !== sent.current) setTyped(text)
    sent.current = text
  }, [text])
  const type = (value: string) => {
    setTyped(value)
    sent.current = value
    later(value)
  }
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      data-search
      w={width}
      maxLength={200}
      leftSection={<Search size={14} aria-hidden />}
      rightSection={
        typed && <CloseButton size="xs" aria-label={`Clear the ${label.toLowerCase()}`} onClick={() => type("")} />
      }
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}
