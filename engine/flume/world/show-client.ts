import type { Host } from '../../sim/host.ts'
import type { Process } from '../../sim/process.ts'
import type { FlumeLane } from '../agent/flume-lane.ts'

/** Puts a client on the lane's picture, with its way to whoever listens on the port that it sends to. */
export function showClient(lane: FlumeLane, process: Process, client: { readonly name: string; readonly to: Host; readonly port: number }): void {
  const { topology } = lane.lane
  topology.node({ id: process.name, kind: 'outside', label: client.name, parent: process.host.name })
  const listener = lane.routes.listenerAt(client.to, client.port)
  if (listener !== undefined) topology.edge(process.name, listener)
}
