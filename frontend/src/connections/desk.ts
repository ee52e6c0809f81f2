/**
 * Whoever may connect an account: what a page can ask of the server for it.
 *
 * For: the forms of this folder, which know no address. Members have `memberDesk`; a wizard without a member's session brings
 * a desk of its own that speaks to its own routes.
 */
import { api } from "../api/client"
import type { Connection, Service } from "../api/types"

/** What of a service the person who connects may know. */
export type ConnectableService = Pick<Service, "key" | "name" | "scheme" | "fieldsAsked"> & { instructions: string }

export type Values = Record<string, string>

export interface ConnectionDesk {
  create: (service: string, name: string, values: Values, untested: boolean) => Promise<Connection>
  change: (id: string, values: Values, untested: boolean) => Promise<Connection>
  read: (id: string) => Promise<Connection>
  /** Where the service asks the person to agree. */
  authorize: (id: string) => Promise<string>
}

/** `customer` null: the tenant's own connections, for tests of drafts. */
export function memberDesk(customer: string | null): ConnectionDesk {
  return {
    create: (service, name, values, untested) =>
      api.post<Connection>("/api/connections", { customer, service, name, values, untested }),
    change: (id, values, untested) => api.patch<Connection>(`/api/connections/${id}`, { values, untested }),
    read: (id) => api.get<Connection>(`/api/connections/${id}`),
    authorize: async (id) => (await api.post<{ url: string }>(`/api/connections/${id}/authorize`)).url,
  }
}

export const asConnectable = (service: Service): ConnectableService => ({
  ...service,
  instructions: typeof service.settings.instructions === "string" ? service.settings.instructions : "",
})
