import type { ClientQuotaRecord } from './metadata-record.ts'

/** Principal of every client here: there is no authentication. */
const user = 'ANONYMOUS'

/** A quota that holds for a client, and who shares it. */
export interface ClientQuota {
  readonly limit: number
  /** Clients with the same key share the quota's measurements on a broker. */
  readonly sensor: string
}

/** Where a quota may be set for a client, the most specific first (DefaultQuotaCallback.quotaLimit); null is the default of a type. */
const levels: readonly { readonly user?: string | null; readonly client?: 'own' | null }[] = [
  { user, client: 'own' }, { user, client: null }, { user },
  { user: null, client: 'own' }, { user: null, client: null }, { user: null },
  { client: 'own' }, { client: null },
]

/** The quotas of users and client ids that metadata holds (ClientQuotasImage). */
export class ClientQuotaImage {
  readonly #quotas = new Map<string, Map<string, number>>()

  get isEmpty(): boolean {
    return this.#quotas.size === 0
  }

  /** Applies one record. */
  apply({ entity, key, remove, value }: ClientQuotaRecord): void {
    const nameOf = (type: string): string | null | undefined => entity.find(({ entityType }) => entityType === type)?.entityName
    const name = entityKey(nameOf('user'), nameOf('client-id'))
    const quotas = this.#quotas.get(name) ?? new Map<string, number>()
    if (remove) quotas.delete(key)
    else quotas.set(key, value)
    if (quotas.size === 0) this.#quotas.delete(name)
    else this.#quotas.set(name, quotas)
  }

  /** Forgets everything. */
  clear(): void {
    this.#quotas.clear()
  }

  /** The quota of a kind (`producer_byte_rate`, …) that holds for a client; undefined for none. */
  quotaFor(clientId: string, key: string): ClientQuota | undefined {
    if (this.#quotas.size === 0) return undefined
    for (const level of levels) {
      const clientName = level.client === 'own' ? clientId : level.client
      const limit = this.#quotas.get(entityKey(level.user, clientName))?.get(key)
      if (limit === undefined) continue
      const sensor = entityKey(level.user === undefined ? undefined : user, level.client === undefined ? undefined : clientId)
      return { limit, sensor }
    }
    return undefined
  }
}

function entityKey(userName: string | null | undefined, clientName: string | null | undefined): string {
  return JSON.stringify([userName === undefined ? [] : [userName], clientName === undefined ? [] : [clientName]])
}
