/**
 * A part of a page that comes as a chunk of its own.
 *
 * React's `lazy` throws when the chunk cannot be had, and keeps it so: without a connection one click would take the whole page
 * away, and what was drawn with it. This one says so in its own place, and tries again when asked or when the connection is back.
 */
import { Button, Text } from "@mantine/core"
import { type ComponentType, type ReactNode, useEffect, useState } from "react"

export type LazyPart<Props> = ComponentType<Props> & {
  /** Fetches it before it is shown. A failure is met when it is shown. */
  preload: () => void
}

export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  fallback: ReactNode | ((props: Props) => ReactNode) = null,
): LazyPart<Props> {
  let loading: Promise<ComponentType<Props>> | null = null
  let loaded: ComponentType<Props> | null = null
  const get = () => {
    loading ??= load().then(
      (part) => {
        loaded = part
        return part
      },
      (failure: unknown) => {
        loading = null
        throw failure
      },
    )
    return loading
  }

  function Part(props: Props) {
    const [Shown, show] = useState<ComponentType<Props> | null>(() => loaded)
    const [failed, setFailed] = useState(false)
    const [tries, setTries] = useState(0)
    // biome-ignore lint/correctness/useExhaustiveDependencies: each try asks once more
    useEffect(() => {
      if (Shown) return
      let gone = false
      setFailed(false)
      get().then(
        (part) => gone || show(() => part),
        () => gone || setFailed(true),
      )
      return () => {
        gone = true
      }
    }, [tries, Shown])
    useEffect(() => {
      if (!failed) return
      const again = () => setTries((before) => before + 1)
      window.addEventListener("online", again)
      return () => window.removeEventListener("online", again)
    }, [failed])
    if (Shown) return <Shown {...props} />
    if (failed) return <Missing again={() => setTries(tries + 1)} />
    return typeof fallback === "function" ? fallback(props) : fallback
  }
  return Object.assign(Part, { preload: () => void get().catch(() => {}) })
}

function Missing({ again }: { again: () => void }) {
  return (
    <div role="alert" style={{ padding: 16 }}>
      <Text size="sm" mb="xs">
        This part could not be loaded. Your edits are kept. If you are online, load the page again: Hookyard may have
        been updated.
      </Text>
      <Button size="compact-sm" variant="default" onClick={again}>
        Try again
      </Button>
    </div>
  )
}
