import type { Lane } from '../../../ledger/lane.ts'
import type { Process } from '../../../sim/process.ts'
import type { RegionInfo, TableDescriptor } from '../data/table.ts'
import { HBaseException } from '../hbase-exception.ts'
import { ports, type Edit, type RegionAnswer, type RegionRequest } from '../protocol.ts'
import { Caller } from '../rpc.ts'
import type { HdfsNamespace } from '../store/hdfs-files.ts'
import type { RegionServer } from './region-server.ts'

/** A region and where it is. */
export interface AssignedRegion {
  readonly info: RegionInfo
  server: number | undefined
  /** The logs of a dead server that have to be read before it is opened again. */
  waitsFor: string | undefined
  isOpening: boolean
  /** The server that was asked to open it. */
  openingOn: number | undefined
}

/** What the assigner asks its master. */
export interface RegionAssignerOptions {
  readonly lane: Lane
  readonly process: Process
  readonly namespace: HdfsNamespace
  readonly servers: () => readonly RegionServer[]
  /** Servers with a session. */
  readonly live: () => readonly number[]
  readonly regions: () => readonly AssignedRegion[]
  readonly tableOf: (name: string) => { readonly descriptor: TableDescriptor; readonly state: 'ENABLED' | 'DISABLED' } | undefined
}

const openTimeoutMicros = 60_000_000
const retryMicros = 1_000_000

/** Opens and closes regions on region servers. Source: org.apache.hadoop.hbase.master.assignment.AssignmentManager. */
export class RegionAssigner {
  readonly #options: RegionAssignerOptions
  readonly #callers = new Map<number, Caller<RegionRequest, RegionAnswer>>()

  constructor(options: RegionAssignerOptions) {
    this.#options = options
  }

  /** How many regions a server has or is about to have. */
  #loadOf(server: number): number {
    return this.#options.regions().filter((region) => region.server === server || region.openingOn === server).length
  }

  /** Opens regions that are not being opened already; done when all are open. @param edits what logs have for them */
  assignAll(regions: readonly AssignedRegion[], done: () => void, edits: readonly Edit[] = []): void {
    const waiting = regions.filter(({ isOpening }) => !isOpening)
    let open = waiting.length
    if (open === 0) done()
    for (const region of waiting) this.#assign(region, edits.filter(({ region: name }) => name === region.info.name), () => { if (--open === 0) done() })
  }

  /** Opens a region on the live server that has the fewest; tries again until one has it. */
  #assign(region: AssignedRegion, edits: readonly Edit[], done: () => void): void {
    const retry = (): void => { this.#options.process.after(retryMicros, () => { this.#assign(region, edits, done) }) }
    const [target] = this.#options.live().toSorted((left, right) => this.#loadOf(left) - this.#loadOf(right) || left - right)
    const table = this.#options.tableOf(region.info.table)
    if (table?.state !== 'ENABLED' || region.server !== undefined) {
      region.isOpening = false
      done()
      return
    }
    region.isOpening = true
    region.openingOn = target
    if (target === undefined) {
      retry()
      return
    }
    const files = this.#options.namespace.list(`/hbase/data/${region.info.name}`)
    this.#caller(target).call({ kind: 'open', region: region.info, descriptor: table.descriptor, files, edits }, { timeoutMicros: openTimeoutMicros }, (answer) => {
      if (answer instanceof HBaseException || answer.kind !== 'done' || !this.#options.live().includes(target)) {
        retry()
        return
      }
      region.isOpening = false
      region.openingOn = undefined
      region.waitsFor = undefined
      this.place(region, target, 'opened')
      done()
    })
  }

  /** Closes regions: their servers flush them first. */
  closeAll(regions: readonly AssignedRegion[], done: () => void): void {
    let open = regions.length
    for (const region of regions) {
      const closed = (): void => {
        this.place(region, undefined, 'closed')
        if (--open === 0) done()
      }
      if (region.server === undefined) closed()
      else this.#caller(region.server).call({ kind: 'close', region: region.info.name }, { timeoutMicros: openTimeoutMicros }, closed)
    }
  }

  /** Notes where a region is. */
  place(region: AssignedRegion, server: number | undefined, cause: string): void {
    region.server = server
    const { recorder } = this.#options.process.simulation
    recorder.setText(recorder.track(this.#options.process.name, `${region.info.table},${region.info.startKey} server`, 'text'), server === undefined ? 'none' : this.serverName(server), cause)
  }

  /** The machine of a server. */
  serverName(server: number): string {
    return this.#options.servers()[server]?.process.host.name ?? String(server)
  }

  #caller(server: number): Caller<RegionRequest, RegionAnswer> {
    let caller = this.#callers.get(server)
    const host = this.#options.servers()[server]?.process.host
    if (host === undefined) throw new RangeError(`there is no region server ${server}`)
    if (caller === undefined) {
      caller = new Caller(this.#options.lane, this.#options.process, { host, port: ports.regionServer })
      this.#callers.set(server, caller)
    }
    return caller
  }
}
