/** Settings of an image: uploaded here, or from an https address; and what it shows, in words. */
import { Button, FileButton, Group, Input, Select, Stack, TextInput } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Upload } from "lucide-react"
import { api } from "../../api/client"
import type { TenantImage } from "../../api/types"
import type { PageElement } from "../../flow/pages"
import { dataUrlOf } from "../../ui/files"
import { tellProblem } from "../../ui/Problem"
import { useChoices } from "../../ui/paged"
import type { PartProps } from "./ElementSettings"

const TYPES = "image/png,image/jpeg,image/gif,image/webp"

export function ImageSettings({ element, wrong, set }: PartProps<Extract<PageElement, { type: "image" }>>) {
  const { alt } = element
  const queries = useQueryClient()
  const images = useChoices<TenantImage>("/api/images").data ?? []
  const upload = useMutation({
    mutationFn: async (file: File) =>
      api.post<TenantImage>("/api/images", { name: file.name.slice(-200), content: await base64(file) }),
    onSuccess: async ({ id }) => {
      set({ type: "image", upload: id, alt }, "upload")
      await queries.invalidateQueries({ queryKey: ["/api/images"] })
    },
    onError: tellProblem,
  })
  return (
    <Stack gap="sm">
      <Input.Wrapper
        label="Picture"
        labelElement="div"
        description="PNG, JPEG, GIF or WebP of at most 2 MiB."
        error={wrong.upload}
      >
        <Group gap="xs" mt={4}>
          <FileButton accept={TYPES} onChange={(file) => file && upload.mutate(file)}>
            {(props) => (
              <Button
                variant="default"
                size="compact-sm"
                leftSection={<Upload size={13} />}
                loading={upload.isPending}
                {...props}
              >
                Upload a picture
              </Button>
            )}
          </FileButton>
          {images.length > 0 && (
            <Select
              size="xs"
              aria-label="Pictures uploaded before"
              placeholder="One uploaded before"
              searchable
              data={images.map(({ id, name }) => ({ value: id, label: name }))}
              value={element.upload ?? null}
              onChange={(id) => id && set({ type: "image", upload: id, alt }, "upload")}
            />
          )}
        </Group>
      </Input.Wrapper>
      <TextInput
        label="Or its address"
        description="Begins with https://. The customer's browser loads it from there."
        placeholder="https://"
        maxLength={2000}
        value={element.url ?? ""}
        error={wrong.url}
        onChange={(event) => set({ type: "image", url: event.currentTarget.value, alt }, "url")}
      />
      <TextInput
        label="What it shows"
        description="Read to people who do not see it, and shown while it loads."
        maxLength={500}
        value={alt}
        error={wrong.alt}
        onChange={(event) => set({ ...element, alt: event.currentTarget.value }, "alt")}
      />
    </Stack>
  )
}

async function base64(file: File): Promise<string> {
  return (await dataUrlOf(file)).replace(/^[^,]*,/, "")
}
