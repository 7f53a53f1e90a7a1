import type { Lane } from '../../../ledger/lane.ts'
import type { Host } from '../../../sim/host.ts'
import type { Process, Program } from '../../../sim/process.ts'
import { checkSane, containsRow, regionsOf, type TableDescriptor } from '../data/table.ts'
import { hbaseException, HBaseException } from '../hbase-exception.ts'
import { ports, type Edit, type MasterAnswer, type MasterRequest } from '../protocol.ts'
import { CallServer } from '../rpc.ts'
import { HdfsFiles, type HdfsNamespace } from '../store/hdfs-files.ts'
import { RegionAssigner, type AssignedRegion } from './region-assigner.ts'
import type { RegionServer } from './region-server.ts'
import { walDirectory } from './region-server.ts'

/** What the master is made from. */
export interface MasterOptions {
  readonly lane: Lane
  readonly host: Host
  readonly namespace: HdfsNamespace
  readonly servers: () => readonly RegionServer[]
  readonly sessionTimeoutMs: number
  readonly bootMicros: number
  /** From the end of a session to the first look at the logs of its server. */
  readonly crashProcedureMicros: number
}

interface Table {
  readonly descriptor: TableDescriptor
  readonly regions: readonly AssignedRegion[]
  state: 'ENABLED' | 'DISABLED'
}

interface Session {
  readonly startCode: number
  heardMicros: number
}

type Reply = (answer: MasterAnswer) => void

const retryMicros = 1_000_000
/** hbase.master.wait.on.regionservers.timeout: how long a new master waits for servers before it opens regions. */
const waitForServersMicros = 4_500_000

/**
 * The master, with ZooKeeper's sessions and hbase:meta in the same process: who is alive, and which server has which region.
 * What it knows outlives it. Sources: HMaster, ServerCrashProcedure, ServerManager, RegionServerTracker.
 */
export class HMaster implements Program {
  readonly process: Process
  readonly #options: MasterOptions
  readonly #files: HdfsFiles
  readonly #tables = new Map<string, Table>()
  readonly #sessions = new Map<number, Session>()
  readonly #assigner: RegionAssigner
  /** Servers whose logs are not yet split: by the directory of the logs. */
  readonly #crashed = new Map<string, number>()

