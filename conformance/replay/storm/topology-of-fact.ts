import type { Simulation } from '../../../engine/sim/simulation.ts'
import type { StormConfigValue } from '../../../engine/storm/config/storm-defaults.ts'
import type { Grouping } from '../../../engine/storm/grouping/grouping.ts'
import { TopologyBuilder, type StormTopology } from '../../../engine/storm/topology/topology-builder.ts'
import { isObject, listOf, numberOf, property, textOf, type Json } from '../../json.ts'
import { NotReplayable } from '../replayer.ts'
import type { Observations } from './observations.ts'
import { ScriptedBolt } from './scripted-bolt.ts'
import { ScriptedSpout } from './scripted-spout.ts'

/** `setup.topology` of a fact, with spouts and bolts that report what they see. */
export function topologyOf(setup: Json, simulation: Simulation, seen: Observations): StormTopology {
  const topology = property(setup, 'topology')
  const spout = property(topology, 'spout')
  const emits = property(spout, 'emits')
  const builder = new TopologyBuilder()
  const script = {
    from: numberOf(emits, 'from') ?? 1, to: numberOf(emits, 'to') ?? 0,
    hasMessageIds: property(spout, 'messageIds') === true, replaysFailed: property(spout, 'replaysFailed') === true,
  }
  const fields = listOf(spout, 'fields').map(String)
  builder.setSpout(textOf(spout, 'id'), () => new ScriptedSpout(script, simulation, seen), { fields })
  for (const bolt of listOf(topology, 'bolts')) {
    const grouping = property(bolt, 'grouping')
    const boltScript = { id: textOf(bolt, 'id'), isBasic: textOf(bolt, 'class') === 'basic', behaviour: textOf(bolt, 'behaviour'), tuple: numberOf(bolt, 'tuple') }
    builder
      .setBolt(boltScript.id, () => new ScriptedBolt(boltScript, seen), { parallelism: numberOf(bolt, 'parallelism') ?? 1, fields })
      .grouping(textOf(grouping, 'from'), groupingOf(grouping ?? null))
  }
  return builder.createTopology()
}

/** A grouping as facts name it. @throws NotReplayable */
export function groupingOf(grouping: Json): Grouping {
  const type = textOf(grouping, 'type')
  switch (type) {
    case 'fields': case 'partialKey': return { type, fields: listOf(grouping, 'fields').map(String) }
    case 'shuffle': case 'global': case 'all': case 'none': case 'direct': case 'localOrShuffle': return { type }
    default: throw new NotReplayable(`the grouping '${type}' is not known`)
  }
}

/** `setup.config` of a fact; `workers` stands for topology.workers. */
export function configOf(config: Json | undefined): Readonly<Record<string, StormConfigValue>> {
  if (!isObject(config)) return {}
  return Object.fromEntries(Object.entries(config).flatMap(([key, value]) =>
    (value === undefined || typeof value === 'object' && value !== null ? [] : [[key === 'workers' ? 'topology.workers' : key, value] as const])))
}
