import type { AlterClientQuotasRequestEntryData } from '../../kafka/protocol/alter-client-quotas.ts'
import { OptionError, OptionReader } from '../check-options.ts'

/** Keys of quotas, as kafka-configs.sh takes them. */
const quotaKeys = ['producer_byte_rate', 'consumer_byte_rate', 'request_percentage'] as const

/**
 * Reads what `cluster.quota` was given: quotas of one client id, or of all that have none of their own; null removes one.
 * @throws OptionError for a value that Kafka would refuse
 */
export function readClientQuota(options: unknown): AlterClientQuotasRequestEntryData {
  const reader = new OptionReader('quota', options, ['clientId', ...quotaKeys])
  const entityName = reader.has('clientId') ? reader.text('clientId') : null
  if (entityName === '') throw new OptionError('InvalidRequestException: Empty client-id not supported', 'clientId')
  const ops = quotaKeys.filter((key) => reader.has(key)).map((key) => {
    if (reader.raw(key) === null) return { key, value: 0, remove: true }
    const value = reader.number(key, 0)
    if (value <= 0) throw new OptionError(`InvalidRequestException: Quota ${key} must be greater than 0`, key)
    if (key !== 'request_percentage' && !Number.isInteger(value)) throw new OptionError(`InvalidRequestException: ${key} cannot be a fractional value.`, key)
    return { key, value, remove: false }
  })
  if (ops.length === 0) throw new OptionError('quota sets nothing.', undefined, `Give one of ${quotaKeys.join(', ')}.`)
  return { entity: [{ entityType: 'client-id', entityName }], ops }
}

/** What a change of quotas does, for the marker of an edit. */
export function quotaText({ entity, ops }: AlterClientQuotasRequestEntryData): string {
  const who = entity[0]?.entityName ?? 'every client'
  return `quota of ${who}: ${ops.map(({ key, remove, value }) => `${key} ${remove ? 'removed' : String(value)}`).join(', ')}`
}