  constructor(options: MasterOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: 'hmaster', bootMicros: options.bootMicros })
    this.#files = new HdfsFiles(options.lane, this.process, options.namespace)
    this.#assigner = new RegionAssigner({
      lane: options.lane, process: this.process, namespace: options.namespace, servers: options.servers,
      live: () => [...this.#sessions.keys()], regions: () => [...this.#tables.values()].flatMap(({ regions }) => regions),
      tableOf: (name) => this.#tables.get(name),
    })
  }

  /** Adds a table that was created before the run: it is opened when servers have had time to come. */
  addTable(descriptor: TableDescriptor): void {
    this.#addRegions(descriptor)
  }

  onStart(): void {
    new CallServer<MasterRequest, MasterAnswer>((request, reply) => { this.#handle(request, reply) }).listen(this.#options.lane, this.process, ports.master)
    for (const [server, session] of this.#sessions) {
      session.heardMicros = this.process.simulation.nowMicros
      this.#watch(server, session)
    }
    for (const [directory, server] of this.#crashed) this.#split(directory, server)
    for (const region of this.#unplaced) region.isOpening = false
    this.process.after(this.#sessions.size > 0 ? 0 : waitForServersMicros, () => {
      this.#assigner.assignAll(this.#unplaced.filter(({ waitsFor }) => waitsFor === undefined), () => undefined)
    })
  }

  onEnd(): void {
    // What it knows is in ZooKeeper and hbase:meta, which outlive it.
  }

  /** The index of the server that has the region of a row; undefined while none has. */
  serverOf(table: string, row: string): number | undefined {
    return this.#tables.get(table)?.regions.find(({ info }) => containsRow(info, row))?.server
  }

  /** Ends the session of a server at once, as ZooKeeper does when its client closes it. */
  endSession(server: number): void {
    const session = this.#sessions.get(server)
    if (session !== undefined) this.#expire(server, session, 'closed')
  }

  #handle(request: MasterRequest, reply: Reply): void {
    try {
      this.#serve(request, reply)
    } catch (error) {
      if (!(error instanceof HBaseException)) throw error
      reply({ kind: 'failed', exception: error })
    }
  }

  #serve(request: MasterRequest, reply: Reply): void {
    switch (request.kind) {
      case 'register':
      case 'ping':
      case 'leave':
        this.#hear(request, reply)
        return
      case 'create':
        this.#create(request.descriptor, reply)
        return
      case 'locate':
      case 'regions': {
        const { regions, state } = this.#requireTable(request.table)
        if (state === 'DISABLED') throw hbaseException('TableNotEnabledException', `${request.table} is disabled.`)
        const row = request.kind === 'locate' ? request.row : undefined
        const wanted = regions.filter(({ info }) => row === undefined || containsRow(info, row))
        reply({ kind: 'locations', locations: wanted.map(({ info, server }) => ({ region: info, server })) })
        return
      }
      case 'describe':
        reply({ kind: 'table', descriptor: this.#requireTable(request.table).descriptor })
        return
      default:
        this.#change(request, reply)
    }
  }

  #change({ kind, table: name }: Extract<MasterRequest, { kind: 'disable' | 'enable' | 'delete' }>, reply: Reply): void {
    const table = this.#tables.get(name)
    if (table === undefined) throw hbaseException('TableNotFoundException', name).unwrapped()
    const wanted = kind === 'disable' ? 'ENABLED' : 'DISABLED'
    if (table.state !== wanted) {
      const className = kind === 'disable' ? 'TableNotEnabledException' : 'TableNotDisabledException'
      throw hbaseException(className, `Not ${wanted}; tableName=${name}, state=${table.state}`).unwrapped()
    }
    if (kind === 'enable') {
      table.state = 'ENABLED'
      this.#assigner.assignAll(table.regions, () => { reply({ kind: 'done' }) })
    } else if (kind === 'disable') {
      table.state = 'DISABLED'
      this.#assigner.closeAll(table.regions, () => { reply({ kind: 'done' }) })
    } else {
      this.#tables.delete(name)
      for (const { info } of table.regions) for (const path of this.#options.namespace.list(`/hbase/data/${info.name}`)) this.#files.delete(path)
      reply({ kind: 'done' })
    }
  }

  #requireTable(name: string): Table {
    const table = this.#tables.get(name)
    if (table === undefined) throw hbaseException('TableNotFoundException', name)
    return table
  }

  #create(descriptor: TableDescriptor, reply: Reply): void {
    if (this.#tables.has(descriptor.name)) throw hbaseException('TableExistsException', descriptor.name).unwrapped()
    try {
      checkSane(descriptor)
    } catch (error) {
      throw error instanceof HBaseException ? error.unwrapped() : error
    }
    this.#assigner.assignAll(this.#addRegions(descriptor), () => { reply({ kind: 'done' }) })
  }

  #addRegions(descriptor: TableDescriptor): readonly AssignedRegion[] {
    const random = this.process.simulation.random(`${this.process.name} region names`)
    const encoded = (): string => Array.from({ length: 4 }, () => random.nextUint32().toString(16).padStart(8, '0')).join('')
    const regions = regionsOf(descriptor, this.#options.lane.nowMs, encoded).map((info): AssignedRegion => ({ info, server: undefined, waitsFor: undefined, isOpening: false, openingOn: undefined }))
    this.#tables.set(descriptor.name, { descriptor, regions, state: 'ENABLED' })
    return regions
  }

  #hear({ kind, server, startCode }: Extract<MasterRequest, { kind: 'register' | 'ping' | 'leave' }>, reply: Reply): void {
    const known = this.#sessions.get(server)
    if (kind === 'register') {
      if (known !== undefined && known.startCode !== startCode) this.#expire(server, known, `the server has started again: existing server looks stale`)
      const session = { startCode, heardMicros: this.process.simulation.nowMicros }
      this.#sessions.set(server, session)
      this.#watch(server, session)
      reply({ kind: 'done' })
      return
    }
    if (known?.startCode !== startCode) {
      reply({ kind: 'expired' })
      return
    }
    known.heardMicros = this.process.simulation.nowMicros
    if (kind === 'leave') this.#expire(server, known, 'closed')
    reply({ kind: 'done' })
  }

  /** Looks whether a session is over when it would be, had nothing been heard of it since. */
  #watch(server: number, session: Session): void {
    const overMicros = session.heardMicros + this.#options.sessionTimeoutMs * 1000
    this.process.after(Math.max(0, overMicros - this.process.simulation.nowMicros), () => {
      if (this.#sessions.get(server) !== session) return
      if (session.heardMicros + this.#options.sessionTimeoutMs * 1000 > this.process.simulation.nowMicros) this.#watch(server, session)
      else this.#expire(server, session, `nothing heard for ${this.#options.sessionTimeoutMs} ms`)
    })
  }

  #expire(server: number, session: Session, why: string): void {
    if (this.#sessions.get(server) !== session) return
    this.#sessions.delete(server)
    this.process.log(this.process.name, 'INFO', `RegionServerTracker - RegionServer ephemeral node deleted, processing expiration [${this.#assigner.serverName(server)}]: session ${why}`)
    const directory = walDirectory(server, session.startCode)
    this.#crashed.set(directory, server)
    for (const region of this.#regionsOn(server)) {
      region.waitsFor = directory
      this.#assigner.place(region, undefined, 'its server is dead')
    }
    this.process.after(this.#options.crashProcedureMicros, () => { this.#split(directory, server) })
  }

  /** Reads the logs of a dead server and hands its regions, with what the logs have for them, to others. Source: ServerCrashProcedure. */
  #split(directory: string, server: number): void {
    const paths = [...this.#options.namespace.list(directory)]
    const edits: Edit[] = []
    const next = (): void => {
      const path = paths.shift()
      if (path !== undefined) {
        this.#files.recover(path, (found) => {
          if (found === undefined) {
            this.process.after(retryMicros, () => { this.#split(directory, server) })
            return
          }
          edits.push(...found)
          next()
        })
        return
      }
      const regions = this.#unplaced.filter(({ waitsFor }) => waitsFor === directory)
      this.#assigner.assignAll(regions, () => {
        this.#crashed.delete(directory)
        for (const done of this.#options.namespace.list(directory)) this.#files.delete(done)
      }, edits)
    }
    next()
  }

  /** Regions that are on no server and should be on one. */
  get #unplaced(): readonly AssignedRegion[] {
    return [...this.#tables.values()].filter(({ state }) => state === 'ENABLED').flatMap(({ regions }) => regions.filter(({ server }) => server === undefined))
  }

  #regionsOn(server: number): readonly AssignedRegion[] {
    return [...this.#tables.values()].flatMap(({ regions }) => regions.filter((region) => region.server === server))
  }
}
