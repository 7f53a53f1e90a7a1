import type { Lane } from '../../../ledger/lane.ts'
import type { Host } from '../../../sim/host.ts'
import type { Process, ProcessEnd, Program } from '../../../sim/process.ts'
import type { Cell, CellBooks } from '../data/cell.ts'
import type { Durability, Put } from '../data/mutation.ts'
import type { HBaseConfig } from '../hbase-config.ts'
import { HBaseException } from '../hbase-exception.ts'
import { ports, type Edit, type MasterAnswer, type MasterRequest, type RegionAnswer, type RegionRequest } from '../protocol.ts'
import { Caller, CallServer } from '../rpc.ts'
import { HdfsFiles, type HdfsNamespace } from '../store/hdfs-files.ts'
import { notServing, OpenRegion } from './open-region.ts'
import { WriteAheadLog } from './write-ahead-log.ts'

/** What a region server is made from. */
export interface RegionServerOptions {
  readonly lane: Lane
  readonly host: Host
  readonly index: number
  readonly config: HBaseConfig
  readonly books: CellBooks
  readonly namespace: HdfsNamespace
  readonly masterHost: Host
  readonly sessionTimeoutMs: number
  readonly bootMicros: number
  readonly openRegionMicros: number
}

type Reply = (answer: RegionAnswer, bytes?: number) => void

/** Where the logs of one life of a server are. */
export function walDirectory(server: number, startCode: number): string {
  return `/hbase/WALs/${server},${startCode}`
}

/** A region server: it answers for its regions from memory, after its log has what it answers for. Source: HRegionServer. */
export class RegionServer implements Program {
  readonly process: Process
  readonly #options: RegionServerOptions
  readonly #files: HdfsFiles
  readonly #master: Caller<MasterRequest, MasterAnswer>
  readonly #regions = new Map<string, OpenRegion>()
  #wal: WriteAheadLog | undefined
  #filesWritten = 0

  constructor(options: RegionServerOptions) {
    const { lane, host, namespace, masterHost, bootMicros } = options
    this.#options = options
    this.process = host.process(this, { name: 'regionserver', bootMicros })
    this.#files = new HdfsFiles(lane, this.process, namespace)
    this.#master = new Caller(lane, this.process, { host: masterHost, port: ports.master })
  }

  /** The regions that are open here. */
  get regions(): ReadonlyMap<string, OpenRegion> {
    return this.#regions
  }

