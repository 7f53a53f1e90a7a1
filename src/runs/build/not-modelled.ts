import { brokerReasons } from '../../../conformance/not-modelled/kafka-broker-keys.ts'
import { adminReasons, consumerReasons, producerReasons } from '../../../conformance/not-modelled/kafka-client-keys.ts'
import { topicReasons } from '../../../conformance/not-modelled/kafka-topic-keys.ts'
import { simulatedClasses } from '../../../engine/flume/agent/simulated-classes.ts'
import { COMPONENT_TYPES } from '../../../engine/flume/conf/registry.ts'

/** Flume's own classes that load and cannot be run here, by kind and by their simple names. */
export function flumeTypesNotModelled(): readonly { readonly kind: string; readonly types: readonly string[] }[] {
  const simulated = simulatedClasses()
  return (['source', 'channel', 'sink'] as const).map((kind) => ({
    kind,
    types: COMPONENT_TYPES.filter((type) => type.kind === kind && !simulated.has(type.className)).map(
      ({ className }) => className.split('.').at(-1) ?? className,
    ),
  }))
}

/** Why keys of Kafka's configuration change nothing in a run, each reason with how many keys it stands for; the weightiest first. */
export function kafkaNotModelled(): readonly { readonly reason: string; readonly keys: readonly string[] }[] {
  const byReason = new Map<string, Set<string>>()
  for (const { reason, keys } of [...producerReasons, ...consumerReasons, ...adminReasons, ...topicReasons, ...brokerReasons]) {
    const known = byReason.get(reason) ?? new Set()
    for (const key of keys) known.add(key)
    byReason.set(reason, known)
  }
  return [...byReason]
    .map(([reason, keys]) => ({ reason, keys: [...keys] }))
    .toSorted((left, right) => right.keys.length - left.keys.length)
}
