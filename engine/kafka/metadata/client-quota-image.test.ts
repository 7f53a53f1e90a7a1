import { describe, expect, it } from 'vitest'
import { ClientQuotaImage } from './client-quota-image.ts'

const key = 'producer_byte_rate'
const entityOf = (parts: Readonly<Record<string, string | null>>): { entityType: string; entityName: string | null }[] => Object.entries(parts).map(([entityType, entityName]) => ({ entityType, entityName }))

function image(...quotas: readonly (readonly [Readonly<Record<string, string | null>>, number])[]): ClientQuotaImage {
  const result = new ClientQuotaImage()
  for (const [parts, value] of quotas) result.apply({ type: 'ClientQuotaRecord', entity: entityOf(parts), key, value, remove: false })
  return result
}

describe('ClientQuotaImage', () => {
  // The order of precedence is that of KIP-55.
  it('takes the most specific of the quotas that match', () => {
    const levels = [
      { user: 'ANONYMOUS', 'client-id': 'p' }, { user: 'ANONYMOUS', 'client-id': null }, { user: 'ANONYMOUS' },
      { user: null, 'client-id': 'p' }, { user: null, 'client-id': null }, { user: null }, { 'client-id': 'p' }, { 'client-id': null },
    ]
    for (let first = 0; first < levels.length; first++) {
      const quotas = levels.slice(first).map((level, index): [Readonly<Record<string, string | null>>, number] => [level, first + index])
      expect(image(...quotas).quotaFor('p', key)?.limit).toBe(first)
    }
  })

  it('measures each client id by itself, and all clients of a user together', () => {
    const ofIds = image([{ 'client-id': null }, 5])
    expect(ofIds.quotaFor('a', key)?.sensor).not.toBe(ofIds.quotaFor('b', key)?.sensor)
    const ofUser = image([{ user: 'ANONYMOUS' }, 5])
    expect(ofUser.quotaFor('a', key)?.sensor).toBe(ofUser.quotaFor('b', key)?.sensor)
  })

  it('has none for other keys and others\' ids, and forgets a removed one', () => {
    const one = image([{ 'client-id': 'p' }, 5])
    expect(one.quotaFor('p', 'consumer_byte_rate')).toBeUndefined()
    expect(one.quotaFor('q', key)).toBeUndefined()
    one.apply({ type: 'ClientQuotaRecord', entity: entityOf({ 'client-id': 'p' }), key, value: 0, remove: true })
    expect(one.isEmpty).toBe(true)
  })
})
