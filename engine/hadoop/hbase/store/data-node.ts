import type { Lane } from '../../../ledger/lane.ts'
import type { AppendFile } from '../../../sim/append-file.ts'
import { DiskError } from '../../../sim/disk.ts'
import type { Host } from '../../../sim/host.ts'
import type { Process, Program } from '../../../sim/process.ts'
import type { CellBooks } from '../data/cell.ts'
import { HBaseException } from '../hbase-exception.ts'
import { ports, type DataAnswer, type DataRequest, type Edit } from '../protocol.ts'
import { CallServer } from '../rpc.ts'

interface Replica {
  readonly file: AppendFile<Edit>
  /** The life of the process that began it. */
  readonly life: number
  isClosed: boolean
}

type Reply = (answer: DataAnswer, bytes?: number) => void

/**
 * A data node, as far as HBase needs one: replicas of logs and store files. What was appended is in the machine's page cache
 * (hflush); a forced append is on its disk (hsync). Sources: FanOutOneBlockAsyncDFSOutput, lease recovery of HDFS.
 */
export class DataNode implements Program {
  readonly process: Process
  readonly #lane: Lane
  readonly #books: CellBooks
  readonly #replicas = new Map<string, Replica>()

  constructor(lane: Lane, host: Host, books: CellBooks, bootMicros: number) {
    this.#lane = lane
    this.#books = books
    this.process = host.process(this, { name: 'datanode', bootMicros })
  }

  onStart(): void {
    new CallServer<DataRequest, DataAnswer>((request, reply) => { this.#handle(request, reply) }).listen(this.#lane, this.process, ports.dataNode)
  }

  onEnd(): void {
    // Its replicas are files: the kernel has them.
  }

  #handle(request: DataRequest, reply: Reply): void {
    try {
      if (request.kind === 'append') this.#append(request, reply)
      else if (request.kind === 'delete') this.#delete(request.path, reply)
      else this.#read(request.path, request.kind === 'recover', reply)
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      reply({ kind: 'failed', exception: new HBaseException('java.io.IOException', error.message) })
    }
  }

  #append({ path, edit, bytes, isForced }: Extract<DataRequest, { kind: 'append' }>, reply: Reply): void {
    const replica = this.#replicas.get(path) ?? this.#create(path)
    if (replica.isClosed) {
      reply({ kind: 'failed', exception: new HBaseException('org.apache.hadoop.hdfs.server.namenode.LeaseExpiredException', `No lease on ${path}: File is not open for writing.`) })
      return
    }
    replica.file.append(edit, bytes)
    this.#books.retain(edit.cells)
    if (isForced) replica.file.sync(this.process, () => { reply({ kind: 'done' }) })
    else reply({ kind: 'done' })
  }

  #create(path: string): Replica {
    const file = this.process.host.mainDisk.appendFile<Edit>(`/dfs${path}`, (edits, cause) => {
      for (const { cells } of edits) this.#books.release(cells, this.process.name, `${cause}, the last replica`)
    })
    const replica = { file, life: this.process.incarnation, isClosed: false }
    this.#replicas.set(path, replica)
    return replica
  }

  #read(path: string, isClosing: boolean, reply: Reply): void {
    const replica = this.#replicas.get(path)
    if (replica === undefined) {
      reply({ kind: 'failed', exception: new HBaseException('java.io.FileNotFoundException', `File does not exist: ${path}`) })
      return
    }
    if (isClosing) replica.isClosed = true
    const { disk, entries, lengthBytes } = replica.file
    if (disk.isLost) throw new DiskError('lost', disk.name)
    const isWhole = replica.life === this.process.incarnation
    const answer = { kind: 'content', edits: [...entries], isWhole } as const
    const waitMicros = entries.length > 0 && replica.file.isCold(0) ? disk.read(lengthBytes) : 0
    this.process.after(waitMicros, () => { reply(answer, lengthBytes) })
  }

  #delete(path: string, reply: Reply): void {
    const replica = this.#replicas.get(path)
    if (replica !== undefined) {
      for (const { cells } of replica.file.entries) this.#books.release(cells, this.process.name, 'its file was deleted')
      this.process.host.mainDisk.delete(replica.file.path)
      this.#replicas.delete(path)
    }
    reply({ kind: 'done' })
  }
}
