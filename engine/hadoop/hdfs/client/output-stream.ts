import { pause, type Flow } from '../../flow.ts'
import { HadoopException, ioFailure } from '../../hadoop-exception.ts'
import type { FileData } from '../file-data.ts'
import type { LocatedBlock } from '../protocol/blocks.ts'
import type { Packet } from '../protocol/data-transfer.ts'
import type { FileStatus } from '../protocol/name-node-protocol.ts'
import { DataStreamer } from './data-streamer.ts'
import { PacketBuffer } from './packet-buffer.ts'
import type { WritingClient } from './writing-client.ts'

/** How a stream is flushed. */
type Flush = 'hflush' | 'hsync' | 'hsync with UPDATE_LENGTH'

/** An open file of a writer. Its calls are flows; all throw HadoopException. Source: org.apache.hadoop.hdfs.DFSOutputStream. */
export class HdfsOutputStream {
  readonly #client: WritingClient
  readonly #file: FileStatus
  readonly #buffer: PacketBuffer
  readonly #streamer: DataStreamer
  #positionBytes: number
  #isClosed = false

  /** Created by `DfsClient.create` and `append`. */
  constructor(client: WritingClient, file: FileStatus, append: LocatedBlock | undefined) {
    this.#client = client
    this.#file = file
    this.#buffer = new PacketBuffer(client.config, file.blockSizeBytes, append?.lengthBytes)
    this.#streamer = new DataStreamer(client, file, append)
    this.#positionBytes = file.lengthBytes
    client.opened(this)
  }

  /** Where the next byte goes. */
  get positionBytes(): number {
    return this.#positionBytes
  }

  /** Its path when it was opened. */
  get path(): string {
    return this.#file.path
  }

  /** Data nodes of the pipeline; undefined while there is none. */
  get pipeline(): readonly string[] | undefined {
    return this.#streamer.pipeline
  }

  /**
   * Takes bytes in; full packets go out, the rest waits. On a closed stream a few bytes are taken without complaint.
   * @throws HadoopException what ended the stream
   */
  *write(data: FileData): Flow<void> {
    if (this.#streamer.lastException !== undefined) throw this.#streamer.lastException
    if (this.#isClosed) return
    this.#positionBytes += data.bytes * data.count
    for (const packet of this.#buffer.write(data)) yield* this.#enqueue(packet)
  }

  /** flush() of a Java stream: passes nothing on. */
  *flush(): Flow<void> {
    yield* []
  }

  /** All data nodes of the pipeline have in memory what was written, and new readers can read it. */
  *hflush(): Flow<void> {
    yield* this.#flush('hflush')
  }

  /** The same, and it is on their disks; with `updatesLength` the name node knows the length, too. */
  *hsync(updatesLength = false): Flow<void> {
    yield* this.#flush(updatesLength ? 'hsync with UPDATE_LENGTH' : 'hsync')
  }

  /** Replicas of the block that is being written; the file's replication between blocks. @throws HadoopException as others */
  currentBlockReplication(): number {
    this.#requireOpen()
    return this.#streamer.pipeline?.length ?? this.#file.replication
  }

  /** Ends the last block and the file. A second call does nothing, even when the first one failed. */
  *close(): Flow<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    try {
      const { lastException } = this.#streamer
      if (lastException !== undefined) throw lastException
      for (const packet of this.#buffer.flush(false)) yield* this.#enqueue(packet)
      if (this.#buffer.blockBytes > 0) yield* this.#enqueue(this.#buffer.end())
      yield* this.#streamer.awaitAcknowledged(this.#streamer.lastQueuedSeqno)
      this.#streamer.settle()
      yield* this.#complete()
    } finally {
      this.#streamer.close()
      this.#client.closed(this)
    }
  }

  *#flush(kind: Flush): Flow<void> {
    this.#requireOpen()
    for (const packet of this.#buffer.flush(kind !== 'hflush')) yield* this.#enqueue(packet)
    yield* this.#streamer.awaitAcknowledged(this.#streamer.lastQueuedSeqno)
    this.#streamer.settle()
    const updatesLength = kind === 'hsync with UPDATE_LENGTH'
    if (!this.#streamer.mustPersist && !updatesLength) return
    this.#streamer.mustPersist = false
    yield* this.#client.call('fsync', { ...this.#client.caller, path: this.#file.path, fileId: this.#file.fileId, lengthBytes: this.#streamer.last?.lengthBytes ?? 0 })
  }

  /** The name node closes the file once the last block is stored often enough. */
  *#complete(): Flow<void> {
    const { config, caller } = this.#client
    const { last } = this.#streamer
    let delayMs = config.number('dfs.client.block.write.locateFollowingBlock.initial.delay.ms')
    for (let left = config.number('dfs.client.block.write.locateFollowingBlock.retries'); ; left--) {
      const isDone = yield* this.#client.call('complete', { ...caller, path: this.#file.path, fileId: this.#file.fileId, ...(last === undefined ? {} : { last }) })
      if (isDone) return
      if (left === 0) {
        const block = last === undefined ? 'null' : `BP-1:blk_${String(last.block.id)}_${String(last.block.generationStamp)}`
        throw ioFailure(`Unable to close file because the last block ${block} does not have enough number of replicas.`)
      }
      yield* pause(this.#client.process, delayMs * 1000)
      delayMs *= 2
    }
  }

  *#enqueue(packet: Packet): Flow<void> {
    yield* this.#streamer.awaitRoom()
    this.#streamer.enqueue(packet)
  }

  #requireOpen(): void {
    if (this.#streamer.lastException !== undefined) throw this.#streamer.lastException
    if (this.#isClosed) throw new HadoopException('java.nio.channels.ClosedChannelException', 'null')
  }
}
