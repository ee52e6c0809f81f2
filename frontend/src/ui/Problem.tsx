/** A failure as the server described it: what happened, what to do, and the code and request id to quote. */
import { Alert, Button, Group, List, Text } from "@mantine/core"
import { notifications } from "@mantine/notifications"
import { CircleAlert } from "lucide-react"
import { ApiProblem } from "../api/client"

function wordsFor(failure: unknown): { title: string; detail: string } {
  if (failure instanceof ApiProblem) return { title: failure.title, detail: failure.detail }
  return { title: "Something went wrong", detail: failure instanceof Error ? failure.message : String(failure) }
}

export function ProblemNotice({ failure, retry }: { failure: unknown; retry?: () => void }) {
  const { title, detail } = wordsFor(failure)
  const problem = failure instanceof ApiProblem ? failure : null
  return (
    <Alert color="red" variant="light" icon={<CircleAlert size={18} />} title={title} m="md" role="alert">
      <Text size="sm">{detail}</Text>
      {problem && problem.errors.length > 0 && (
        <List size="sm" mt={4}>
          {problem.errors.map((error) => (
            <List.Item key={`${error.field} ${error.code}`}>
              {error.field}: {error.message}
            </List.Item>
          ))}
        </List>
      )}
      <Group mt="xs" gap="md">
        {retry && (
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
