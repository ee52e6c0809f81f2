/** When flows of an instance start by themselves. */
import { Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { CalendarClock } from "lucide-react"
import { api } from "../api/client"
import type { Instance, Schedule } from "../api/types"
import classes from "./CustomerPage.module.css"

export function Schedules({ instance }: { instance: Instance }) {
  const schedules = useQuery({
    queryKey: ["instances", instance.id, "schedules", instance.updatedAt],
    queryFn: () => api.get<Schedule[]>(`/api/instances/${instance.id}/schedules`),
  })
  if (!schedules.data?.length) return null
  return (
    <ul className={classes.schedules} aria-label="Schedules">
      {schedules.data.map((schedule) => (
        <li key={`${schedule.flowKey} ${schedule.stepId}`}>
          <CalendarClock size={14} aria-hidden />
          <Text size="sm">
            {schedule.flowName}{" "}
            {schedule.problem ? (
              <Text span c="var(--hy-bad)" inherit>
                never starts: {schedule.problem}
              </Text>
            ) : schedule.dueAt ? (
              <>
                starts next on <time dateTime={schedule.dueAt}>{new Date(schedule.dueAt).toLocaleString()}</time>
              </>
            ) : (
              "starts again when the instance is resumed"
            )}
          </Text>
        </li>
      ))}
    </ul>
  )
}
