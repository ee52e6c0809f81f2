/** The gallery: integrations that run as they are, to begin with instead of an empty canvas. */
import { Box, TextInput } from "@mantine/core"
import { Search } from "lucide-react"
import { useState } from "react"
import { PageHeader } from "../ui/PageHeader"
import { TemplateGrid } from "./TemplateGrid"

export function TemplatesPage() {
  const [search, setSearch] = useState("")
  return (
    <>
      <PageHeader
        title="Templates"
        text="Each becomes an integration of your own that runs as it is. Try it on the test bench, then change what is yours."
        actions={
          <TextInput
            aria-label="Search templates"
            placeholder="Search templates"
            leftSection={<Search size={15} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        }
      />
      <Box px="lg" pb="lg">
        <TemplateGrid search={search} />
      </Box>
    </>
  )
}
