import { CheckIcon, ColorSwatch, Group, Text, UnstyledButton } from "@mantine/core"
import { PAPERS, type Paper } from "../../flow/definition"
import papers from "../canvas/drawings.module.css"

const WORDS: Record<Paper, string> = {
  yellow: "Yellow",
  blue: "Blue",
  green: "Green",
  pink: "Pink",
  purple: "Purple",
  gray: "Grey",
}

interface Props {
  value: Paper
  readOnly: boolean
  onChange: (paper: Paper) => void
}

/** The colours that notes and groups can have. */
export function PaperChoice({ value, readOnly, onChange }: Props) {
  return (
    <div>
      <Text size="xs" fw={500} mb={4} id="paper-label">
        Colour
      </Text>
      <Group gap={8} role="radiogroup" aria-labelledby="paper-label">
        {PAPERS.map((paper) => (
          <UnstyledButton
            key={paper}
            role="radio"
            aria-checked={paper === value}
            aria-label={WORDS[paper]}
            title={WORDS[paper]}
            disabled={readOnly}
            className={papers.swatch}
            data-color={paper}
            onClick={() => onChange(paper)}
          >
            <ColorSwatch component="span" color="var(--paper)" size={22}>
              {paper === value && <CheckIcon size={10} color="#fff" />}
            </ColorSwatch>
          </UnstyledButton>
        ))}
      </Group>
    </div>
  )
}
