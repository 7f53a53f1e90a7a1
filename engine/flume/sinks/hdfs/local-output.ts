import { bodyBytes, eachEvent, partOf, type EventRun } from '../../event/event-run.ts'
import type { LineFile } from '../../files/line-file.ts'
import { deliver, destinationOf, type SinkContext } from '../sink-context.ts'

/** Bytes of a chunk with a checksum of its own (Hadoop's io.bytes.per.checksum). */
const CHUNK_BYTES = 512

/** What the open files of a sink hold in the JVM's memory; for the books, over all lives of the process. */
export class UnwrittenEvents {
  readonly outputs = new Set<LocalOutput>()

  constructor({ agent, loaded, channel }: SinkContext) {
    const destinations = (): readonly number[] => agent.routes.ofChannel(agent.process.name, channel.name)
    const place = agent.id(loaded.name)
    agent.lane.ledger.addHolder({
      place,
      destinations,
      walk: (visit) => {
        for (const { unwritten } of this.outputs) for (const run of unwritten) visit(run)
      },
    })
    agent.process.onEnd((end) => {
      const ending = { fate: 'lost' as const, place, cause: `${end}: in the buffer of an open file`, destinations: destinations() }
      for (const { unwritten } of this.outputs) for (const run of unwritten) agent.lane.ledger.copyEnded(run, ending)
      this.outputs.clear()
    })
  }
}

/**
 * A file of lines that Hadoop writes to the local disk. The raw file system passes on what is flushed; the checksummed one,
 * Hadoop's default, only whole chunks until the file is closed. Source: org.apache.hadoop.fs.FSOutputSummer.
 */
export class LocalOutput {
  /** Written by the sink and not yet passed to the operating system. */
  unwritten: EventRun[] = []
  readonly #context: SinkContext
  readonly #file: LineFile
  readonly #isRaw: boolean
  readonly #all: UnwrittenEvents
  #chunkBytes = 0

  constructor(context: SinkContext, path: string, isRaw: boolean, all: UnwrittenEvents) {
    const { agent, loaded } = context
    this.#context = context
    this.#isRaw = isRaw
    this.#all = all
    this.#file = agent.files.open(path, (run, cause) => {
      const destination = destinationOf(context)
      const ending = { fate: 'lost' as const, place: agent.id(loaded.name), cause: `${cause}, in the file of the sink` }
      if (destination !== undefined) agent.lane.ledger.undelivered(destination, run, ending)
    })
    this.#file.markAsOutput()
    all.outputs.add(this)
  }

  append(event: EventRun): void {
    this.unwritten.push(event)
  }

  /** hflush. @throws DiskError when the disk is full or lost */
  flush(): void {
    if (this.#isRaw) this.#write(this.unwritten, [])
    else this.#writeChunks()
  }

  /** @throws DiskError as `flush` */
  close(): void {
    this.#write(this.unwritten, [])
    this.#all.outputs.delete(this)
  }

  /** Lines that end within the chunks that are full. */
  #writeChunks(): void {
    const { streams } = this.#context.agent.lane
    const sizes = [...eachEvent(this.unwritten)].map((event) => ({ event, bytes: bodyBytes(streams, event) + 1 }))
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, this.#chunkBytes)
    const full = total - (total % CHUNK_BYTES)
    let position = this.#chunkBytes
    let count = 0
    for (const { bytes } of sizes) {
      if (position + bytes > full) break
      position += bytes
      count++
    }
    const events = sizes.map(({ event }) => partOf(event, 0, 1))
    this.#chunkBytes = position % CHUNK_BYTES
    this.#write(events.slice(0, count), events.slice(count))
  }

  #write(events: readonly EventRun[], rest: readonly EventRun[]): void {
    if (events.length === 0) return
    this.#file.write(events)
    this.unwritten = [...rest]
    deliver(this.#context, events)
  }
}
