/** A failure as the server described it: what happened, what to do, and the code and request id to quote. */
import { Alert, Button, Group, List, Text } from "@mantine/core"
import { notifications } from "@mantine/notifications"
import { CircleAlert } from "lucide-react"
import { ApiProblem } from "../api/client"

/** In words of ours: the API's own titles are the phrases of HTTP. */
const TITLES: Record<number, string> = {
  400: "This cannot be taken",
  403: "Not allowed",
  404: "There is nothing here",
  409: "This is not possible",
  413: "This is too large",
  422: "This did not work",
  429: "Too much at once",
}

function wordsFor(failure: unknown): { title: string; detail: string } {
  if (failure instanceof ApiProblem) {
    const { status, title, detail } = failure
    return { title: TITLES[status] ?? (status >= 500 ? "Something went wrong" : title), detail }
  }
  return { title: "Something went wrong", detail: failure instanceof Error ? failure.message : String(failure) }
}

/** `externalId` as the form calls it, "External id". A path into a document stays as it is. */
const asLabel = (field: string): string =>
  /^[a-zA-Z]+$/.test(field)
    ? field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^./, (letter) => letter.toUpperCase())
    : field

export function ProblemNotice({ failure, retry }: { failure: unknown; retry?: () => void }) {
  const { title, detail } = wordsFor(failure)
  const problem = failure instanceof ApiProblem ? failure : null
  const errors = problem?.errors.filter(({ message }) => message !== detail) ?? []
  return (
    <Alert color="red" variant="light" icon={<CircleAlert size={18} />} title={title} m="md" role="alert">
      <Text size="sm">{detail}</Text>
      {errors.length > 0 && (
        <List size="sm" mt={4}>
          {errors.map((error) => (
            <List.Item key={`${error.field} ${error.code}`}>
              {asLabel(error.field)}: {error.message}
            </List.Item>
          ))}
        </List>
      )}
      <Group mt="xs" gap="md">
        {retry && problem?.status !== 404 && (
          <Button variant="default" onClick={retry}>
            Try again
          </Button>
        )}
        {problem && problem.status > 0 && (
          <Text size="xs" c="dimmed">
            <code>{problem.code}</code>
            {problem.requestId && (
              <>
                {" "}
                · request <code>{problem.requestId}</code>
              </>
            )}
          </Text>
        )}
      </Group>
    </Alert>
  )
}

const CLOSE = { closeButtonProps: { "aria-label": "Close this message" } }

/** For failures of something the user just did, where the page stays as it is. */
export function tellProblem(failure: unknown): void {
  const { title, detail } = wordsFor(failure)
  const code = failure instanceof ApiProblem && failure.status > 0 ? ` (${failure.code})` : ""
  notifications.show({ color: "red", title, message: `${detail}${code}`, autoClose: 8000, ...CLOSE })
}

export function tell(message: string): void {
  notifications.show({ message, autoClose: 3500, ...CLOSE })
}
