import { Lane } from '../../../engine/ledger/lane.ts'
import { RecordStreams } from '../../../engine/ledger/record-stream.ts'
import { Simulation } from '../../../engine/sim/simulation.ts'
import { StormCluster } from '../../../engine/storm/cluster/storm-cluster.ts'
import { chooseTaskIndex } from '../../../engine/storm/grouping/choose-task-index.ts'
import { StormException } from '../../../engine/storm/storm-exception.ts'
import { TopologyBuilder } from '../../../engine/storm/topology/topology-builder.ts'
import { Fields } from '../../../engine/storm/tuple/fields.ts'
import type { StormValue } from '../../../engine/storm/tuple/storm-value.ts'
import { listOf, numberOf, plainText, property, show, textOf, type Json } from '../../json.ts'
import { NotReplayable, type Replayer } from '../replayer.ts'
import { Observations } from './observations.ts'
import { ScriptedBolt } from './scripted-bolt.ts'
import { ScriptedSpout } from './scripted-spout.ts'
import { configOf, groupingOf } from './topology-of-fact.ts'

const functions: ReadonlyMap<string, (inputs: readonly Json[], call: Json) => readonly (Json | NotReplayable)[]> = new Map([
  ['TupleUtils.chooseTaskIndex', (inputs: readonly Json[]) => inputs.map((input) => taskIndex(input))],
  ['buildAndSubmitTopology', buildAndSubmit],
])

/** Functions of Storm with vectors, by `call.fn`. */
export const stormFunctionReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, call }) => kind === 'function' && functions.has(textOf(call, 'fn')),
  replay: ({ call, inputs }) => ({ outputs: functions.get(textOf(call, 'fn'))?.(inputs, call ?? null) ?? [] }),
}

function taskIndex(input: Json): Json | NotReplayable {
  const value = valueOf(textOf(input, 'type'), property(input, 'value') ?? null)
  if (value instanceof NotReplayable) return value
  return chooseTaskIndex([value], numberOf(input, 'tasks') ?? 1)
}

function valueOf(type: string, value: Json): StormValue | NotReplayable {
  if (value === null || type === 'null') return null
  switch (type) {
    case 'String': return plainText(value)
    case 'Boolean': return value === true
    case 'Long': return BigInt(Number(value))
    case 'Double': return { double: Number(value) }
    case 'Integer': case 'Short': case 'Byte': return Number(value)
    default: return new NotReplayable(`values of type ${show(type)} are not known`)
  }
}

/** One local cluster takes the topologies one after the other. */
function buildAndSubmit(inputs: readonly Json[], call: Json): readonly (Json | NotReplayable)[] {
  const simulation = new Simulation({ seed: 1 })
  const lane = new Lane({ simulation, name: 'storm', streams: new RecordStreams(), offeredAt: () => 0, startMs: 0 })
  const cluster = new StormCluster(lane, { supervisors: [lane.host('local')], timing: { workerBootMicros: 0 } })
  return inputs.map((input) => {
    const made = property(property(call, 'byInput'), plainText(input))
    if (made === undefined) return new NotReplayable('the call does not describe this topology')
    try {
      submit(cluster, simulation, made)
      return 'ok'
    } catch (error) {
      if (error instanceof StormException) return { class: error.className, message: error.message }
      throw error
    }
  })
}

function submit(cluster: StormCluster, simulation: Simulation, made: Json): void {
  const newFields = listOf(made, 'newFields')
  if (newFields.length > 0) {
    new Fields(newFields.map(String))
    return
  }
  const name = textOf(made, 'submitAs')
  const config = configOf(property(made, 'config'))
  const running = textOf(made, 'alreadyRunning')
  if (running !== '') cluster.submitTopology(running, config, build(made, simulation))
  const topology = build(made, simulation)
  if (property(made, 'submitAs') !== null) cluster.submitTopology(name, config, topology)
}

function build(made: Json, simulation: Simulation): ReturnType<TopologyBuilder['createTopology']> {
  const seen = new Observations()
  const builder = new TopologyBuilder()
  const fields = ['n', 'k']
  const script = { from: 1, to: 0, hasMessageIds: false, replaysFailed: false }
  for (const spout of listOf(made, 'spouts')) {
    const id = typeof spout === 'string' ? spout : textOf(spout, 'id')
    builder.setSpout(id, () => new ScriptedSpout(script, simulation, seen), { fields, parallelism: numberOf(spout, 'parallelism') ?? 1 })
  }
  for (const bolt of listOf(made, 'bolts')) {
    const id = textOf(bolt, 'id')
    const declarer = builder.setBolt(id, () => new ScriptedBolt({ id, isBasic: false, behaviour: 'neverAnswer', tuple: undefined }, seen), { fields, parallelism: numberOf(bolt, 'parallelism') ?? 1 })
    const stream = textOf(bolt, 'stream')
    const type = textOf(bolt, 'grouping')
    if (type === '') continue
    const grouping = groupingOf({ type, fields: listOf(bolt, 'fields') })
    if (stream === '') declarer.grouping(textOf(bolt, 'from'), grouping)
    else declarer.grouping(textOf(bolt, 'from'), grouping, stream)
  }
  return builder.createTopology()
}
