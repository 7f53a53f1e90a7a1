import type { WalFile } from '../../files/data-directory.ts'
import { StoredQueue } from './stored-queue.ts'
import type { StoredRun, WalRecord } from './wal-record.ts'

/** What a checkpoint holds: the queue, and what transactions had put or taken without having ended. */
export interface Checkpoint {
  /** The last record that it covers. */
  readonly orderId: number
  readonly capacity: number
  readonly queue: readonly StoredRun[]
  readonly inflightPuts: ReadonlyMap<number, readonly StoredRun[]>
  readonly inflightTakes: ReadonlyMap<number, readonly StoredRun[]>
  readonly writtenMs: number
}

/** What a replay found. */
export interface Replayed {
  readonly queue: StoredQueue
  readonly read: number
  readonly put: number
  readonly take: number
  readonly rollback: number
  readonly commit: number
  readonly skip: number
  readonly eventCount: number
  /** Takes of events that no log has any more. */
  readonly pendingTakes: number
  readonly lastOrderId: number
  readonly lastTransactionId: number
  readonly lastPointer: number
}

/**
 * Rebuilds the queue of a file channel from its last checkpoint and the records behind it: puts without a commit vanish,
 * takes without a commit return to the head. Nothing is changed. Source: org.apache.flume.channel.file.ReplayHandler.
 */
export function replay(files: readonly WalFile[], checkpoint: Checkpoint | undefined): Replayed {
  const replayed = new Replay(checkpoint)
  for (const record of recordsBehind(files, checkpoint?.orderId ?? 0)) replayed.apply(record)
  return replayed.result()
}

function recordsBehind(files: readonly WalFile[], orderId: number): WalRecord[] {
  const records: WalRecord[] = []
  for (const { file } of files) for (const record of file.entries) if (record.orderId > orderId) records.push(record)
  return files.length > 1 ? records.sort((left, right) => left.orderId - right.orderId) : records
}

class Replay {
  readonly #queue: StoredQueue
  readonly #transactions = new Map<number, StoredRun[]>()
  readonly #inflightTakes: Map<number, readonly StoredRun[]>
  readonly #counts = { read: 0, put: 0, take: 0, rollback: 0, commit: 0, skip: 0, eventCount: 0, pendingTakes: 0 }
  #lastOrderId: number
  #lastTransactionId = 0
  #lastPointer = 0

  constructor(checkpoint: Checkpoint | undefined) {
    this.#queue = new StoredQueue(checkpoint?.queue)
    this.#inflightTakes = new Map(checkpoint?.inflightTakes)
    this.#lastOrderId = checkpoint?.orderId ?? 0
    for (const [transactionId, puts] of checkpoint?.inflightPuts ?? []) this.#transactions.set(transactionId, [...puts])
  }

  apply(record: WalRecord): void {
    const counts = this.#counts
    this.#lastOrderId = Math.max(this.#lastOrderId, record.orderId)
    this.#lastTransactionId = Math.max(this.#lastTransactionId, record.transactionId)
    switch (record.type) {
      case 'PUT':
        counts.put += record.stored.run.count
        counts.read += record.stored.run.count
        this.#lastPointer = Math.max(this.#lastPointer, record.stored.pointer + record.stored.run.count - 1)
        this.#collect(record.transactionId, record.stored)
        break
      case 'TAKE':
        counts.take += record.taken.run.count
        counts.read += record.taken.run.count
        this.#collect(record.transactionId, record.taken)
        break
      case 'ROLLBACK':
        counts.rollback++
        counts.read++
        this.#transactions.delete(record.transactionId)
        break
      case 'COMMIT':
        counts.commit++
        counts.read++
        this.#commit(record.transactionId, record.of)
    }
  }

  result(): Replayed {
    for (const taken of this.#inflightTakes.values()) this.#queue.addHead(taken)
    return {
      ...this.#counts,
      queue: this.#queue,
      lastOrderId: this.#lastOrderId,
      lastTransactionId: this.#lastTransactionId,
      lastPointer: this.#lastPointer,
    }
  }

  #collect(transactionId: number, stored: StoredRun): void {
    const known = this.#transactions.get(transactionId)
    if (known === undefined) this.#transactions.set(transactionId, [stored])
    else known.push(stored)
  }

  #commit(transactionId: number, of: 'PUT' | 'TAKE'): void {
    const events = this.#transactions.get(transactionId) ?? []
    this.#transactions.delete(transactionId)
    if (of === 'TAKE') {
      events.push(...(this.#inflightTakes.get(transactionId) ?? []))
      this.#inflightTakes.delete(transactionId)
    }
    for (const stored of events) {
      this.#counts.eventCount += stored.run.count
      if (of === 'PUT') this.#queue.addTail(stored)
      else this.#counts.pendingTakes += stored.run.count - this.#queue.remove(stored.pointer, stored.run.count)
    }
  }
}
