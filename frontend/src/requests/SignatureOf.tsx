/** Why the credential let this request in or not. Told at once where it was refused for that, else when asked. */
import { Anchor, Button, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { ScanSearch } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import { ApiProblem, api } from "../api/client"
import type { Credential, InboundRequestDetail, SignatureReport as Report } from "../api/types"
import { SignatureReport } from "../credentials/SignatureReport"
import { useSession } from "../shell/session"
import { ProblemNotice } from "../ui/Problem"
import { useChoices } from "../ui/paged"
import classes from "./RequestPage.module.css"

const REFUSED_FOR = ["credential_missing", "signature_invalid", "timestamp_stale"]

export function SignatureOf({ request }: { request: InboundRequestDetail }) {
  const refused = REFUSED_FOR.includes(request.code ?? "")
  const checked = request.trace.some((stage) => stage.stage === "verify" && !stage.skipped)
  const [asked, setAsked] = useState(refused)
  const builder = useSession().can("builder")
  if (!checked || !builder) return null
  return (
    <section className={classes.card} aria-label="Signature">
      {asked ? (
        <Explained id={request.id} />
      ) : (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<ScanSearch size={14} />}
          onClick={() => setAsked(true)}
        >
          Explain the signature
        </Button>
      )}
    </section>
  )
}

function Explained({ id }: { id: string }) {
  const report = useQuery({
    queryKey: ["/api/requests", id, "explain"],
    queryFn: () => api.post<Report>(`/api/requests/${id}/explain`, {}),
    retry: false,
  })
  const credentials = useChoices<Credential>("/api/credentials")
  const asked = credentials.data?.find(({ id }) => id === report.data?.credential)
  // The endpoint may ask for no credential any more; then there is nothing to compare with.
  if (report.error instanceof ApiProblem && report.error.code === "no_credential") return <p>{report.error.detail}</p>
  if (report.isError) return <ProblemNotice failure={report.error} retry={() => void report.refetch()} />
  if (!report.data) return <p role="status">Looking at every byte…</p>
  return (
    <>
      <Title order={2} size="h5" mb="xs">
        Signature
      </Title>
      {asked && (
        <Text size="sm" mb="xs">
          Checked with{" "}
          <Anchor component={Link} to="/credentials" size="sm" underline="always">
            {asked.name}
          </Anchor>
          , as {asked.schemeTitle} signs.
        </Text>
      )}
      <SignatureReport report={report.data} />
    </>
  )
}
