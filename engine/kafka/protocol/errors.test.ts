import { describe, expect, it } from 'vitest'
import { ERROR_NAMES, errorByCode, errorByName, errorCode } from './errors.ts'

describe('protocol errors', () => {
  it('finds by its code every error that it finds by its name', () => {
    for (const name of ERROR_NAMES) expect(errorByCode(errorCode(name)).name).toBe(name)
  })

  // The table "Error codes" of Kafka's protocol guide.
  it.each([
    ['NOT_LEADER_OR_FOLLOWER', 6, true],
    ['MESSAGE_TOO_LARGE', 10, false],
    ['NOT_ENOUGH_REPLICAS', 19, true],
    ['REBALANCE_IN_PROGRESS', 27, false],
    ['OUT_OF_ORDER_SEQUENCE_NUMBER', 45, false],
    ['FENCED_LEADER_EPOCH', 74, true],
  ] as const)('gives %s the code %i, retriable: %s', (name, code, retriable) => {
    expect(errorByName(name)).toMatchObject({ code, retriable })
  })

  it('takes a code from the future for an unknown server error', () => {
    expect(errorByCode(9999).name).toBe('UNKNOWN_SERVER_ERROR')
  })

  it('makes every error retriable that calls for new metadata', () => {
    const errors = ERROR_NAMES.map(errorByName)
    expect(errors.filter(({ invalidMetadata, retriable }) => invalidMetadata && !retriable)).toEqual([])
    expect(errors.filter(({ invalidMetadata }) => invalidMetadata).length).toBeGreaterThan(5)
  })
})
