import { describe, expect, it } from 'vitest'
import { configDefinitions } from '../replay/kafka/functions/tables.ts'
import { isModelled, notModelledReason } from './kafka-keys.ts'

const kinds = [...configDefinitions]

describe('the keys of Kafka', () => {
  it.each(kinds)('are either read by a simulated class or listed with a reason: %s', (of, definition) => {
    const unknown = [...definition.keys()].filter((key) => !isModelled(of, key) && notModelledReason(of, key) === undefined)
    expect(unknown).toEqual([])
  })

  it.each(kinds)('are not listed as not modelled when a class reads them: %s', (of, definition) => {
    const both = [...definition.keys()].filter((key) => isModelled(of, key) && notModelledReason(of, key) !== undefined)
    expect(both).toEqual([])
  })

  it('tell nothing of a key that Kafka does not have', () => {
    expect(isModelled('producer', 'no.such.key')).toBe(false)
    expect(notModelledReason('producer', 'no.such.key')).toBeUndefined()
  })
})
