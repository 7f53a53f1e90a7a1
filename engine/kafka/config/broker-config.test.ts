import { describe, expect, it } from 'vitest'
import { parseBrokerConfig } from './broker-config.ts'
import type { RawValue } from './config-value.ts'
import { plainEnvironment } from './parse-config.ts'
import type { ConfigLogEntry } from './parsed-config.ts'
import { effectiveTopicConfig, parseTopicConfig } from './topic-config.ts'

const node = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.quorum.voters': '1@h:9093',
  listeners: 'PLAINTEXT://h:9092,CONTROLLER://h:9093',
  'controller.listener.names': 'CONTROLLER',
}
const securityMap = { 'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT' }

const silent = plainEnvironment(() => undefined)
const parse = (changes: Readonly<Record<string, RawValue>> = {}, environment = silent) =>
  parseBrokerConfig(new Map(Object.entries({ ...node, ...changes })), environment)

describe('a node', () => {
  it('starts with both roles, and needs no security map for its controller listener (KIP-631)', () => {
    expect(parse().list('process.roles')).toEqual(['broker', 'controller'])
  })

  it.each([
    [{ 'node.id': '2' }, 'the node id 2 must be included in the set of voters controller.quorum.voters=Set(1)'],
    [{ 'process.roles': 'broker' }, 'the node id 1 must not be included in the set of voters'],
    [{ ...securityMap, 'controller.listener.names': 'NOPE' }, 'must contain at least one value appearing in the'],
    [{ 'replica.lag.time.max.ms': '100' }, 'replica.fetch.wait.max.ms should always be less than or equal to'],
    [{ 'log.retention.hours': '0' }, 'log.retention.ms must be unlimited (-1) or, greater than or equal to 1'],
    [{ 'advertised.listeners': 'PLAINTEXT://0.0.0.0:9' }, 'cannot use the nonroutable meta-address 0.0.0.0'],
  ])('does not start with %o', (changes, why) => {
    expect(() => parse(changes)).toThrow(
      expect.objectContaining({
        className: 'java.lang.IllegalArgumentException',
        message: expect.stringMatching(/^requirement failed: /) as string,
      }),
    )
    expect(() => parse(changes)).toThrow(why)
  })

  // KIP-797.
  it('listens twice on one port only with IPv4 and IPv6', () => {
    const listeners = (first: string, second: string) => ({ listeners: `PLAINTEXT://${first}:9,CONTROLLER://${second}:9` })
    expect(() => parse(listeners('127.0.0.1', '127.0.0.2'))).toThrow('one needs to be IPv4 and the other IPv6')
    expect(() => parse(listeners('a', 'b'))).toThrow('Each listener must have a different port')
    expect(() => parse(listeners('127.0.0.1', '[::1]'))).not.toThrow()
  })

  it('says with an error, but starts, when heartbeats are too rare for the session', () => {
    const log: ConfigLogEntry[] = []
    parse({ 'broker.heartbeat.interval.ms': '5000' }, plainEnvironment((entry) => log.push(entry)))
    expect(log.map(({ level }) => level)).toEqual(['ERROR'])
  })
})

describe('a topic', () => {
  const topic = (given: Readonly<Record<string, string>>) => parseTopicConfig(new Map(Object.entries(given)), silent)

  it('refuses a key that it does not know, unlike clients', () => {
    expect(() => topic({ 'no.such.key': '1' })).toThrow('Unknown topic config name: no.such.key')
  })

  it('cannot wait longer with compaction than it must', () => {
    expect(() => topic({ 'min.compaction.lag.ms': '2', 'max.compaction.lag.ms': '1' })).toThrow('conflict topic config')
  })

  it('takes from the broker what it does not set itself: ms before minutes before hours', () => {
    const retention = (broker: Readonly<Record<string, string>>, own: Readonly<Record<string, string>> = {}) =>
      effectiveTopicConfig(topic(own), parse(broker)).number('retention.ms')
    expect(retention({})).toBe(7 * 24 * 3_600_000)
    expect(retention({ 'log.retention.minutes': '2' })).toBe(120_000)
    expect(retention({ 'log.retention.minutes': '2', 'log.retention.ms': '5' })).toBe(5)
    expect(retention({ 'log.retention.ms': '5' }, { 'retention.ms': '9' })).toBe(9)
  })
})
