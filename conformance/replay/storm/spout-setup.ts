import { firstPollOffsetStrategies, kafkaSpoutDefaults, processingGuarantees, type KafkaSpoutConfig, type RetryBackoff, type TimeInterval } from '../../../engine/storm/spout/kafka-spout-config.ts'
import type { SpoutOffset } from '../../../engine/storm/spout/spout-consumer.ts'
import { isObject, numberOf, plainText, property, textOf, type Json } from '../../json.ts'
import { NotReplayable } from '../replayer.ts'

/** The topology that a replayed spout is of. */
export const topologyId = 'topology-1'

/** `setup.spout` over the defaults. @throws NotReplayable for a setting that is not known */
export function spoutConfigOf(spout: Json | undefined): KafkaSpoutConfig {
  let config = kafkaSpoutDefaults
  for (const [name, value] of Object.entries(isObject(spout) ? spout : {})) {
    if (name === 'retryService') config = { ...config, retry: retryOf(value ?? null) }
    else if (name === 'processingGuarantee') config = { ...config, processingGuarantee: oneOf(processingGuarantees, value) }
    else if (name === 'firstPollOffsetStrategy') config = { ...config, firstPollOffsetStrategy: oneOf(firstPollOffsetStrategies, value) }
    else if (name in kafkaSpoutDefaults) config = { ...config, [name]: value }
    else throw new NotReplayable(`the setting '${name}' of a spout is not known`)
  }
  return config
}

/** `setup.topic.offsets`: `0..5`, or several such ranges. */
export function offsetsOf(topic: Json | undefined): readonly number[] {
  return [...plainText(property(topic, 'offsets')).matchAll(/(\d+)(?:\.\.(\d+))?/g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index))
}

/** `setup.committed`; metadata that is not empty and names no other topology is this topology's own. */
export function committedOf(committed: Json | undefined, topic: string): SpoutOffset | undefined {
  const offset = numberOf(committed, 'offset')
  if (offset === undefined) return undefined
  const metadata = plainText(property(committed, 'metadata'))
  const isOwn = metadata !== '' && !/foreign|other/i.test(metadata)
  return { topic, partition: 0, offset, metadata: isOwn ? `{"topologyId":"${topologyId}"}` : metadata }
}

function oneOf<Name extends string>(names: readonly Name[], value: Json | undefined): Name {
  const found = names.find((name) => name === value)
  if (found === undefined) throw new NotReplayable(`'${plainText(value)}' is not modelled`)
  return found
}

function retryOf(retry: Json): RetryBackoff {
  const type = textOf(retry, 'type')
  if (type !== 'exponentialBackoff') throw new NotReplayable(`the retry service '${type}' is not known`)
  return {
    initialDelay: intervalOf(retry, 'initialDelay'), delayPeriod: intervalOf(retry, 'delayPeriod'),
    maxRetries: numberOf(retry, 'maxRetries') ?? kafkaSpoutDefaults.retry.maxRetries, maxDelay: intervalOf(retry, 'maxDelay'),
  }
}

function intervalOf(retry: Json, name: 'initialDelay' | 'delayPeriod' | 'maxDelay'): TimeInterval {
  const units = [['Seconds', 'SECONDS'], ['Millis', 'MILLISECONDS'], ['Ms', 'MILLISECONDS'], ['Micros', 'MICROSECONDS']] as const
  for (const [suffix, timeUnit] of units) {
    const length = numberOf(retry, `${name}${suffix}`)
    if (length !== undefined) return { length, timeUnit }
  }
  return kafkaSpoutDefaults.retry[name]
}
