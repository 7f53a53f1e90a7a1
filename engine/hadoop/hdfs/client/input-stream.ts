import { pause, type Flow } from '../../flow.ts'
import { HadoopException, ioFailure } from '../../hadoop-exception.ts'
import type { PlacedData } from '../file-data.ts'
import { blockText, type LocatedBlock, type LocatedBlocks } from '../protocol/blocks.ts'
import { askDataNode, type Asker } from '../protocol/stream-call.ts'
import { nodeText } from './replace-policy.ts'
import type { WritingClient } from './writing-client.ts'

/** How often, and after how long, a reader asks again where the last block is. Source: dfs.client.retry.times.get-last-block-length, …retry.interval-ms…. */
const lastBlockRetries = 3
const lastBlockRetryMicros = 4_000_000

/** What a read gave: bytes, and the items that end among them. */
export interface ReadResult {
  /** -1 at the end. */
  readonly bytes: number
  readonly data: readonly PlacedData[]
}

/** An open file of a reader; what is flushed after it was opened it does not see. Source: org.apache.hadoop.hdfs.DFSInputStream. */
export class HdfsInputStream {
  readonly #client: WritingClient
  readonly #path: string
  readonly #dead = new Set<string>()
  #blocks: readonly LocatedBlock[] = []
  #visibleBytes = 0
  #positionBytes = 0

  /** Created by `DfsClient.open`, which calls `load`. */
  constructor(client: WritingClient, path: string) {
    this.#client = client
    this.#path = path
  }

  /** Length that the file had for readers when it was opened. */
  get visibleLengthBytes(): number {
    return this.#visibleBytes
  }

  get positionBytes(): number {
    return this.#positionBytes
  }

  /** Asks the name node for blocks, and a data node for the length of one that is being written. @throws HadoopException */
  *load(): Flow<void> {
    for (let left = lastBlockRetries; ; left--) {
      const located = yield* this.#client.call('getBlockLocations', { ...this.#client.caller, path: this.#path })
      if (yield* this.#take(located)) return
      if (left === 0) throw ioFailure('Could not obtain the last block locations.')
      yield* pause(this.#client.process, lastBlockRetryMicros)
    }
  }

  /** @throws HadoopException EOFException behind the end, or before the beginning */
  seek(positionBytes: number): void {
    if (positionBytes > this.#visibleBytes) throw new HadoopException('java.io.EOFException', 'Cannot seek after EOF')
    if (positionBytes < 0) throw new HadoopException('java.io.EOFException', 'Cannot seek to negative offset')
    this.#positionBytes = positionBytes
  }

  /** Reads up to so many bytes, within one block. @throws HadoopException BlockMissingException */
  *read(most: number): Flow<ReadResult> {
    if (this.#positionBytes >= this.#visibleBytes) return { bytes: -1, data: [] }
    const block = this.#blocks.find(({ offset, lengthBytes }) => this.#positionBytes < offset + lengthBytes)
    if (block === undefined) return { bytes: -1, data: [] }
    const from = this.#positionBytes - block.offset
    const wanted = Math.min(most, block.lengthBytes - from)
    const bytes = yield* this.#readBlock(block, from, wanted)
    const data = this.#client.contents.read(block.block.id, from, from + bytes).map((entry) => ({ ...entry, start: entry.start + block.offset }))
    this.#positionBytes += bytes
    return { bytes, data }
  }

  /** Reads to the end. @throws HadoopException as `read` */
  *readToEnd(): Flow<ReadResult> {
    let bytes = 0
    const data: PlacedData[] = []
    for (;;) {
      const part = yield* this.read(Number.MAX_SAFE_INTEGER)
      if (part.bytes < 0) return { bytes, data }
      bytes += part.bytes
      data.push(...part.data)
    }
  }

  /** @returns false when the last block has no locations to ask */
  *#take({ blocks, fileLengthBytes, isLastBlockComplete }: LocatedBlocks): Flow<boolean> {
    this.#blocks = blocks
    this.#visibleBytes = fileLengthBytes
    const last = blocks[blocks.length - 1]
    if (isLastBlockComplete || last === undefined) return true
    if (last.locations.length === 0) return last.lengthBytes === 0
    const lengthBytes = yield* this.#writtenLength(last)
    this.#blocks = [...blocks.slice(0, -1), { ...last, lengthBytes }]
    this.#visibleBytes = last.offset + lengthBytes
    return true
  }

  /** Asks the nodes of a pipeline in turn; none of them having begun the block means that it is empty. */
  *#writtenLength(block: LocatedBlock): Flow<number> {
    let isMissingEverywhere = true
    for (const node of block.locations) {
      const answer = yield* askDataNode(this.#asker, node, { op: 'visible length', block: block.block })
      if (answer?.bytes !== undefined) return answer.bytes
      if (answer === undefined) isMissingEverywhere = false
    }
    if (isMissingEverywhere) return 0
    const located = `LocatedBlock{${blockText(block.block)}; getBlockSize()=${String(block.lengthBytes)}; corrupt=${String(block.isCorrupt)}; offset=${String(block.offset)}; locs=[${block.locations.map((node) => nodeText(node)).join(', ')}]; cachedLocs=[]}`
    throw new HadoopException('org.apache.hadoop.hdfs.CannotObtainBlockLengthException', `Cannot obtain block length for ${located} of ${this.#path}`)
  }

  /** Tries the locations in turn, then asks for them anew; gives up after dfs.client.max.block.acquire.failures rounds. */
  *#readBlock(block: LocatedBlock, from: number, bytes: number): Flow<number> {
    let located = block
    for (let failures = 0; ; failures++) {
      for (const node of located.locations) {
        if (this.#dead.has(node)) continue
        const answer = yield* askDataNode(this.#asker, node, { op: 'read', block: block.block, offset: from, bytes })
        if (answer?.isCorrupt === true) yield* this.#client.call('reportBadBlocks', { node, block: block.block })
        else if (answer?.bytes !== undefined && answer.bytes > 0) return answer.bytes
        this.#dead.add(node)
      }
      if (failures >= this.#client.config.number('dfs.client.max.block.acquire.failures')) throw this.#missing(located)
      yield* pause(this.#client.process, this.#retryMicros(failures))
      this.#dead.clear()
      const again = yield* this.#client.call('getBlockLocations', { ...this.#client.caller, path: this.#path })
      located = again.blocks.find(({ block: { id } }) => id === block.block.id) ?? located
    }
  }

  /** A window that grows, and a random part of the next. Source: DFSInputStream.refetchLocations. */
  #retryMicros(failures: number): number {
    const base = this.#client.config.number('dfs.client.retry.window.base')
    const random = this.#client.lane.simulation.random(`${this.#client.process.name}/refetch`)
    return Math.round((base * failures + base * (failures + 1) * random.nextFloat()) * 1000)
  }

  #missing({ block, locations }: LocatedBlock): HadoopException {
    const known = locations.map((node) => ` ${nodeText(node)}`).join('')
    const dead = [...this.#dead].map((node) => ` ${nodeText(node)}`).join('')
    return new HadoopException('org.apache.hadoop.hdfs.BlockMissingException', `Could not obtain block: ${blockText(block)} file=${this.#path} No live nodes contain current block Block locations:${known} Dead nodes: ${dead}`)
  }

  get #asker(): Asker {
    return { lane: this.#client.lane, process: this.#client.process, timeoutMs: this.#client.socketTimeoutMs }
  }
}
