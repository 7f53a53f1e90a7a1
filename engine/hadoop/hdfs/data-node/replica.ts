import type { AppendFile } from '../../../sim/append-file.ts'
import type { Disk } from '../../../sim/disk.ts'
import type { BlockContents } from '../block-contents.ts'
import type { ReplicaState } from '../protocol/blocks.ts'

/** A replica of a block: a file on a data node's disk. */
export class Replica {
  readonly blockId: number
  generationStamp: number
  state: ReplicaState
  /** Bytes that all nodes after this one have, too: what readers may see while it is written. */
  acknowledgedBytes: number
  isCorrupt = false
  readonly file: AppendFile<number>
  readonly #contents: BlockContents
  readonly #disk: Disk

  constructor(disk: Disk, contents: BlockContents, fields: { readonly blockId: number; readonly generationStamp: number; readonly state: ReplicaState }) {
    this.#disk = disk
    this.#contents = contents
    this.blockId = fields.blockId
    this.generationStamp = fields.generationStamp
    this.state = fields.state
    this.acknowledgedBytes = 0
    this.file = disk.appendFile(`/dfs/data/current/blk_${String(fields.blockId)}`, (_lost, cause) => {
      this.acknowledgedBytes = Math.min(this.acknowledgedBytes, this.lengthBytes)
      contents.shrunk(this.blockId, this, disk.isLost, cause)
    })
    contents.hold(fields.blockId, this)
  }

  get lengthBytes(): number {
    return this.file.lengthBytes
  }

  /** Bytes that readers may have. */
  get visibleBytes(): number {
    return this.state === 'FINALIZED' ? this.lengthBytes : Math.min(this.acknowledgedBytes, this.lengthBytes)
  }

  /** Writes what it does not have yet of the bytes at an offset. @throws DiskError */
  write(offset: number, bytes: number): void {
    const fresh = offset + bytes - this.lengthBytes
    if (fresh > 0) this.file.append(fresh, fresh)
  }

  /** Cuts it to a length. */
  truncate(bytes: number): void {
    if (bytes >= this.lengthBytes) return
    const { entries } = this.file
    let kept = 0
    let length = 0
    while (kept < entries.length && length + (entries[kept] ?? 0) <= bytes) length += entries[kept++] ?? 0
    this.file.truncate(kept)
    if (length < bytes) this.file.append(bytes - length, bytes - length)
    this.acknowledgedBytes = Math.min(this.acknowledgedBytes, bytes)
  }

  /** The file is removed. */
  delete(cause: string): void {
    if (this.#disk.find(this.file.path) === this.file) this.#disk.delete(this.file.path)
    this.#contents.shrunk(this.blockId, this, true, cause)
  }
}
