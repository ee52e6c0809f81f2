/** The problems that keep a draft from being published. */
import { Anchor, List, Text } from "@mantine/core"
import type { ReactNode } from "react"
import { Link } from "react-router"
import { addressOfProblem } from "../editor/problemPlace"
import type { Problem } from "../flow/definition"
import { Words } from "../ui/Words"
import { isOfWizard } from "../wizard/problems"

interface Props {
  integrationId: string
  problems: Problem[]
  list: ((problems: Problem[]) => ReactNode) | undefined
  leave: () => void
}

export function Obstacles({ integrationId, problems, list, leave }: Props) {
  return (
    <div>
      <Text size="sm" fw={600} c="var(--hy-bad)" role="alert" mb={4}>
        {problems.length === 1 ? "One problem keeps" : `${problems.length} problems keep`} this draft from being
        published
      </Text>
      {list ? list(problems) : <Links integrationId={integrationId} problems={problems} leave={leave} />}
    </div>
  )
}

function Links({ integrationId, problems, leave }: Omit<Props, "list">) {
  return (
    <List size="sm" spacing={4}>
      {problems.map((problem) => (
        <List.Item key={`${problem.code} ${problem.flow} ${problem.step} ${problem.field}`}>
          <Anchor component={Link} inherit to={addressOfProblem(integrationId, problem)} onClick={leave}>
            {problem.step ?? problem.flow ?? (isOfWizard(problem) ? "Wizard" : "Endpoint")}
          </Anchor>
          : <Words text={problem.message} />
        </List.Item>
      ))}
    </List>
  )
}
