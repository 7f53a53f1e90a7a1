import type { DataNode } from '../../../engine/hadoop/hdfs/data-node/data-node.ts'
import { isList, listOf, numberOf, textOf, type Json, type JsonObject } from '../../json.ts'
import { NotReplayable } from '../replayer.ts'
import type { HdfsWorld } from './hdfs-world.ts'

type Verb = (world: HdfsWorld, step: JsonObject) => Json

/** How long the recorder's stop of a server takes, in ms: its clients have heard of it when the next step begins. */
const stopMs = 500

/** The data node that a step names. */
function named(world: HdfsWorld, step: JsonObject, which: Json | undefined): DataNode {
  if (typeof which === 'number') return nodeAt(world, which)
  const text = typeof which === 'string' ? which : ''
  const pipeline = (): readonly string[] => world.pipelines.get(textOf(step, 'asOf')) ?? world.outputs.get(textOf(step, 'ofHandle'))?.pipeline ?? []
  const index = Number(/\[(\d+)\]/.exec(text)?.[1] ?? 0)
  if (text.startsWith('pipeline')) return world.dataNode(pipeline()[index])
  if (text === 'notInPipeline') return world.dataNode(world.hdfs.dataNodes.find(({ name, process }) => !pipeline().includes(name) && process.isAlive)?.name)
  if (text.startsWith('replica')) return world.dataNode(locations(world, textOf(step, 'ofPath'))[index])
  throw new NotReplayable(`the data node ${text} is not known`)
}

function nodeAt(world: HdfsWorld, index: number): DataNode {
  return world.dataNode(world.hdfs.dataNodes[index]?.name)
}

function locations(world: HdfsWorld, path: string): readonly string[] {
  const { client, process } = world.client('observer')
  return world.do(process, client.call('getBlockLocations', { ...client.caller, path })).blocks[0]?.locations ?? []
}

/** A number of the name node, or how many locations a path's first block has. */
function measured(world: HdfsWorld, step: JsonObject): Json {
  const what = textOf(step, 'what')
  if (what === 'isFileClosed') {
    const { client, process } = world.client('observer')
    return world.do(process, client.isFileClosed(textOf(step, 'path')))
  }
  if (what === 'locations') {
    const live = locations(world, textOf(step, 'path'))
    const without = step['withoutDatanode']
    return typeof without === 'number' && live.includes(nodeAt(world, without).name) ? -1 : live.length
  }
  const counts: Readonly<Record<string, number>> = { ...world.hdfs.nameNode.state.blocks.counts() }
  const count = counts[what]
  if (count === undefined) throw new NotReplayable(`the counter ${what} is not known`)
  return count
}

/** What happens to the cluster and its servers. */
export const clusterVerbs: Readonly<Record<string, Verb>> = {
  safeMode: (world, step) => {
    world.hdfs.nameNode.state.safeMode.set(step['on'] === true)
    return 'ok'
  },
  setLeasePeriod: (world, step) => {
    world.hdfs.nameNode.state.leases.setPeriods(numberOf(step, 'softMs') ?? 0, numberOf(step, 'hardMs') ?? 0)
    return 'ok'
  },
  killWriter: (world) => {
    world.client('writer process').process.kill()
    world.run(stopMs)
    return 'ok'
  },
  stopNamenode: (world) => {
    world.hdfs.nameNode.process.kill()
    world.run(stopMs)
    return 'ok'
  },
  startNamenode: (world) => {
    world.startNameNode()
    return 'ok'
  },
  stopDatanode: (world, step) => {
    named(world, step, step['which']).process.kill()
    world.run(stopMs)
    return 'ok'
  },
  startDatanodes: (world) => {
    for (const { process } of world.hdfs.dataNodes) process.start()
    return 'ok'
  },
  restartDatanodes: (world, step) => {
    const nodes = (isList(step['which']) ? listOf(step, 'which') : [step['which'] ?? 0]).map((which) => named(world, step, which))
    for (const { process } of nodes) process.kill()
    world.run(stopMs)
    for (const { process } of nodes) process.start()
    world.waitFor(() => nodes.every(({ process }) => process.isRunning), 60_000, 50)
    return 'ok'
  },
  corruptReplica: (world, step) => {
    const { client, process } = world.client('observer')
    const block = world.do(process, client.call('getBlockLocations', { ...client.caller, path: textOf(step, 'path') })).blocks[numberOf(step, 'block') ?? 0]
    const nodes = step['datanode'] === 'all' ? world.hdfs.dataNodes : [nodeAt(world, numberOf(step, 'datanode') ?? 0)]
    for (const { replicas } of nodes) {
      const replica = replicas.get(block?.block.id ?? -1)
      if (replica !== undefined) replica.isCorrupt = true
    }
    return 'ok'
  },
  count: (world, step) => measured(world, step),
  counts: (world) => ({ ...world.hdfs.nameNode.state.blocks.counts() }),
  waitUntil: (world, step) => {
    const expected = textOf(step, 'what') === 'isFileClosed' ? true : step['equals']
    return world.waitFor(() => measured(world, step) === expected, numberOf(step, 'maxMs') ?? 0, numberOf(step, 'everyMs') ?? 100)
  },
  sleep: (world, step) => {
    world.run(numberOf(step, 'ms') ?? 0)
    return 'ok'
  },
  newClient: (world, step) => {
    const { client, process } = world.client(textOf(step, 'client'), true)
    if (!world.hdfs.nameNode.process.isRunning) {
      try {
        world.do(process, client.exists('/'))
      } catch (error) {
        if (error instanceof NotReplayable) throw error
      }
    }
    return 'ok'
  },
  closeClient: (world, step) => {
    world.client(textOf(step, 'client')).client.close()
    return 'ok'
  },
}
