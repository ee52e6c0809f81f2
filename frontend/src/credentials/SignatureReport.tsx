/** Why a signature fits or does not: the verdict, what is likely wrong, and what was signed, byte for byte. */
import { List, Text, Title } from "@mantine/core"
import { CircleCheck, CircleX } from "lucide-react"
import type { SignatureReport as Report } from "../api/types"
import { Facts } from "../bench/Facts"
import classes from "./SignatureReport.module.css"

export function SignatureReport({ report }: { report: Report }) {
  const good = report.verdict.code === "accepted" || report.verdict.code === "handshake"
  const Icon = good ? CircleCheck : CircleX
  return (
    <section className={classes.report} aria-label="Why it fits or not">
      <p className={classes.verdict} data-good={good || undefined} role="status">
        <Icon size={16} aria-hidden />
        <span>
          {report.verdict.message} {!good && <code>{report.verdict.code}</code>}
        </span>
      </p>
      {report.causes.length > 0 && (
        <List size="sm" spacing={4}>
          {report.causes.map((cause) => (
            <List.Item key={cause}>{cause}</List.Item>
          ))}
        </List>
      )}
      <Facts facts={[["Signature", <Given key="given" report={report} />], ...timeFacts(report)]} />
      <Headers report={report} />
      <Signed report={report} />
    </section>
  )
}

function Given({ report }: { report: Report }) {
  if (report.signatures.length === 0 && !report.expected) return "None of the kind this credential reads."
  return (
    <>
      {report.signatures.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same may stand there twice, and nothing reorders
        <div key={index}>
          <code className={classes.value}>{one.text}</code> ({one.words})
        </div>
      ))}
      {report.expected && (
        <div>
          The right one begins with <code>{report.expected}</code>
        </div>
      )}
    </>
  )
}

function timeFacts({ time }: Report): [string, React.ReactNode][] {
  if (!time) return []
  const skew = time.skewSeconds
  const words =
    skew === null
      ? "cannot be read"
      : `${Math.abs(skew)} s ${skew < 0 ? "after" : "before"} it came; ${time.tolerance} s are allowed`
  return [
    [
      "Signed at",
      <span key="time" className={time.ok ? undefined : classes.bad}>
        <code>{time.text}</code> {time.at && `(${new Date(time.at).toLocaleString()})`}: {words}
      </span>,
    ],
  ]
}

function Headers({ report }: { report: Report }) {
  if (report.headers.length === 0) return null
  return (
    <div>
      <Title order={3} size="h6">
        Headers
      </Title>
      <table className={classes.headers}>
        <tbody>
          {report.headers.map(({ name, value, wanted }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                {value === null ? <span className={classes.bad}>did not come</span> : <code>{value}</code>}
                {!wanted && (
                  <Text span size="xs" c="dimmed" ml={8}>
                    not read by this credential
                  </Text>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Signed({ report: { signed } }: { report: Report }) {
  if (!signed) return null
  return (
    <div>
      <Title order={3} size="h6">
        What is signed, {signed.bytes} bytes
      </Title>
      <pre className={classes.signed}>
        {signed.pieces.map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, in its order
          <span key={index} data-piece={piece.name} title={`${piece.name}, ${piece.bytes} bytes`}>
            {piece.text}
          </span>
        ))}
      </pre>
      <Text size="xs" c="dimmed">
        {signed.pieces
          .filter(({ name }) => name !== "text")
          .map(({ name, bytes }) => `${name} ${bytes} bytes`)
          .join(", ")}
        . What cannot be seen is marked, such as ⟨LF⟩ for a line break.{signed.cut && " Only the beginning is shown."}
      </Text>
    </div>
  )
}
