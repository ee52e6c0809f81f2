import { Badge, Button, Group, Skeleton, Text } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { Laptop, Smartphone } from "lucide-react"
import { api } from "../api/client"
import type { SignIn } from "../api/types"
import { ProblemNotice, tell, tellProblem } from "../ui/Problem"
import { When } from "../ui/When"
import { Section } from "./AccountPage"
import classes from "./AccountPage.module.css"

const QUERY = ["sign-ins"] as const

export function SignIns() {
  const queries = useQueryClient()
  const list = useQuery({ queryKey: QUERY, queryFn: () => api.get<SignIn[]>("/api/account/sign-ins") })
  const again = () => queries.invalidateQueries({ queryKey: QUERY })
  const endOthers = useMutation({
    mutationFn: () => api.post<{ ended: number }>("/api/account/sign-ins/end-others"),
    onSuccess: ({ ended }) => tell(ended === 1 ? "1 session ended." : `${ended} sessions ended.`),
    onError: tellProblem,
    onSettled: again,
  })
  const end = useMutation({
    mutationFn: (id: string) => api.remove(`/api/account/sign-ins/${id}`),
    onError: tellProblem,
    onSettled: again,
  })
  return (
    <Section title="Where you are signed in" text="End what you do not know, then change your password.">
      {list.isError && <ProblemNotice failure={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton h={48} />}
      {list.data?.toSorted(currentFirst).map((session) => (
        <Session key={session.id} session={session} end={() => end.mutate(session.id)} busy={end.isPending} />
      ))}
      {list.data && list.data.length > 1 && (
        <Button variant="default" mt="sm" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
          End all other sessions
        </Button>
      )}
    </Section>
  )
}

function Session({ session, end, busy }: { session: SignIn; end: () => void; busy: boolean }) {
  const Icon = /iPhone|iPad|Android/.test(session.device) ? Smartphone : Laptop
  return (
    <div className={classes.session}>
      <Icon size={18} strokeWidth={1.6} aria-hidden />
      <div>
        <Group gap={8}>
          <Text size="sm" fw={550}>
            {sentence(session.device)}
          </Text>
          {session.current && (
            <Badge size="sm" variant="light" tt="none">
              This one
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" component="div">
          {session.address && `${session.address}, `}signed in <When time={session.createdAt} />, last seen{" "}
          <When time={session.seenAt} />
        </Text>
      </div>
      {!session.current && (
        <Button variant="default" disabled={busy} onClick={end} aria-label={`End ${session.device}`}>
          End
        </Button>
      )}
    </div>
  )
}

const currentFirst = (one: SignIn, other: SignIn): number => Number(other.current) - Number(one.current)

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
