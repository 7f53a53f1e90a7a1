import { endOf, itemsAfter, itemsUntil, joined, recordsOf, type PlacedData } from './file-data.ts'

/** Anything that holds the first bytes of a block on a disk. */
export interface HoldsBytes {
  readonly lengthBytes: number
}

interface Content {
  data: PlacedData[]
  /** What its writer was told to be safe. */
  arrivedBytes: number
  readonly replicas: Set<HoldsBytes>
}

/**
 * What the bytes of each block are. All replicas of a block agree on them as far as they go, so a replica is a length, and
 * this is no component of HDFS: it answers readers, and keeps the books of what was stored and has no replica any more.
 */
export class BlockContents {
  readonly #blocks = new Map<number, Content>()

  /** A replica comes into being. */
  hold(blockId: number, replica: HoldsBytes): void {
    this.#contentOf(blockId).replicas.add(replica)
  }

  /** Bytes arrive at a data node; what is known up to there already stays. */
  write(blockId: number, placed: readonly PlacedData[]): void {
    const { data } = this.#contentOf(blockId)
    for (const entry of placed) {
      const last = data[data.length - 1]
      if (last !== undefined && endOf(last) >= endOf(entry)) continue
      const merged = last !== undefined && endOf(last) === entry.start ? joined(last, entry) : undefined
      if (merged === undefined) data.push(entry)
      else data[data.length - 1] = merged
    }
  }

  /** Items of a block that end behind one offset and at or before another. */
  read(blockId: number, from: number, to: number): PlacedData[] {
    return (this.#blocks.get(blockId)?.data ?? []).flatMap((entry) => {
      if (endOf(entry) <= from || entry.start >= to) return []
      const behind = itemsAfter(entry, from)
      const within = behind === undefined ? undefined : itemsUntil(behind, to)
      return within === undefined ? [] : [within]
    })
  }

  /** The first bytes of a block are safe: a flush was acknowledged, or a recovery ended with them. */
  arrived(blockId: number, bytes: number): void {
    const content = this.#contentOf(blockId)
    if (bytes <= content.arrivedBytes) return
    const fresh = this.read(blockId, content.arrivedBytes, bytes)
    content.arrivedBytes = bytes
    for (const entry of fresh) {
      const run = recordsOf(entry)
      if (run !== undefined) entry.books?.arrived(run)
    }
    this.#settle(blockId, content, 'the file was deleted under its writer')
  }

  /** A replica has become shorter, or is gone (`isGone`). */
  shrunk(blockId: number, replica: HoldsBytes, isGone: boolean, cause: string): void {
    const content = this.#blocks.get(blockId)
    if (content === undefined) return
    if (isGone) content.replicas.delete(replica)
    this.#settle(blockId, content, cause)
  }

  /** A recovery has agreed on a length: what is behind it was never written. */
  truncate(blockId: number, bytes: number, cause: string): void {
    const content = this.#contentOf(blockId)
    this.#cut(blockId, content, bytes, cause)
  }

  /** Nobody knows any more which block belongs to which file. */
  loseAll(cause: string): void {
    for (const [blockId, content] of this.#blocks) this.#cut(blockId, content, 0, cause)
  }

  /** Ends what no replica holds. */
  #settle(blockId: number, content: Content, cause: string): void {
    let most = 0
    for (const { lengthBytes } of content.replicas) most = Math.max(most, lengthBytes)
    if (most < content.arrivedBytes) this.#cut(blockId, content, most, cause)
  }

  #cut(blockId: number, content: Content, bytes: number, cause: string): void {
    const lost = this.read(blockId, bytes, content.arrivedBytes)
    content.arrivedBytes = Math.min(content.arrivedBytes, bytes)
    content.data = content.data.flatMap((entry) => itemsUntil(entry, bytes) ?? [])
    for (const entry of lost) {
      const run = recordsOf(entry)
      if (run !== undefined) entry.books?.gone(run, cause)
    }
  }

  #contentOf(blockId: number): Content {
    let content = this.#blocks.get(blockId)
    if (content === undefined) {
      content = { data: [], arrivedBytes: 0, replicas: new Set() }
      this.#blocks.set(blockId, content)
    }
    return content
  }
}
