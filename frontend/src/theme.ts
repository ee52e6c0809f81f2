/**
 * The look: calm, dense, one accent. Colours for status mean status and nothing else.
 *
 * Surfaces and lines are CSS variables of `ui/tokens.css`, so that style sheets and Mantine agree in light and dark.
 */
import { createTheme, type MantineColorsTuple } from "@mantine/core"
import type { MouseEvent } from "react"

/** What is typed into a list that can be searched takes the place of what was chosen, rather than being put behind it. */
const selectWhole = ({ currentTarget: field }: MouseEvent<HTMLInputElement>) => {
  if (!field.readOnly) field.select()
}

const iris: MantineColorsTuple = [
  "#eef0ff",
  "#dde0fb",
  "#bcc2f3",
  "#99a2eb",
  "#7a86e4",
  "#5f6bd8",
  "#4f5bcd",
  "#4650c4",
  "#3a43a6",
  "#2e3686",
]

// White words on its sixth and seventh are readable, which they are not on Mantine's own.
const red: MantineColorsTuple = [
  "#fff5f5",
  "#ffe3e3",
  "#ffc9c9",
  "#ffa8a8",
  "#ff8787",
  "#f0635b",
  "#d0382f",
  "#b3261e",
  "#961d16",
  "#7a1611",
]

// Slate rather than black: long hours, less glare.
const dark: MantineColorsTuple = [
  "#d5d9e2",
  "#b6bcc9",
  "#9aa2b2",
  "#6c7586",
  "#464e5e",
  "#363d4b",
  "#262c38",
  "#1c212b",
  "#161a22",
  "#10131a",
]

export const theme = createTheme({
  primaryColor: "iris",
  primaryShade: { light: 7, dark: 6 },
  colors: { iris, red, dark },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  headings: {
    fontWeight: "620",
    sizes: { h1: { fontSize: "1.25rem" }, h2: { fontSize: "1.05rem" }, h3: { fontSize: "0.925rem" } },
  },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "xs" } },
    TextInput: { defaultProps: { size: "xs" } },
    PasswordInput: { defaultProps: { size: "sm" } },
    Textarea: { defaultProps: { size: "xs" } },
    NumberInput: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs", onClick: selectWhole } },
    MultiSelect: { defaultProps: { size: "xs" } },
    TagsInput: { defaultProps: { size: "xs" } },
    Switch: { defaultProps: { size: "xs" } },
    Checkbox: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Menu: { defaultProps: { shadow: "md", transitionProps: { duration: 80 } } },
    Modal: {
      defaultProps: { centered: true, transitionProps: { duration: 120 }, closeButtonProps: { "aria-label": "Close" } },
    },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, fz: "xs", transitionProps: { duration: 80 } } },
  },
})
