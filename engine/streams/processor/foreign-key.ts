import type { KeyValueMapper, ValueJoiner } from '../dsl/operations.ts'
import { int32Bytes, type ByteString } from '../serde/byte-string.ts'
import { murmur3 } from '../serde/murmur3.ts'
import type { Serde } from '../serde/serde.ts'
import { Instruction, Subscription, SubscriptionResponse } from '../serde/subscription.ts'
import { SubscriptionStore } from '../state/subscription-store.ts'
import { StreamsException } from '../streams-exception.ts'
import type { ProcessorContext, ProcessorSupplier, StreamRecord } from './processor.ts'
import type { ValueGetter } from './value-getter.ts'

/** Tells the other table of the row that a row names (SubscriptionSendProcessorSupplier). */
export function subscriptionSendProcessor(options: { readonly foreignKey: KeyValueMapper; readonly foreignKeySerde: Serde; readonly valueSerde: Serde; readonly isLeft: boolean }): ProcessorSupplier {
  return (context) => (record) => {
    const keyOf = (value: unknown): unknown => (value === null ? null : options.foreignKey(record.key, value))
    const before = keyOf(record.oldValue)
    const after = keyOf(record.value)
    const hash = record.value === null ? null : murmur3(options.valueSerde.serialize(record.value))
    const send = (foreignKey: unknown, instruction: Instruction): void => {
      const value = new Subscription({ hash, instruction, primaryKey: record.key, primaryPartition: context.recordContext.partition })
      context.forward({ key: foreignKey, value, oldValue: null, timestamp: record.timestamp })
    }
    const isMoved = before !== null && (after === null || options.foreignKeySerde.serialize(before) !== options.foreignKeySerde.serialize(after))
    if (options.isLeft) {
      if (isMoved) send(before, Instruction.deleteKey)
      if (record.value !== null || record.oldValue !== null) send(after, Instruction.propagateNull)
    } else if (before === null) {
      if (after !== null) send(after, Instruction.propagateOnlyIfAvailable)
      else if (record.value !== null) context.drop()
    } else if (after === null) {
      send(before, Instruction.deleteKeyAndPropagate)
      if (record.value !== null) context.drop()
    } else {
      if (isMoved) send(before, Instruction.deleteKey)
      send(after, Instruction.propagateNull)
    }
  }
}

/** Keeps subscriptions, and answers each at once (SubscriptionReceiveProcessorSupplier, SubscriptionJoinProcessorSupplier). */
export function subscriptionReceiveProcessor(storeName: string, foreignKeySerde: Serde): ProcessorSupplier {
  return (context) => {
    const store = subscriptionStore(context, storeName)
    return (record) => {
      const subscription = subscriptionOf(record.value)
      if (record.key === null) {
        if (subscription.instruction === Instruction.propagateNull) context.forward(record)
        else context.drop()
        return
      }
      const isEnd = subscription.instruction === Instruction.deleteKey || subscription.instruction === Instruction.deleteKeyAndPropagate
      store.put(prefixOf(foreignKeySerde.serialize(record.key)), subscription, isEnd, record.timestamp)
      context.forward(record)
    }
  }
}

/** Answers a subscription with the row that is there now. */
export function subscriptionAnswerProcessor(getter: ValueGetter): ProcessorSupplier {
  return (context) => {
    const get = getter.make(context)
    return (record) => {
      const { hash, instruction, primaryKey } = subscriptionOf(record.value)
      if (instruction === Instruction.deleteKey) return
      const row = record.key === null ? undefined : get(record.key)
      if (row === undefined && instruction === Instruction.propagateOnlyIfAvailable) return
      const foreignValue = instruction === Instruction.deleteKeyAndPropagate ? null : (row?.value ?? null)
      const timestamp = Math.max(record.timestamp, row?.timestamp ?? record.timestamp)
      context.forward({ key: primaryKey, value: new SubscriptionResponse(hash, foreignValue), oldValue: null, timestamp })
    }
  }
}

/** Tells all subscribers of a row that it has changed (ForeignTableJoinProcessorSupplier). */
export function foreignChangeProcessor(storeName: string, foreignKeySerde: Serde): ProcessorSupplier {
  return (context) => {
    const store = subscriptionStore(context, storeName)
    return (record) => {
      if (record.key === null) {
        context.drop()
        return
      }
      for (const { value, timestamp } of store.of(prefixOf(foreignKeySerde.serialize(record.key)))) {
        const { hash, primaryKey } = subscriptionOf(value)
        context.forward({ key: primaryKey, value: new SubscriptionResponse(hash, record.value), oldValue: null, timestamp: Math.max(record.timestamp, timestamp) })
      }
    }
  }
}

/** Joins a row with an answer that still fits it (ResponseJoinProcessorSupplier). */
export function responseJoinProcessor(options: { readonly getter: ValueGetter; readonly valueSerde: Serde; readonly joiner: ValueJoiner; readonly isLeft: boolean }): ProcessorSupplier {
  return (context) => {
    const get = options.getter.make(context)
    return (record: StreamRecord) => {
      if (!(record.value instanceof SubscriptionResponse)) throw new StreamsException('no subscription response')
      const { hash, foreignValue } = record.value
      const row = get(record.key)
      const current = row === undefined ? null : murmur3(options.valueSerde.serialize(row.value))
      if (current !== hash) {
        context.drop()
        return
      }
      const isGone = foreignValue === null && (!options.isLeft || row === undefined)
      context.forward({ ...record, value: isGone ? null : options.joiner(row?.value ?? null, foreignValue, record.key) })
    }
  }
}

/** The foreign key with its length before it: what the keys of its subscriptions begin with (CombinedKeySchema). */
function prefixOf(foreignKey: ByteString): ByteString {
  return int32Bytes(foreignKey.length) + foreignKey
}

function subscriptionOf(value: unknown): Subscription {
  if (value instanceof Subscription) return value
  throw new StreamsException('no subscription')
}

function subscriptionStore(context: ProcessorContext, name: string): SubscriptionStore {
  const store = context.store(name)
  if (store instanceof SubscriptionStore) return store
  throw new StreamsException(`${name} is no store of subscriptions`)
}
