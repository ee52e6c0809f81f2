/** The problems that keep a draft from being published. */
import { Anchor, List, Text } from "@mantine/core"
import type { ReactNode } from "react"
import { Link } from "react-router"
import type { Problem } from "../flow/definition"

interface Props {
  integrationId: string
  problems: Problem[]
  list: ((problems: Problem[]) => ReactNode) | undefined
}

export function Obstacles({ integrationId, problems, list }: Props) {
  return (
    <div>
      <Text size="sm" fw={600} c="var(--hy-bad)" role="alert" mb={4}>
        {problems.length === 1 ? "One problem keeps" : `${problems.length} problems keep`} this draft from being
        published
      </Text>
      {list ? list(problems) : <Links integrationId={integrationId} problems={problems} />}
    </div>
  )
}

function Links({ integrationId, problems }: { integrationId: string; problems: Problem[] }) {
  return (
    <List size="sm" spacing={4}>
      {problems.map((problem) => (
        <List.Item key={`${problem.code} ${problem.flow} ${problem.step} ${problem.field}`}>
          <Anchor
            component={Link}
            inherit
            to={`/integrations/${integrationId}/${problem.flow ? `flows/${problem.flow}` : "endpoint"}`}
          >
            {problem.step ?? problem.flow ?? "Endpoint"}
          </Anchor>
          : {problem.message}
        </List.Item>
      ))}
    </List>
  )
}
