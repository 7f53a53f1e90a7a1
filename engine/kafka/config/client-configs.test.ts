import { describe, expect, it } from 'vitest'
import { KafkaException } from '../protocol/kafka-exception.ts'
import { constructAdminConfig } from './admin-config.ts'
import type { RawValue } from './config-value.ts'
import { constructConsumerConfig, parseConsumerConfig } from './consumer-config.ts'
import { plainEnvironment } from './parse-config.ts'
import type { ConfigLogEntry, ParsedConfig } from './parsed-config.ts'
import { constructProducerConfig, parseProducerConfig } from './producer-config.ts'

type Given = Readonly<Record<string, RawValue>>
type Read = (properties: ReadonlyMap<string, RawValue>, environment: ReturnType<typeof plainEnvironment>) => ParsedConfig

const strings = 'org.apache.kafka.common.serialization.String'
const servers = { 'bootstrap.servers': 'broker:9092' }
const ofProducer = { ...servers, 'key.serializer': `${strings}Serializer`, 'value.serializer': `${strings}Serializer` }
const ofConsumer = {
  ...servers,
  'key.deserializer': `${strings}Deserializer`,
  'value.deserializer': `${strings}Deserializer`,
}

function read(by: Read, given: Given) {
  const log: ConfigLogEntry[] = []
  const environment = plainEnvironment((entry) => log.push(entry))
  return { config: by(new Map(Object.entries(given)), environment), log: log.map(({ message }) => message) }
}

/** Messages of the exception and of its causes. */
function refusal(by: Read, given: Given): readonly string[] {
  try {
    read(by, given)
  } catch (error) {
    const messages: string[] = []
    for (let each: unknown = error; each instanceof KafkaException; each = each.cause) messages.push(each.message)
    return messages
  }
  return []
}

describe('a producer', () => {
  it('is idempotent with acks=all by default (KIP-679)', () => {
    const { config, log } = read(parseProducerConfig, ofProducer)
    expect([config.flag('enable.idempotence'), config.text('acks'), log]).toEqual([true, '-1', []])
  })

  it('silently loses idempotence with acks=1, and refuses it where idempotence was asked for', () => {
    const { config, log } = read(parseProducerConfig, { ...ofProducer, acks: '1' })
    expect(config.flag('enable.idempotence')).toBe(false)
    expect(log).toEqual(["Idempotence will be disabled because acks is set to 1, not set to 'all'."])
    expect(refusal(parseProducerConfig, { ...ofProducer, acks: '1', 'enable.idempotence': 'true' })[0]).toContain(
      'Must set acks to all in order to use the idempotent producer.',
    )
  })

  it('allows five requests in flight, and more only without idempotence', () => {
    const given = { ...ofProducer, 'max.in.flight.requests.per.connection': '6' }
    expect(refusal(parseProducerConfig, given)[0]).toContain('must be set to at most 5. Current value is 6.')
    expect(refusal(parseProducerConfig, { ...given, 'enable.idempotence': 'false' })).toEqual([])
  })

  it('needs idempotence for transactions', () => {
    expect(refusal(parseProducerConfig, { ...ofProducer, 'transactional.id': 't', retries: '0' })).toEqual([
      'Cannot set a transactional.id without also enabling idempotence.',
    ])
  })

  it('raises a default delivery timeout that is too short, and refuses a given one', () => {
    const raised = read(constructProducerConfig, { ...ofProducer, 'linger.ms': '100000', 'request.timeout.ms': '50000' })
    expect(raised.config.number('delivery.timeout.ms')).toBe(150_000)
    expect(raised.log[0]).toContain('Setting it to 150000.')
    expect(refusal(constructProducerConfig, { ...ofProducer, 'delivery.timeout.ms': '1000' })).toEqual([
      'Failed to construct kafka producer',
      'delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms',
    ])
  })

  it.each([
    ['nohost', 'Invalid url in bootstrap.servers: nohost'],
    ['h:99999', 'Invalid port in bootstrap.servers: h:99999'],
    ['h.invalid:1', 'No resolvable bootstrap urls given in bootstrap.servers'],
  ])('cannot start from %s', (bootstrap, why) => {
    expect(refusal(constructProducerConfig, { ...ofProducer, 'bootstrap.servers': bootstrap })[1]).toBe(why)
  })
})

describe('a consumer', () => {
  it('does not commit by itself without a group, and may not be told to', () => {
    expect(read(parseConsumerConfig, ofConsumer).config.flag('enable.auto.commit')).toBe(false)
    expect(refusal(parseConsumerConfig, { ...ofConsumer, 'enable.auto.commit': 'true' })).toEqual([
      'enable.auto.commit cannot be set to true when default group id (null) is used.',
    ])
  })

  it('refuses classic settings with the consumer protocol (KIP-848)', () => {
    const given = { ...ofConsumer, 'group.id': 'g', 'group.protocol': 'consumer', 'session.timeout.ms': '1' }
    expect(refusal(parseConsumerConfig, given)).toEqual([
      'session.timeout.ms cannot be set when group.protocol=CONSUMER',
    ])
  })

  it('must send heartbeats more often than its session times out', () => {
    const given = { ...ofConsumer, 'group.id': 'g', 'session.timeout.ms': '3000' }
    expect(refusal(constructConsumerConfig, given)[1]).toBe('Heartbeat must be set lower than the session timeout')
  })

  it('refuses a group instance id that is no topic name', () => {
    expect(refusal(parseConsumerConfig, { ...ofConsumer, 'group.instance.id': 'a b' })[0]).toContain(
      'contains one or more characters other than ASCII alphanumerics',
    )
  })
})

describe('an admin client', () => {
  it('wants brokers or controllers, not both', () => {
    expect(refusal(constructAdminConfig, {})[1]).toBe('You must set either bootstrap.servers or bootstrap.controllers')
    expect(refusal(constructAdminConfig, { ...servers, 'bootstrap.controllers': 'c:9093' })[1]).toBe(
      'You cannot set both bootstrap.servers and bootstrap.controllers',
    )
  })

  it('raises its API timeout to a longer request timeout', () => {
    const { config, log } = read(constructAdminConfig, { ...servers, 'request.timeout.ms': '70000' })
    expect(config.number('default.api.timeout.ms')).toBe(70_000)
    expect(log).toHaveLength(1)
  })
})
