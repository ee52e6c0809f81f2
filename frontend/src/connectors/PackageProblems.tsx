/** All that is wrong with a package, by file, each with its line. */
import { Badge, Group, Stack, Text } from "@mantine/core"
import type { PackageProblem } from "../api/types"
import { inline } from "../ui/Prose"
import classes from "./connectors.module.css"

export function PackageProblems({ problems }: { problems: readonly PackageProblem[] }) {
  const files = [...new Set(problems.map((problem) => problem.file))]
  return (
    <Stack component="ul" gap="sm" className={classes.problems} aria-label="Problems">
      {files.map((file) => (
        <li key={file}>
          <Text size="sm" fw={600} ff="monospace">
            {file || "The package"}
          </Text>
          {problems
            .filter((problem) => problem.file === file)
            .map((problem) => (
              <Line key={`${problem.line}:${problem.column} ${problem.code} ${problem.message}`} problem={problem} />
            ))}
        </li>
      ))}
    </Stack>
  )
}

function Line({ problem }: { problem: PackageProblem }) {
  const place = problem.line > 0 ? `line ${problem.line}${problem.column > 0 ? `:${problem.column}` : ""}` : "file"
  return (
    <Group gap="xs" wrap="nowrap" align="baseline" pl="sm">
      <Text size="xs" c="dimmed" ff="monospace" className={classes.place}>
        {place}
      </Text>
      <Text size="sm" flex={1}>
        {inline(problem.message)}
      </Text>
      {problem.severity === "warning" && (
        <Badge size="xs" variant="outline" color="gray" c="inherit">
          Warning
        </Badge>
      )}
    </Group>
  )
}
