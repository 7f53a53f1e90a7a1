import type { KafkaConsumerOptions } from '../../kafka/consumer/kafka-consumer.ts'
import { streamIndexOf } from '../../ledger/record-stream.ts'
import { appendEvents, eachEvent, type EventRun } from '../event/event-run.ts'

/** What the books of a lane's cluster need to know of those who read its topics. */
export interface KafkaGround {
  readonly progress: NonNullable<KafkaConsumerOptions['progress']>
  /** A group's reading of a topic serves a destination. */
  addReader(groupId: string, topic: string, destination: number): void
}

/** A group that reads topics, with the destinations that it serves. */
export interface TopicReader {
  readonly groupId: string
  readonly topics: readonly string[]
  readonly destinations: () => readonly number[]
}

interface Envelope {
  readonly headers?: ReadonlyMap<string, string>
  readonly body?: string
}

/**
 * What the agents of a lane share about Kafka: who reads which topics, for the books, and what an event is beside its
 * record (Kafka's logs hold numbers of records; headers and bodies that Flume has changed are kept here, by topic).
 */
export class KafkaTopics {
  ground: KafkaGround | undefined
  readonly #readers: TopicReader[] = []
  readonly #said = new Set<string>()
  readonly #envelopes = new Map<string, Map<number, Envelope>>()
  readonly #withRecordHeaders = new Set<string>()

  /** A configuration has a reader; the books hear of it when the first agent starts and all ways are known. */
  addReader(reader: TopicReader): void {
    this.#readers.push(reader)
  }

  /** Tells the cluster's books of all readers. */
  declareReaders(): void {
    const { ground } = this
    if (ground === undefined) return
    for (const { groupId, topics, destinations } of this.#readers) {
      for (const topic of topics) {
        for (const destination of destinations()) {
          const key = `${groupId}\u0000${topic}\u0000${destination}`
          if (this.#said.has(key)) continue
          this.#said.add(key)
          ground.addReader(groupId, topic, destination)
        }
      }
    }
  }

  /** Events are written to a topic. @param hasHeaders whether their headers go along (Flume's Avro envelope) */
  write(topic: string, run: EventRun, hasHeaders: boolean): void {
    if (hasHeaders && run.hasRecordHeaders === true) this.#withRecordHeaders.add(`${topic}\u0000${streamIndexOf(run.first)}`)
    const headers = hasHeaders && run.headers !== undefined && run.headers.size > 0 ? run.headers : undefined
    if (headers === undefined && run.body === undefined) return
    const known = this.#envelopes.get(topic) ?? new Map<number, Envelope>()
    this.#envelopes.set(topic, known)
    const envelope = { ...(headers === undefined ? {} : { headers }), ...(run.body === undefined ? {} : { body: run.body }) }
    for (const { first } of eachEvent([run])) known.set(first, envelope)
  }

  /** The events of records of a topic. */
  read(topic: string, run: EventRun): readonly EventRun[] {
    const known = this.#envelopes.get(topic)
    const hasRecordHeaders = this.#withRecordHeaders.has(`${topic}\u0000${streamIndexOf(run.first)}`)
    const plain = hasRecordHeaders ? { ...run, hasRecordHeaders } : run
    if (known === undefined) return [plain]
    const events: EventRun[] = []
    for (const event of eachEvent([plain])) appendEvents(events, { ...event, ...known.get(event.first) })
    return events
  }
}
