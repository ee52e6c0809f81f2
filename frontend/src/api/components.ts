/** What can be dragged onto a canvas: asked for once, since it only changes with the server. */
import { api } from "./client"
import type { Component } from "./types"

export const componentsQuery = {
  queryKey: ["components"],
  queryFn: () => api.get<Component[]>("/api/components"),
  staleTime: 10 * 60_000,
}
