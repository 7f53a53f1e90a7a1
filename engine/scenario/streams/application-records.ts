import type { RecordBytes, StreamRecords } from '../../streams/application/stream-records.ts'
import { bytesOfText, textOfBytes } from '../../streams/serde/byte-string.ts'
import { numberInStream, streamIndexOf, type RecordContent } from '../../ledger/record-stream.ts'
import type { Play } from '../play/play.ts'

/** The records that one application makes, by the topic that they go to: its instances share them, as they share its topics. */
export class ApplicationRecords implements StreamRecords {
  readonly #play: Play
  readonly #name: string
  readonly #addStream: (topic: string, stream: number) => void
  readonly #byTopic = new Map<string, { readonly base: number; readonly made: RecordBytes[]; readonly offeredAt: number[] }>()
  readonly #byStream = new Map<number, readonly RecordBytes[]>()

  /** @param addStream says that a stream goes to a topic */
  constructor(play: Play, name: string, addStream: (topic: string, stream: number) => void) {
    this.#play = play
    this.#name = name
    this.#addStream = addStream
  }

  make(topic: string, record: RecordBytes): number {
    const records = this.#byTopic.get(topic) ?? this.#begin(topic)
    records.made.push(record)
    records.offeredAt.push(this.#play.simulation.nowMicros)
    return records.base + records.made.length - 1
  }

  bytesOf(record: number): RecordBytes {
    const own = this.#byStream.get(streamIndexOf(record))?.[numberInStream(record)]
    if (own !== undefined) return own
    const { streams } = this.#play
    const key = streams.keyOf(record)
    return { key: key === undefined ? null : bytesOfText(key), value: bytesOfText(streams.valueOf(record)), timestamp: undefined }
  }

  createdMs(record: number): number {
    return this.#play.frame.startMs + Math.floor(this.#play.offeredAtMicros(record) / 1000)
  }

  #begin(topic: string): { readonly base: number; readonly made: RecordBytes[]; readonly offeredAt: number[] } {
    const made: RecordBytes[] = []
    const offeredAt: number[] = []
    const { stream } = this.#play.addOwnRecords(`${this.#name} to ${topic}`, (name) => ({
      content: contentOf(name, made),
      get count() { return made.length },
      arrivalMicros: (number) => offeredAt[number] ?? 0,
    }))
    const records = { base: stream.base, made, offeredAt }
    this.#byTopic.set(topic, records)
    this.#byStream.set(stream.index, made)
    this.#addStream(topic, stream.index)
    return records
  }
}

function contentOf(name: string, made: readonly RecordBytes[]): RecordContent {
  return {
    name,
    valueBytes: (number) => made[number]?.value?.length ?? 0,
    value: (number) => textOfBytes(made[number]?.value ?? ''),
    key: (number) => {
      const key = made[number]?.key
      return key === undefined || key === null ? undefined : textOfBytes(key)
    },
    headers: () => undefined,
    isUniform: false,
  }
}
