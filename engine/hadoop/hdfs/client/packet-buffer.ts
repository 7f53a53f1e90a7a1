import type { HdfsConfig } from '../hdfs-config.ts'
import { PendingData, type FileData } from '../file-data.ts'
import type { Packet } from '../protocol/data-transfer.ts'

/** Bytes of a packet's header. Source: PacketHeader.PKT_MAX_HEADER_LEN. */
const packetHeaderBytes = 33

/** Bytes of a checksum. */
const checksumBytes = 4

/** Chunks that FSOutputSummer gathers before it hands them on. */
const summerChunks = 9

/** Seqno of a packet that is not numbered yet. */
const unnumbered = -1

/**
 * What an output stream does between write() and its streamer: gathers chunks with their checksums, nine at a time, and fills
 * packets with them. Source: org.apache.hadoop.fs.FSOutputSummer, DFSOutputStream.writeChunkImpl, adjustChunkBoundary.
 */
export class PacketBuffer {
  readonly #pending = new PendingData()
  readonly #chunkBytes: number
  readonly #packetSizeBytes: number
  readonly #blockSizeBytes: number
  /** Bytes that came since the summer's buffer began, which is at a chunk's boundary. */
  #summerBytes = 0
  /** Bytes of its first chunk that were handed on before. */
  #summerStart = 0
  /** Of the present block, in packets that are filled or being filled. */
  #blockBytes: number
  /** Of the present block, in packets that were taken. */
  #takenBytes: number
  /** Where the present packet is full. */
  #packetEnd = 0

  /** @param blockBytes what the last block of an appended file has */
  constructor(config: HdfsConfig, blockSizeBytes: number, blockBytes = 0) {
    this.#chunkBytes = config.number('dfs.bytes-per-checksum')
    this.#packetSizeBytes = config.number('dfs.client-write-packet-size')
    this.#blockSizeBytes = blockSizeBytes
    this.#blockBytes = blockBytes
    this.#takenBytes = blockBytes
    const overhang = blockBytes % this.#chunkBytes
    if (overhang === 0) this.#beginPacket()
    else this.#packetEnd = Math.min(blockBytes - overhang + this.#chunkBytes, blockSizeBytes)
    this.#summerStart = overhang
  }

  /** Bytes of the present block that were written, whether sent or not. */
  get blockBytes(): number {
    return this.#blockBytes
  }

  /** Takes data in. @returns the packets that are full now; `isLast` ends a block */
  write(data: FileData): readonly Packet[] {
    this.#pending.push(data)
    this.#summerBytes += data.bytes * data.count
    return this.#passOn(summerChunks * this.#chunkBytes)
  }

  /** Everything that came, in packets. @param isSync whether data nodes fsync @returns full packets, then what is left, which may be empty */
  flush(isSync: boolean): readonly Packet[] {
    const packets = [...this.#passOn(1)]
    const rest = this.#blockBytes - this.#takenBytes
    if (rest > 0 || isSync) packets.push(this.#take(this.#blockBytes, { isLast: false, isSync }))
    // What did not fill a chunk goes out again with the next packet: it begins at the chunk's boundary.
    this.#summerStart = this.#blockBytes % this.#chunkBytes
    this.#beginPacket()
    return packets
  }

  /** The empty packet that ends a block. */
  end(): Packet {
    return this.#take(this.#blockBytes, { isLast: true, isSync: false })
  }

  /** The summer hands on whole buffers only, or all it has (`unit` 1). */
  #passOn(unit: number): readonly Packet[] {
    const packets: Packet[] = []
    const held = this.#summerStart + this.#summerBytes
    let passing = unit === 1 ? this.#summerBytes : Math.max(0, held - (held % unit) - this.#summerStart)
    this.#summerBytes -= passing
    if (passing > 0) this.#summerStart = unit === 1 ? (this.#summerStart + passing) % this.#chunkBytes : 0
    while (passing > 0) {
      const room = Math.min(this.#packetEnd, this.#blockSizeBytes) - this.#blockBytes
      const step = Math.min(room, passing)
      this.#blockBytes += step
      passing -= step
      if (this.#blockBytes === this.#blockSizeBytes) {
        packets.push(this.#take(this.#blockBytes, { isLast: false, isSync: false }), this.end())
        this.#blockBytes = 0
        this.#takenBytes = 0
        // Its size is worked out from what the full block has left: one chunk.
        this.#packetEnd = this.#chunkBytes
      } else if (this.#blockBytes === this.#packetEnd) {
        packets.push(this.#take(this.#blockBytes, { isLast: false, isSync: false }))
        this.#beginPacket()
      }
    }
    return packets
  }

  #take(end: number, flags: { readonly isLast: boolean; readonly isSync: boolean }): Packet {
    const offset = this.#takenBytes
    const bytes = end - offset
    const data = bytes === 0 ? [] : this.#pending.take(bytes, offset)
    this.#takenBytes = end
    return { op: 'packet', seqno: unnumbered, offset, bytes, data, ...flags }
  }

  /** A packet holds as many chunks as fit into its size, or into what is left of the block. */
  #beginPacket(): void {
    const start = this.#blockBytes - (this.#blockBytes % this.#chunkBytes)
    const size = Math.min(this.#blockSizeBytes - this.#blockBytes, this.#packetSizeBytes)
    const chunks = Math.max(Math.floor((size - packetHeaderBytes) / (this.#chunkBytes + checksumBytes)), 1)
    this.#packetEnd = Math.min(start + chunks * this.#chunkBytes, this.#blockSizeBytes)
  }
}
