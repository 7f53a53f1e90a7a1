import type { Recorder, Track } from '../../sim/recorder.ts'
import type { AssignedPartition } from './subscription-state.ts'
import { partitionName, type TopicPartition } from './topic-partition.ts'

/** What a reader may ask of a consumer at any moment: assignment, and per partition position, lag and committed offset. */
export class ConsumerTracks {
  readonly #recorder: Recorder
  readonly #name: string
  readonly #assignment: Track
  /** By field and partition: they are asked for at each poll. */
  readonly #tracks = { position: new Map<string, Track[]>(), 'records-lag': new Map<string, Track[]>(), committed: new Map<string, Track[]>() }

  constructor(recorder: Recorder, name: string) {
    this.#recorder = recorder
    this.#name = name
    this.#assignment = recorder.track(name, 'assignment', 'text')
    recorder.setText(this.#assignment, '[]')
  }

  /** The assignment has changed. */
  assigned(partitions: readonly TopicPartition[], cause: string): void {
    this.#recorder.setText(this.#assignment, `[${partitions.map(partitionName).join(', ')}]`, cause)
  }

  /** The position has moved, or the end of the log has. */
  moved(partition: AssignedPartition): void {
    const offset = partition.position?.offset
    if (offset === undefined) return
    this.#set(partition, 'position', offset)
    if (partition.highWatermark >= 0) this.#set(partition, 'records-lag', Math.max(0, partition.highWatermark - offset))
  }

  /** An offset was committed. */
  committed(partition: TopicPartition, offset: number): void {
    this.#set(partition, 'committed', offset)
  }

  #set(partition: TopicPartition, field: 'position' | 'records-lag' | 'committed', value: number): void {
    let tracks = this.#tracks[field].get(partition.topic)
    if (tracks === undefined) this.#tracks[field].set(partition.topic, (tracks = []))
    const track = (tracks[partition.partition] ??= this.#recorder.track(this.#name, `${partitionName(partition)} ${field}`))
    this.#recorder.set(track, value)
  }
}
