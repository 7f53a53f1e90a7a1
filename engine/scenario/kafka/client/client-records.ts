import { utf8Bytes } from '../../../kafka/record/utf8-bytes.ts'
import type { RecordContent } from '../../../ledger/record-stream.ts'
import { describe, OptionError } from '../../check-options.ts'
import type { Play, PlayedLoad } from '../../play/play.ts'

/** A message as the reader's code gave it, checked. */
export interface CheckedMessage {
  readonly key: string | undefined
  readonly value: string
  readonly headers: ReadonlyMap<string, string> | undefined
  readonly partition: number | undefined
}

/** The records that one producer of the reader's code sends to one topic. */
export class ClientRecords {
  readonly load: PlayedLoad
  readonly #play: Play
  readonly #messages: CheckedMessage[] = []
  readonly #offeredAt: number[] = []

  constructor(play: Play, name: string) {
    this.#play = play
    const messages = this.#messages
    const offeredAt = this.#offeredAt
    this.load = play.addOwnRecords(name, (freeName) => ({
      content: contentOf(freeName, messages),
      get count() { return messages.length },
      arrivalMicros: (number) => offeredAt[number] ?? 0,
    }))
  }

  /** Adds a message that is sent now. @returns its global record number */
  add(message: CheckedMessage): number {
    this.#messages.push(message)
    this.#offeredAt.push(this.#play.simulation.nowMicros)
    return this.load.stream.base + this.#messages.length - 1
  }
}

function contentOf(name: string, messages: readonly CheckedMessage[]): RecordContent {
  return {
    name,
    valueBytes: (number) => utf8Bytes(messages[number]?.value ?? ''),
    value: (number) => messages[number]?.value ?? '',
    key: (number) => messages[number]?.key,
    headers: (number) => messages[number]?.headers,
    isUniform: false,
  }
}

/** Checks a message of `send`. @throws OptionError */
export function checkMessage(message: unknown): CheckedMessage {
  if (typeof message !== 'object' || message === null) throw new OptionError(`send: a message is an object with a value, and this one is ${describe(message)}.`)
  const parts = new Map<string, unknown>(Object.entries(message))
  const text = (name: string): string | undefined => {
    const value = parts.get(name)
    if (value === undefined || value === null) return undefined
    if (typeof value !== 'string') throw new OptionError(`send: the ${name} of a message must be a text, and is ${describe(value)}.`, name)
    return value
  }
  const partition = parts.get('partition')
  if (partition !== undefined && (typeof partition !== 'number' || !Number.isInteger(partition))) throw new OptionError(`send: a partition is a whole number, and this one is ${describe(partition)}.`, 'partition')
  const headers = parts.get('headers')
  const headerEntries = typeof headers === 'object' && headers !== null ? Object.entries(headers) : []
  return {
    key: text('key'),
    value: text('value') ?? '',
    headers: headerEntries.length === 0 ? undefined : new Map(headerEntries.map(([name, value]) => [name, String(value)])),
    partition,
  }
}
