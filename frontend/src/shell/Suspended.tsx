/** For members whose every tenant is suspended: which, since when, why, and that nothing is lost. */
import { Button, Container, Group, Paper, Stack, Text, Title } from "@mantine/core"
import { LogOut, PauseCircle, RefreshCw } from "lucide-react"
import { api } from "../api/client"
import { tellProblem } from "../ui/Problem"
import { When } from "../ui/When"
import { useSessionQuery } from "./session"

export function Suspended() {
  const session = useSessionQuery()
  const suspended = session.data?.suspended ?? []
  const signOut = async () => {
    await api.remove("/api/session")
    window.location.assign("/login")
  }
  return (
    <Container size="sm" py="15vh" component="main">
      <Stack gap="lg">
        {suspended.map((tenant) => (
          <Paper key={tenant.name} withBorder p="xl" radius="md">
            <Group gap="sm" mb="sm" wrap="nowrap">
              <PauseCircle size={24} aria-hidden />
              <Title order={1} size="h3">
                {tenant.name} is suspended
              </Title>
            </Group>
            {tenant.because !== "" && <Text mb="sm">{tenant.because}</Text>}
            <Text size="sm" c="dimmed">
              {tenant.since && (
                <>
                  Since <When time={tenant.since} />.{" "}
                </>
              )}
              Its URLs answer “try again later” and what was waiting waits on; nothing is deleted. Ask whoever runs this
              Hookyard.
            </Text>
          </Paper>
        ))}
        <Group>
          <Button
            leftSection={<RefreshCw size={15} />}
            loading={session.isFetching}
            onClick={() => void session.refetch()}
          >
            Look again
          </Button>
          <Button
            variant="default"
            leftSection={<LogOut size={15} />}
            onClick={() => void signOut().catch(tellProblem)}
          >
            Sign out
          </Button>
        </Group>
      </Stack>
    </Container>
  )
}
