import type { NodeSpec } from '../../kafka/cluster/cluster-options.ts'
import type { OptionReader } from '../check-options.ts'
import { OptionError } from '../check-options.ts'
import { declareHost, readNic, readRaid, requireRack } from '../lane/host-options.ts'
import type { LaneScope } from '../lane/lane-scope.ts'

/**
 * Sets up the machines of a cluster's nodes, with the disks and in the racks that the options of `cluster` say. A broker
 * knows the rack of its machine (`broker.rack`), unless the reader sets that key or says `rackAware: false`.
 * @throws OptionError for racks or arrays that cannot be
 */
export function placedNodes({ lane, play }: LaneScope, nodes: readonly NodeSpec[], reader: OptionReader): readonly NodeSpec[] {
  const raid = readRaid(play, reader.raw('raid'))
  const racks = racksOf(reader.raw('rack'))
  const nicBytesPerSecond = readNic(reader)
  const isRackAware = reader.raw('rackAware') ?? true
  if (typeof isRackAware !== 'boolean') throw reader.wrong('rackAware', 'true or false', isRackAware)
  // A list may name a rack twice, for two brokers in it; controllers are few, and stand as far apart as they can.
  const places = { broker: racks, controller: [...new Set(racks)] }
  const turns = { broker: 0, controller: 0 }
  return nodes.map((node) => {
    const kind = node.roles.includes('broker') ? 'broker' : 'controller'
    const name = `${kind}-${node.id}`
    const { rack } = declareHost(lane, name, { raid, rack: inTurn(places[kind], turns[kind]++), nicBytesPerSecond })
    const isTold = isRackAware && rack !== undefined && kind === 'broker' && !reader.has('broker.rack')
    return { ...node, host: name, ...(isTold ? { properties: { ...node.properties, 'broker.rack': rack } } : {}) }
  })
}

function racksOf(rack: unknown): readonly string[] {
  if (rack === undefined) return []
  if (!Array.isArray(rack)) return [requireRack(rack)]
  if (rack.length === 0) throw new OptionError('cluster: the list of racks is empty.', 'rack')
  return rack.map((one) => requireRack(one))
}

function inTurn(racks: readonly string[], turn: number): string | undefined {
  return racks.length === 0 ? undefined : racks[turn % racks.length]
}
