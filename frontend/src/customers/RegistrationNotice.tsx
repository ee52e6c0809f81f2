/** What the registration watch noticed of an instance: amber, with what to do, in the words its customer reads in the wizard. */
import { Alert, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { TriangleAlert } from "lucide-react"
import { api } from "../api/client"
import type { components } from "../api/schema.gen"
import type { Instance } from "../api/types"
import { isNoticed, noticedWords, WATCH_ENGLISH } from "../wizard/watching"
import classes from "./CustomerPage.module.css"

type Registration = components["schemas"]["Registration"]

export function useNoticed(instance: Instance) {
  const query = useQuery({
    queryKey: ["registration", instance.id],
    queryFn: () => api.get<Registration>(`/api/instances/${instance.id}/registration`),
    refetchInterval: 60_000,
  })
  return (query.data?.problems ?? []).filter(isNoticed)
}

export function RegistrationNotice({ instance }: { instance: Instance }) {
  const noticed = useNoticed(instance)
  if (noticed.length === 0) return null
  return (
    <Alert
      className={classes.noticed}
      variant="default"
      icon={<TriangleAlert size={18} />}
      title={WATCH_ENGLISH.attention}
    >
      {noticed.map((one) => (
        <Text key={one.code} size="sm">
          {noticedWords(one)}
        </Text>
      ))}
      <Text size="sm" c="dimmed">
        A set-up link opens where the customer reads the same.
      </Text>
    </Alert>
  )
}
