import { adminKeyUses } from '../../engine/kafka/admin/kafka-admin-client.ts'
import { networkKeyUses } from '../../engine/kafka/client/client-environment.ts'
import type { KeyUse } from '../../engine/kafka/config/modelled-keys.ts'
import { consumerKeyUses } from '../../engine/kafka/consumer/consumer-config.ts'
import { coordinatorKeyUses } from '../../engine/kafka/coordinator/coordinator-config.ts'
import { transactionKeyUses } from '../../engine/kafka/transaction/transaction-config.ts'
import { TOPIC_BROKER_SYNONYMS } from '../../engine/kafka/config/topic-synonyms.ts'
import { NODE_KEYS } from '../../engine/kafka/metadata/node-settings.ts'
import { TOPIC_KEYS } from '../../engine/kafka/metadata/topic-settings.ts'
import { producerKeyUses } from '../../engine/kafka/producer/producer-config.ts'
import { brokerReasons } from './kafka-broker-keys.ts'
import { adminReasons, consumerReasons, producerReasons } from './kafka-client-keys.ts'
import { topicReasons } from './kafka-topic-keys.ts'

/** Why each of some keys changes nothing in a simulated run. */
export interface NotModelled {
  readonly reason: string
  readonly keys: readonly string[]
}

/** The keys that simulated classes read, by what is configured. */
const uses: ReadonlyMap<string, readonly KeyUse[]> = new Map([
  ['producer', [...networkKeyUses, ...producerKeyUses]],
  ['consumer', [...networkKeyUses, ...consumerKeyUses]],
  ['admin', [...networkKeyUses, ...adminKeyUses]],
  ['topic', TOPIC_KEYS],
  ['broker', [...NODE_KEYS, ...coordinatorKeyUses, ...transactionKeyUses]],
])

const reasons: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['producer', byKey(producerReasons)],
  ['consumer', byKey(consumerReasons)],
  ['admin', byKey(adminReasons)],
  ['topic', byKey(topicReasons)],
  ['broker', byKey(brokerReasons)],
])

function byKey(groups: readonly NotModelled[]): ReadonlyMap<string, string> {
  return new Map(groups.flatMap(({ reason, keys }) => keys.map((key): [string, string] => [key, reason])))
}

/** A broker's default of a modelled topic key is read through that key. */
const brokerDefaults = new Set(TOPIC_KEYS.flatMap(({ key }) => TOPIC_BROKER_SYNONYMS[key] ?? []))

/** Whether a simulated class reads the key. @param of producer, consumer, admin, topic or broker */
export function isModelled(of: string, key: string): boolean {
  return (uses.get(of) ?? []).some((use) => use.key === key) || (of === 'broker' && brokerDefaults.has(key))
}

/** Why the key changes nothing in a run; undefined when it is not listed. */
export function notModelledReason(of: string, key: string): string | undefined {
  return reasons.get(of)?.get(key)
}
