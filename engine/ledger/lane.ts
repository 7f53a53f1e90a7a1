import { Host } from '../sim/host.ts'
import type { DiskOptions } from '../sim/disk.ts'
import { Network } from '../sim/network.ts'
import type { LinkOptions } from '../sim/link.ts'
import { defaultNicBytesPerSecond } from '../sim/network-interface.ts'
import type { Simulation } from '../sim/simulation.ts'
import { utc, type TimeZone } from '../sim/time-zone/time-zone.ts'
import { LaneLedger } from './lane-ledger.ts'
import type { RecordRun } from './record-run.ts'
import type { RecordStreams } from './record-stream.ts'
import { Topology } from './topology.ts'

/** What a lane is made from. */
export interface LaneOptions {
  readonly simulation: Simulation
  readonly name: string
  readonly streams: RecordStreams
  /** When a record was offered, in microseconds. */
  readonly offeredAt: (record: number) => number
  /** Wall-clock time at the start of the run, in milliseconds since 1970-01-01 UTC. */
  readonly startMs: number
  /** Where its machines' clocks are; UTC when absent. */
  readonly zone?: TimeZone
  readonly disk?: Partial<DiskOptions>
  readonly link?: Partial<LinkOptions>
  /** Bandwidth of its machines' network cards, each way; 1 Gbit/s when absent, infinite for none to speak of. */
  readonly nicBytesPerSecond?: number
}

/** A message that carries records, as the ledger sees it in sockets; protocols' messages implement it where they do. */
export interface CarriesRecords {
  readonly carriedRuns: readonly RecordRun[]
}

/** One side of the comparison: its machines, its network and its books. Lanes share the clock and the records only. */
export class Lane {
  readonly name: string
  readonly simulation: Simulation
  readonly streams: RecordStreams
  readonly network: Network
  readonly ledger: LaneLedger
  readonly topology = new Topology()
  readonly startMs: number
  readonly zone: TimeZone
  readonly #hosts = new Map<string, Host>()
  readonly #disk: Partial<DiskOptions>
  readonly #nicBytesPerSecond: number

  constructor(options: LaneOptions) {
    this.simulation = options.simulation
    this.name = options.name
    this.streams = options.streams
    this.startMs = options.startMs
    this.zone = options.zone ?? utc
    this.network = new Network(options.simulation, options.link)
    this.ledger = new LaneLedger(options.simulation, options.name, options.offeredAt, options.streams)
    this.#disk = options.disk ?? {}
    this.#nicBytesPerSecond = options.nicBytesPerSecond ?? defaultNicBytesPerSecond
    this.#accountForSockets()
  }

  /** The machine of that name; set up with one disk on first use. */
  host(name: string, disk: Partial<DiskOptions> = {}, rack?: string, nicBytesPerSecond = this.#nicBytesPerSecond): Host {
    let host = this.#hosts.get(name)
    if (host === undefined) {
      host = new Host(this.simulation, `${this.name}/${name}`, rack, nicBytesPerSecond)
      const { name: diskName, array } = host.disk('disk', { ...this.#disk, ...disk })
      this.#hosts.set(name, host)
      this.topology.node({ id: host.name, kind: 'host', label: name, ...(rack === undefined ? {} : { properties: { rack } }) })
      const properties = array === undefined ? {} : { raid: array.options.level, disks: array.options.disks }
      this.topology.node({ id: diskName, kind: 'disk', label: array === undefined ? 'disk' : `RAID ${String(array.options.level)}`, parent: host.name, properties })
    }
    return host
  }

  /** The machine of that name, if there is one. */
  findHost(name: string): Host | undefined {
    return this.#hosts.get(name)
  }

  get hosts(): readonly Host[] {
    return [...this.#hosts.values()]
  }

  /** Wall-clock time now, in milliseconds since 1970-01-01 UTC. */
  get nowMs(): number {
    return this.startMs + Math.floor(this.simulation.nowMicros / 1000)
  }

  #accountForSockets(): void {
    const place = `${this.name}/network`
    this.ledger.addHolder({
      place,
      walk: (visit) => { this.network.walkMessages((message) => { for (const run of carriedRuns(message)) visit(run) }) },
    })
    this.network.onMessageLost((message, from, to, cause) => {
      for (const run of carriedRuns(message)) {
        this.ledger.copyEnded(run, { fate: 'lost', place, cause: `on the way from ${from.name} to ${to.name}: ${cause}` })
      }
    })
  }
}

function carriedRuns(message: unknown): readonly RecordRun[] {
  return typeof message === 'object' && message !== null && 'carriedRuns' in message && Array.isArray(message.carriedRuns)
    ? (message.carriedRuns as readonly RecordRun[])
    : []
}
