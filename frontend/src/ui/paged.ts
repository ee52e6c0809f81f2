/** Lists that the server gives a page at a time, `{results, next}`. */
import { type QueryKey, useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { api } from "../api/client"
import { line } from "../api/live"
import type { Page } from "../api/types"
import { useKeepUp } from "../api/useLive"

export interface Paged<T> {
  /** Undefined while the first page is on its way. */
  items: T[] | undefined
  failure: unknown
  reload: () => void
  /** Absent when there is no more. */
  more?: () => void
  loadingMore: boolean
  /** A search ended at this moment, among the newest. */
  lookedBackTo?: string | null
  /** The server tells when it changes. */
  live?: boolean
}

type Query = Record<string, string | number | boolean | null | undefined>

/** How often lists of what happens now are asked again while nobody tells, in ms. Only while the page is visible. */
export const LIVE = 2500

interface Freshness {
  refetchEvery?: number
  /** The topic that tells of changes. While it is live the list is not asked for again and again. */
  topic?: string
  /** How long to rest between two looks, however much is told. */
  rest?: number
}

export function usePaged<T>(path: string, query: Query = {}, { refetchEvery, topic, rest }: Freshness = {}): Paged<T> {
  const list = useInfiniteQuery({
    queryKey: [path, query, "pages"] as QueryKey,
    queryFn: ({ pageParam, signal }) => api.get<Page<T>>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // What is cached shows at once, and is asked for again: other pages change what lists hold.
    staleTime: 0,
    // Asked of the line itself, as the hook that knows comes after.
    ...(refetchEvery && { refetchInterval: () => (topic && line.isLive(topic) ? false : refetchEvery) }),
  })
  const look = async () => {
    const underWay = list.isFetching
    await list.refetch({ cancelRefetch: false })
    // What was on its way already may have been read before the change.
    if (underWay) await list.refetch({ cancelRefetch: false })
  }
  const live = useKeepUp(topic ?? null, look, rest)
  return {
    items: list.data?.pages.flatMap((page) => page.results),
    failure: list.error,
    reload: () => void list.refetch(),
    ...(list.hasNextPage && { more: () => void list.fetchNextPage() }),
    loadingMore: list.isFetchingNextPage,
    lookedBackTo: list.data?.pages[0]?.lookedBackTo ?? null,
    live,
  }
}

/** The first 200 of a list, for choosing one of them. */
export function useChoices<T>(path: string, query: Query = {}) {
  return useQuery({
    queryKey: [path, query, "choices"] as QueryKey,
    queryFn: async () => (await api.get<Page<T>>(path, { ...query, limit: 200 })).results,
    staleTime: 0,
  })
}
