import type { ClientQuotaRecord } from '../metadata/metadata-record.ts'
import type { AlterClientQuotasRequest, AlterClientQuotasRequestEntryData, ClientQuotaOpData } from '../protocol/alter-client-quotas.ts'
import { errorCode } from '../protocol/errors.ts'
import type { QuorumController, RespondTo } from './quorum-controller.ts'

/** Keys of quotas of users and client ids (QuotaConfig.userAndClientQuotaConfigs); the rates in bytes are whole numbers. */
const wholeKeys: ReadonlyMap<string, boolean> = new Map([
  ['producer_byte_rate', true], ['consumer_byte_rate', true], ['request_percentage', false], ['controller_mutation_rate', false],
])

/** AlterClientQuotas (ClientQuotaControlManager): each entity's changes are taken or refused together. */
export function handleAlterClientQuotas(controller: QuorumController, request: AlterClientQuotasRequest, respond: RespondTo): void {
  const records: ClientQuotaRecord[] = []
  const entries = request.entries.map((entry) => {
    const { entity, ops } = entry
    const errorMessage = problemOf(entry)
    if (errorMessage === undefined) records.push(...ops.map(({ key, value, remove }): ClientQuotaRecord => ({ type: 'ClientQuotaRecord', entity, key, value, remove })))
    return { errorCode: errorCode(errorMessage === undefined ? 'NONE' : 'INVALID_REQUEST'), errorMessage: errorMessage ?? null, entity }
  })
  const answer = (): void => { respond({ throttleTimeMs: 0, entries }) }
  if (request.validateOnly) answer()
  else controller.write(records, answer, () => { respond(undefined) })
}

function problemOf({ entity, ops }: AlterClientQuotasRequestEntryData): string | undefined {
  if (entity.length === 0) return 'Invalid empty client quota entity'
  for (const { entityType, entityName } of entity) {
    if (entityType !== 'user' && entityType !== 'client-id') return `Unhandled client quota entity type: ${entityType}`
    if (entityName === '') return `Empty ${entityType} not supported`
  }
  for (const op of ops) {
    const problem = problemOfValue(op)
    if (problem !== undefined) return problem
  }
  return undefined
}

function problemOfValue({ key, value, remove }: ClientQuotaOpData): string | undefined {
  const isWhole = wholeKeys.get(key)
  if (isWhole === undefined) return `Invalid configuration key ${key}`
  if (remove) return undefined
  if (!(value > 0)) return `Quota ${key} must be greater than 0`
  return isWhole && !Number.isInteger(value) ? `${key} cannot be a fractional value.` : undefined
}
