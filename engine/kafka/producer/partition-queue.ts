import type { ProducerBatch } from './producer-batch.ts'

/** The batches of one partition that wait in the producer, oldest first. */
export class PartitionQueue {
  readonly topic: string
  readonly partition: number
  readonly batches: ProducerBatch[] = []
  /** With one request in flight, a partition whose batch is under way must wait (guaranteeMessageOrder). */
  isMuted = false

  constructor(topic: string, partition: number) {
    this.topic = topic
    this.partition = partition
  }

  get first(): ProducerBatch | undefined {
    return this.batches[0]
  }

  get last(): ProducerBatch | undefined {
    return this.batches[this.batches.length - 1]
  }

  /** Whether no batch here would take another record. */
  get areAllFull(): boolean {
    return this.last?.isFull ?? true
  }

  /** Puts a batch back for another attempt: to the front, or where its sequence belongs (insertInSequenceOrder). */
  putBack(batch: ProducerBatch): void {
    if (!batch.hasSequence) {
      this.batches.unshift(batch)
      return
    }
    const index = this.batches.findIndex((other) => !other.hasSequence || other.baseSequence > batch.baseSequence)
    this.batches.splice(index < 0 ? this.batches.length : index, 0, batch)
  }
}
