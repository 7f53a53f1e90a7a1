import { bytesOfArray, int32Bytes, readInt32, type ByteString } from './byte-string.ts'
import { serializationException } from '../streams-exception.ts'
import type { Serde } from './serde.ts'

/** What the table of the foreign key does with a subscription (SubscriptionWrapper.Instruction). */
export const Instruction = { deleteKey: 0, deleteKeyAndPropagate: 1, propagateNull: 2, propagateOnlyIfAvailable: 3 } as const

/** One of the instructions. */
export type Instruction = (typeof Instruction)[keyof typeof Instruction]

/** A row's wish to hear of the row that it names (SubscriptionWrapper, version 1). */
export class Subscription {
  /** Of the row's value; null when the row is gone. */
  readonly hash: ByteString | null
  readonly instruction: Instruction
  readonly primaryKey: unknown
  readonly primaryPartition: number

  constructor(subscription: { readonly hash: ByteString | null; readonly instruction: Instruction; readonly primaryKey: unknown; readonly primaryPartition: number }) {
    this.hash = subscription.hash
    this.instruction = subscription.instruction
    this.primaryKey = subscription.primaryKey
    this.primaryPartition = subscription.primaryPartition
  }
}

/** The answer to a subscription (SubscriptionResponseWrapper, version 0). */
export class SubscriptionResponse {
  readonly hash: ByteString | null
  readonly foreignValue: unknown

  constructor(hash: ByteString | null, foreignValue: unknown) {
    this.hash = hash
    this.foreignValue = foreignValue
  }
}

const hashBytes = 16
/** In the first byte, beside the version: there is no hash. */
const noHash = 0x80

/** Subscriptions as the registration topic and the store have them (SubscriptionWrapperSerde). */
export function subscriptionSerde(primaryKeySerde: Serde): Serde {
  return {
    serialize: (value) => {
      if (!(value instanceof Subscription)) throw serializationException('no subscription')
      const { hash, instruction, primaryKey, primaryPartition } = value
      const head = bytesOfArray([hash === null ? noHash | 1 : 1, instruction])
      return head + (hash ?? '') + primaryKeySerde.serialize(primaryKey) + int32Bytes(primaryPartition)
    },
    deserialize: (bytes) => {
      const hash = (bytes.charCodeAt(0) & noHash) === 0 ? bytes.slice(2, 2 + hashBytes) : null
      const primaryKey = primaryKeySerde.deserialize(bytes.slice(2 + (hash?.length ?? 0), -4))
      return new Subscription({ hash, instruction: instructionOf(bytes.charCodeAt(1)), primaryKey, primaryPartition: readInt32(bytes, bytes.length - 4) })
    },
  }
}

/** Answers as the response topic has them (SubscriptionResponseWrapperSerde). */
export function subscriptionResponseSerde(foreignSerde: Serde): Serde {
  return {
    serialize: (value) => {
      if (!(value instanceof SubscriptionResponse)) throw serializationException('no subscription response')
      const { hash, foreignValue } = value
      return bytesOfArray([hash === null ? noHash : 0]) + (hash ?? '') + (foreignValue === null ? '' : foreignSerde.serialize(foreignValue))
    },
    deserialize: (bytes) => {
      const hash = (bytes.charCodeAt(0) & noHash) === 0 ? bytes.slice(1, 1 + hashBytes) : null
      const rest = bytes.slice(1 + (hash?.length ?? 0))
      return new SubscriptionResponse(hash, rest === '' ? null : foreignSerde.deserialize(rest))
    },
  }
}

function instructionOf(byte: number): Instruction {
  const known = Object.values(Instruction).find((instruction) => instruction === byte)
  if (known === undefined) throw serializationException(`Instruction ${String(byte)} is unknown`)
  return known
}
