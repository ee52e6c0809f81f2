/** Above every page while an operator looks at a tenant as support: whose, why, until when, and the way out. */
import { Button, Text } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { Eye } from "lucide-react"
import { useEffect, useState } from "react"
import { api } from "../api/client"
import { tellProblem } from "../ui/Problem"
import classes from "./Shell.module.css"
import { useSession } from "./session"

const leave = () => window.location.assign("/")

export function SupportBanner() {
  const { tenant, can } = useSession()
  const end = useMutation({ mutationFn: () => api.remove("/api/support"), onSuccess: leave, onError: tellProblem })
  if (!tenant.support) return null
  const does = can("builder") ? "You may change things as a builder." : "You can look, not change."
  return (
    <aside className={classes.support} aria-label="Support visit">
      <Eye size={17} aria-hidden />
      <Text size="sm" inherit className={classes.supportWords}>
        <b>Support at {tenant.name}.</b> {does} Their audit log says why: “{tenant.support.reason}”.{" "}
        <Left until={tenant.support.until} />
      </Text>
      <Button variant="white" color="dark" loading={end.isPending} onClick={() => end.mutate()}>
        End visit
      </Button>
    </aside>
  )
}

/** Leaves the tenant by itself when the time is over, as the server answers nothing from then on. */
function Left({ until }: { until: string }) {
  const [minutes, setMinutes] = useState(() => minutesTo(until))
  useEffect(() => {
    const timer = setInterval(() => {
      if (Date.parse(until) <= Date.now()) leave()
      setMinutes(minutesTo(until))
    }, 5000)
    return () => clearInterval(timer)
  }, [until])
  return <>{minutes === 1 ? "1 minute is left." : `${minutes} minutes are left.`}</>
}

function minutesTo(until: string): number {
  return Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 60_000))
}
