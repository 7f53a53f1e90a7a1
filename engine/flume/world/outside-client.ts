import type { RecordRun } from '../../ledger/record-run.ts'
import type { Host } from '../../sim/host.ts'
import type { Process } from '../../sim/process.ts'
import type { FlumeLane } from '../agent/flume-lane.ts'

/** What every program that sends to a source's port is made from. */
export interface OutsideClientOptions {
  readonly lane: FlumeLane
  readonly host: Host
  readonly name: string
  readonly to: Host
  readonly port: number
  /** Destinations that its records are owed to. */
  readonly owedTo: () => readonly number[]
}

/** Puts a client on the lane's picture, with its way to whoever listens on the port that it sends to. */
export function showClient(lane: FlumeLane, process: Process, client: { readonly name: string; readonly to: Host; readonly port: number }): void {
  const { topology } = lane.lane
  topology.node({ id: process.name, kind: 'outside', label: client.name, parent: process.host.name })
  const listener = lane.routes.listenerAt(client.to, client.port)
  if (listener !== undefined) topology.edge(process.name, listener)
}

/** A client has died: books the records that it had in its memory as lost. */
export function loseClientMemory({ lane }: FlumeLane, process: Process, runs: Iterable<RecordRun>): void {
  for (const run of runs) lane.ledger.copyEnded(run, { fate: 'lost', place: process.name, cause: 'the client died' })
}
