import type { TransactionMarker } from '../../../../engine/kafka/record/end-transaction-marker.ts'
import { NotReplayable } from '../../replayer.ts'

/** One record of a script: `k=v`, `k=~` (a tombstone), `-=v` (no key), `k=xN` (N bytes), `@N` for its timestamp. */
export interface ScriptRecord {
  readonly key: string | undefined
  /** Null for a tombstone. */
  readonly value: string | null
  /** Milliseconds after the script's beginning; undefined for the time of the append. */
  readonly timestampMs: number | undefined
}

/** An idempotent producer's part of a batch. */
export interface ScriptProducer {
  readonly producerId: number
  readonly epoch: number
  readonly sequence: number
  readonly isTransactional: boolean
}

/** One word of a log script. */
export type ScriptWord =
  | { readonly kind: 'append'; readonly records: readonly ScriptRecord[]; readonly producer: ScriptProducer | undefined }
  | { readonly kind: 'marker'; readonly marker: TransactionMarker; readonly transactionVersion: number; readonly producerId: number; readonly epoch: number }
  | { readonly kind: 'advance' | 'start' | 'high watermark'; readonly number: number }
  | { readonly kind: 'read'; readonly offset: number; readonly isCommitted: boolean }
  | { readonly kind: 'timestamp'; readonly of: string }
  | { readonly kind: 'roll' | 'clean' | 'retain' | 'last stable offset' | 'state' }

const plainWords: ReadonlyMap<string, ScriptWord> = new Map<string, ScriptWord>([
  ['roll', { kind: 'roll' }], ['clean', { kind: 'clean' }], ['retain', { kind: 'retain' }], ['lso', { kind: 'last stable offset' }], ['state', { kind: 'state' }],
])

/** Reads a word. @throws NotReplayable when it is none of the language */
export function scriptWord(text: string): ScriptWord {
  const plain = plainWords.get(text)
  if (plain !== undefined) return plain
  const numbered = /^(?:\+|(start=|hw=|readc=|read=))(-?\d+)$/.exec(text)
  if (numbered !== null) return numberedWord(numbered[1] ?? '+', Number(numbered[2]))
  const lookup = /^ts=(-?\d+|latest|earliest|max)$/.exec(text)
  if (lookup !== null) return { kind: 'timestamp', of: lookup[1] ?? '' }
  const marker = /^(commit|abort)(2?):(\d+):(\d+)$/.exec(text)
  if (marker !== null) {
    const [, kind, version, producerId, epoch] = marker
    return { kind: 'marker', marker: kind === 'commit' ? 'COMMIT' : 'ABORT', transactionVersion: version === '2' ? 2 : 1, producerId: Number(producerId), epoch: Number(epoch) }
  }
  return appendWord(text)
}

function numberedWord(name: string, number: number): ScriptWord {
  if (name === '+') return { kind: 'advance', number }
  if (name === 'start=') return { kind: 'start', number }
  return name === 'hw=' ? { kind: 'high watermark', number } : { kind: 'read', offset: number, isCommitted: name === 'readc=' }
}

function appendWord(text: string): ScriptWord {
  const [, batchProducer, list] = /^(t?p\d+:e\d+:s\d+)?\[(.*)\]$/.exec(text) ?? []
  if (list === undefined) return { kind: 'append', records: [recordOf(text)], producer: undefined }
  const [, transactional = '', producerId, epoch, sequence] = /^(t?)p(\d+):e(\d+):s(\d+)$/.exec(batchProducer ?? '') ?? []
  const producer = producerId === undefined ? undefined
    : { producerId: Number(producerId), epoch: Number(epoch), sequence: Number(sequence), isTransactional: transactional !== '' }
  return { kind: 'append', records: list.split(',').map(recordOf), producer }
}

function recordOf(text: string): ScriptRecord {
  const [, key, value, timestamp] = /^([^=]+)=([^@]*)(?:@(-?\d+))?$/.exec(text) ?? []
  if (key === undefined || value === undefined) throw new NotReplayable(`the word '${text}' of a log script is not known`)
  const bytes = /^x(\d+)$/.exec(value)
  return {
    key: key === '-' ? undefined : key,
    value: value === '~' ? null : bytes === null ? value : 'x'.repeat(Number(bytes[1])),
    timestampMs: timestamp === undefined ? undefined : Number(timestamp),
  }
}
