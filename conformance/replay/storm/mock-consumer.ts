import { spoutPartitionName, type PolledRun, type SpoutConsumer, type SpoutOffset, type SpoutPartition, type SpoutPoll } from '../../../engine/storm/spout/spout-consumer.ts'

/** The consumer under the recorded spout: answers at once, one poll returns all records from the position on, and its calls are in the log. */
export class MockConsumer implements SpoutConsumer {
  readonly #log: (line: string) => void
  readonly #offsets: readonly number[]
  #assignment: readonly SpoutPartition[] = []
  #position: number | undefined
  #committed: SpoutOffset | undefined

  constructor(log: (line: string) => void, offsets: readonly number[], committed: SpoutOffset | undefined) {
    this.#log = log
    this.#offsets = offsets
    this.#committed = committed
  }

  get assignment(): readonly SpoutPartition[] {
    return this.#assignment
  }

  /** The committed offset of the only partition. */
  get committedOffset(): number | undefined {
    return this.#committed?.offset
  }

  assign(partitions: readonly SpoutPartition[]): void {
    this.#assignment = partitions
  }

  committed(_partitions: readonly SpoutPartition[], done: (offsets: readonly SpoutOffset[]) => void): void {
    done(this.#committed === undefined ? [] : [this.#committed])
  }

  seek(_partition: SpoutPartition, offset: number): void {
    this.#log(`seek ${offset}`)
    this.#position = offset
  }

  seekTo(partition: SpoutPartition, to: 'beginning' | 'end', done: (offset: number) => void): void {
    this.#log(to === 'beginning' ? 'seekToBeginning' : 'seekToEnd')
    const offset = to === 'beginning' ? (this.#offsets[0] ?? 0) : (this.#offsets.at(-1) ?? -1) + 1
    this.seek(partition, offset)
    done(offset)
  }

  position(): number | undefined {
    return this.#position
  }

  poll(partitions: readonly SpoutPartition[], _timeoutMs: number, done: (poll: SpoutPoll) => void): void {
    const from = this.#position ?? 0
    const [partition] = partitions
    const records: PolledRun[] = partition === undefined ? [] : this.#offsets
      .filter((offset) => offset >= from)
      .map((offset) => ({ ...partition, offset, run: { first: offset, count: 1 } }))
    const last = records.at(-1)
    if (last !== undefined) this.#position = last.offset + 1
    done({ records })
  }

  commitSync(offsets: readonly SpoutOffset[], done: () => void): void {
    this.#commit('commitSync', offsets)
    done()
  }

  commitAsync(offsets: readonly SpoutOffset[]): void {
    this.#commit('commitAsync', offsets)
  }

  close(done: () => void): void {
    done()
  }

  #commit(call: string, offsets: readonly SpoutOffset[]): void {
    for (const offset of offsets) {
      this.#log(`${call} ${offset.offset}`)
      if (this.#assignment.some((one) => spoutPartitionName(one) === spoutPartitionName(offset))) this.#committed = offset
    }
  }
}
