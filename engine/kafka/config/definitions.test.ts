import { describe, expect, it } from 'vitest'
import { ADMIN_CONFIG } from './admin-config.ts'
import { BROKER_CONFIG } from './broker-config.ts'
import { CONSUMER_CONFIG } from './consumer-config.ts'
import { PRODUCER_CONFIG } from './producer-config.ts'
import { TOPIC_CONFIG } from './topic-config.ts'
import { TOPIC_BROKER_SYNONYMS } from './topic-synonyms.ts'

const definitions = [
  ['producer', PRODUCER_CONFIG],
  ['consumer', CONSUMER_CONFIG],
  ['admin client', ADMIN_CONFIG],
  ['broker', BROKER_CONFIG],
  ['topic', TOPIC_CONFIG],
] as const

describe('the definitions', () => {
  // ConfigDef's constructor of a key checks the default in the same way.
  it.each(definitions)('of the %s have defaults that their own validators accept', (_of, definition) => {
    const refused = [...definition.values()].filter(({ name, type, hasDefault, defaultValue, validator }) => {
      try {
        if (hasDefault) validator?.check(name, type, defaultValue)
        return false
      } catch {
        return true
      }
    })
    expect(refused.map(({ name }) => name)).toEqual([])
    expect(definition.size).toBeGreaterThan(30)
  })

  it('name for every topic setting only broker settings that exist', () => {
    const names = Object.entries(TOPIC_BROKER_SYNONYMS).flatMap(([topic, broker]) => [
      TOPIC_CONFIG.has(topic),
      ...broker.map((name) => BROKER_CONFIG.has(name)),
    ])
    expect(names).not.toContain(false)
  })

  // The documentation of Kafka 4.3 (and KIP-679, KIP-1030 for the changes of 3.0 and 4.0).
  it('have the defaults that surprise', () => {
    expect(PRODUCER_CONFIG.get('acks')?.defaultValue).toBe('all')
    expect(PRODUCER_CONFIG.get('linger.ms')?.defaultValue).toBe(5)
    expect(CONSUMER_CONFIG.get('auto.offset.reset')?.defaultValue).toBe('latest')
    expect(TOPIC_CONFIG.get('min.insync.replicas')?.defaultValue).toBe(1)
    expect(BROKER_CONFIG.get('log.flush.interval.messages')?.defaultText).toBe('9223372036854775807')
  })
})