  get #startCode(): number {
    return this.process.incarnation
  }

  onStart(): void {
    const { lane, config, index } = this.#options
    this.#wal = new WriteAheadLog({
      process: this.process, files: this.#files, directory: walDirectory(index, this.#startCode),
      deferredMicros: config.integer('hbase.regionserver.optionallogflushinterval') * 1000,
      onFenced: () => { this.#abort('its log was closed: another server has its regions') },
    })
    new CallServer<RegionRequest, RegionAnswer>((request, reply) => { this.#handle(request, reply) }).listen(lane, this.process, ports.regionServer)
    this.#register()
  }

  /** Flushes all memstores, gives the regions back, and ends. */
  onTerminate(): void {
    const open = [...this.#regions.keys()]
    let left = open.length
    const leave = (): void => {
      this.#master.call({ kind: 'leave', server: this.#options.index, startCode: this.#startCode }, { timeoutMicros: 10_000_000 }, () => { this.process.exit() })
    }
    if (left === 0) leave()
    for (const name of open) this.#close(name, () => { if (--left === 0) leave() })
  }

  /** Lets the log write what it holds back. */
  flushLog(): void {
    this.#wal?.flush()
  }

  onEnd(end: ProcessEnd): void {
    for (const region of this.#regions.values()) region.forget(`${end}: in the memstore of a region server, in no log and no file`)
    this.#regions.clear()
    this.#wal = undefined
    this.#record()
  }

  #register(): void {
    const { index } = this.#options
    this.#master.call({ kind: 'register', server: index, startCode: this.#startCode }, { timeoutMicros: 10_000_000 }, (answer) => {
      if (answer instanceof HBaseException) this.process.after(1_000_000, () => { this.#register() })
      else this.#pingLater()
    })
  }

  /** Keeps its ZooKeeper session alive; one that has expired ends the server. */
  #pingLater(): void {
    const { index, sessionTimeoutMs } = this.#options
    this.process.after(Math.round((sessionTimeoutMs * 1000) / 3), () => {
      this.#master.call({ kind: 'ping', server: index, startCode: this.#startCode }, { timeoutMicros: sessionTimeoutMs * 1000 }, (answer) => {
        if (!(answer instanceof HBaseException) && answer.kind === 'expired') this.#abort('org.apache.hadoop.hbase.YouAreDeadException: its ZooKeeper session has expired')
      })
      this.#pingLater()
    })
  }

  #abort(why: string): void {
    this.process.log(this.process.name, 'ERROR', `HRegionServer - ***** ABORTING region server: ${why} *****`)
    this.process.exit()
  }

  #handle(request: RegionRequest, reply: Reply): void {
    try {
      if (request.kind === 'open') this.#open(request, reply)
      else if (request.kind === 'close') this.#close(request.region, () => { reply({ kind: 'done' }) })
      else this.#answer(request, this.#requireRegion(request.region), reply)
    } catch (error) {
      if (!(error instanceof HBaseException)) throw error
      reply({ kind: 'failed', exception: error })
    }
  }

  #requireRegion(name: string): OpenRegion {
    const region = this.#regions.get(name)
    if (region === undefined) throw notServing(name, this.process.host.name)
    return region
  }

  #answer(request: Exclude<RegionRequest, { kind: 'open' | 'close' }>, region: OpenRegion, reply: Reply): void {
    const { nowMs } = this.#options.lane
    switch (request.kind) {
      case 'multi':
        this.#multi(region, request.puts, reply)
        return
      case 'increment': {
        const { cells, value } = region.increment(request.increment, nowMs)
        this.#log(region, new Map([[request.increment.durability, cells]]), () => { reply({ kind: 'long', value }) })
        return
      }
      case 'checkAndPut': {
        const { put } = request
        region.requireFamilies(put.columns.map(({ family }) => family))
        const exists = put.columns.some(({ family, qualifier }) => region.store.get(put.row, family, qualifier) !== undefined)
        if (exists) reply({ kind: 'flag', value: false })
        else this.#log(region, new Map([[put.durability, region.put(put, nowMs)]]), () => { reply({ kind: 'flag', value: true }) })
        return
      }
      case 'get': {
        const { row, family } = request
        if (family !== undefined) region.requireFamilies([family])
        const cells = region.store.row(row).filter((cell) => family === undefined || cell.family === family)
        reply({ kind: 'cells', cells }, bytesOf(cells))
        return
      }
      case 'scan': {
        const rows = region.store.rowKeys
        reply({ kind: 'rows', rows }, rows.length * 50)
      }
    }
  }

  #multi(region: OpenRegion, puts: readonly Put[], reply: Reply): void {
    const errors: (HBaseException | undefined)[] = []
    const cells = new Map<Durability, Cell[]>()
    for (const put of puts) {
      try {
        const own = region.put(put, this.#options.lane.nowMs)
        const same = cells.get(put.durability) ?? []
        same.push(...own)
        cells.set(put.durability, same)
        errors.push(undefined)
      } catch (error) {
        if (!(error instanceof HBaseException)) throw error
        errors.push(error)
      }
    }
    this.#log(region, cells, () => { reply({ kind: 'results', errors }) })
  }

  /** Writes cells to the log as their durability says, and answers then. Source: HRegion.doMiniBatchMutate, FSWALEntry. */
  #log(region: OpenRegion, byDurability: ReadonlyMap<Durability, readonly Cell[]>, done: () => void): void {
    let open = 1
    const finish = (): void => { if (--open === 0) done() }
    for (const [durability, cells] of byDurability) {
      if (durability === 'SKIP_WAL' || cells.length === 0) continue
      const edit = { region: region.info.name, cells }
      const arrive = (): void => { this.#options.books.arrived(cells, this.process.name) }
      if (durability === 'ASYNC_WAL') {
        this.#wal?.defer(edit, bytesOf(cells), arrive)
        continue
      }
      open++
      const isForced = durability === 'FSYNC_WAL' || this.#options.config.flag('hbase.wal.hsync')
      this.#wal?.append(edit, { bytes: bytesOf(cells), isForced }, () => {
        arrive()
        finish()
      })
    }
    this.#record()
    if (region.memstoreBytes >= this.#options.config.integer('hbase.hregion.memstore.flush.size')) this.#flush(region, () => undefined)
    finish()
  }

  /** Writes the memstore of a region to a store file. Source: HRegion.flushcache. */
  #flush(region: OpenRegion, done: () => void): void {
    const cells = [...region.memstore]
    if (cells.length === 0 || region.isFlushing) {
      done()
      return
    }
    region.isFlushing = true
    const path = `/hbase/data/${region.info.name}/${this.#options.index}-${this.#startCode}-${this.#filesWritten++}`
    this.#files.write(path, { region: region.info.name, cells }, bytesOf(cells), (isWritten) => {
      region.isFlushing = false
      if (!isWritten) {
        this.process.after(1_000_000, () => { this.#flush(region, done) })
        return
      }
      this.#options.books.arrived(cells, this.process.name)
      region.flushed(cells.length, path)
      if ([...this.#regions.values()].every(({ memstore }) => memstore.length === 0)) this.#wal?.truncate()
      this.#record()
      done()
    })
  }

  #open({ region: info, descriptor, files, edits }: Extract<RegionRequest, { kind: 'open' }>, reply: Reply): void {
    const region = new OpenRegion(info, descriptor, { books: this.#options.books, place: this.process.name, files })
    const paths = [...files]
    const readNext = (): void => {
      const path = paths.shift()
      if (path === undefined) {
        this.#replay(region, edits, reply)
        return
      }
      this.#files.read(path, (found) => {
        if (found === undefined) {
          reply({ kind: 'failed', exception: new HBaseException('org.apache.hadoop.hdfs.BlockMissingException', `Could not obtain block: file=${path}`) })
          return
        }
        for (const { cells } of found) for (const cell of cells) region.store.put(cell)
        readNext()
      })
    }
    this.process.after(this.#options.openRegionMicros, readNext)
  }

  /** What a log had for the region goes into its memstore, and from there into a file before it is opened. */
  #replay(region: OpenRegion, edits: readonly Edit[], reply: Reply): void {
    for (const { cells } of edits) region.add(cells)
    this.#flush(region, () => {
      this.#regions.set(region.info.name, region)
      this.#record()
      reply({ kind: 'done' })
    })
  }

  #close(name: string, done: () => void): void {
    const region = this.#regions.get(name)
    this.#regions.delete(name)
    if (region === undefined) done()
    else this.#flush(region, done)
  }

  #record(): void {
    const { recorder } = this.process.simulation
    recorder.set(recorder.track(this.process.name, 'regionCount'), this.#regions.size)
    const bytes = [...this.#regions.values()].reduce((sum, { memstoreBytes }) => sum + memstoreBytes, 0)
    recorder.set(recorder.track(this.process.name, 'memStoreSize'), bytes)
  }
}

function bytesOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { bytes }) => sum + bytes, 0)
}
