import { Skeleton, Stack } from "@mantine/core"

/** Stands in for a page while it loads, or for a part of one that may turn out to be a line; never a spinner over content. */
export function PageSkeleton({ part = false }: { part?: boolean }) {
  if (part) return <Skeleton h={14} w="45%" mx="lg" my="sm" role="status" aria-busy="true" aria-label="Loading" />
  return (
    <Stack p="lg" gap="md" role="status" aria-busy="true" aria-label="Loading">
      <Skeleton h={22} w={220} />
      <Skeleton h={120} />
      <Skeleton h={14} w="60%" />
      <Skeleton h={14} w="45%" />
    </Stack>
  )
}
