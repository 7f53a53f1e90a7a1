import type { Lane } from '../../../ledger/lane.ts'
import type { Process } from '../../../sim/process.ts'
import type { Flow } from '../../flow.ts'
import type { BlockContents } from '../block-contents.ts'
import type { HdfsConfig } from '../hdfs-config.ts'
import type { Caller, ClientProtocol } from '../protocol/name-node-protocol.ts'

/** What a stream needs of its client. */
export interface WritingClient {
  readonly lane: Lane
  readonly process: Process
  readonly config: HdfsConfig
  readonly caller: Caller
  readonly contents: BlockContents
  readonly socketTimeoutMs: number
  readonly bytesPerChecksum: number
  /** Packets of one stream that may wait or be under way. */
  readonly mostPackets: number
  /** Calls the name node. @throws HadoopException */
  call<Method extends keyof ClientProtocol>(method: Method, args: Parameters<ClientProtocol[Method]>[0]): Flow<ReturnType<ClientProtocol[Method]>>
  /** A stream was opened (and its lease is to be renewed), or is closed. */
  opened(stream: object): void
  closed(stream: object): void
}
