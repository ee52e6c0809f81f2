/** A small picture kept with the settings themselves, as it stands on every page of every wizard. */
import { Button, FileButton, Group, Input } from "@mantine/core"
import { Upload, X } from "lucide-react"
import { useState } from "react"
import { useRefusal } from "../ui/ApiForm"
import { dataUrlOf } from "../ui/files"

const LARGEST = 64 * 1024 // bytes

interface Props {
  logo: string
  disabled: boolean
  set: (logo: string) => void
}

export function LogoField({ logo, disabled, set }: Props) {
  const [problem, setProblem] = useState("")
  const refused = useRefusal("logo", logo)
  const take = async (file: File | null) => {
    if (!file) return
    const fits = file.size <= LARGEST
    setProblem(fits ? "" : "This picture is over 64 KiB. Make it smaller first.")
    if (fits) set(await dataUrlOf(file))
  }
  return (
    <Input.Wrapper
      label="Logo"
      labelElement="div"
      description="PNG, JPEG, WebP or SVG of at most 64 KiB."
      error={problem || refused}
      errorProps={{ role: "alert" }}
      data-refused={refused ? true : undefined}
    >
      <Group gap="xs" mt={4}>
        {logo && <img src={logo} alt="The logo now" height={28} />}
        {!disabled && (
          <FileButton accept="image/png,image/jpeg,image/webp,image/svg+xml" onChange={(file) => void take(file)}>
            {(props) => (
              <Button variant="default" size="compact-sm" leftSection={<Upload size={13} />} {...props}>
                Choose a logo
              </Button>
            )}
          </FileButton>
        )}
        {logo && !disabled && (
          <Button variant="subtle" color="gray" size="compact-sm" leftSection={<X size={13} />} onClick={() => set("")}>
            Remove the logo
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  )
}
