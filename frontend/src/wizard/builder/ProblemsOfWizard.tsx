/** What is wrong with the pages and the variables; a click goes there. */
import { Button, Menu } from "@mantine/core"
import { CircleAlert } from "lucide-react"
import { isOfWizard } from "../problems"
import { useBoard } from "./board"
import { placeOf } from "./placeProblems"

export function ProblemsOfWizard() {
  const { problems, pages, variables, fly } = useBoard()
  const own = problems.filter(isOfWizard)
  if (own.length === 0) return null
  const keys = variables.map(({ key }) => key)
  return (
    <Menu position="bottom-end" width={400}>
      <Menu.Target>
        <Button variant="subtle" color="gray" leftSection={<CircleAlert size={15} color="var(--hy-bad)" aria-hidden />}>
          {own.length === 1 ? "1 problem" : `${own.length} problems`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label="Problems of the wizard" mah="60vh" style={{ overflowY: "auto" }}>
        {own.map((problem) => (
          <Menu.Item
            key={`${problem.field} ${problem.message}`}
            closeMenuOnClick
            onClick={() => {
              // The menu gives the focus back to its button first.
              const place = placeOf(problem, pages, keys)
              requestAnimationFrame(() => setTimeout(() => fly(place)))
            }}
          >
            {problem.message}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
