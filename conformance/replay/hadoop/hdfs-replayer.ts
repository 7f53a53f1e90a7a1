import { asksForReplacement } from '../../../engine/hadoop/hdfs/client/replace-policy.ts'
import { isHdfsKey, leaseSoftLimitMs, shippedValue } from '../../../engine/hadoop/hdfs/hdfs-config.ts'
import { numberOf, plainText, property, textOf, type Json, type JsonObject } from '../../json.ts'
import type { Replayer } from '../replayer.ts'
import { clusterVerbs } from './cluster-verbs.ts'
import { clientVerbs } from './hdfs-verbs.ts'
import { HdfsWorld } from './hdfs-world.ts'
import { answerOf, replaySteps, stepsOf } from './replay-steps.ts'

const verbs = { ...clientVerbs, ...clusterVerbs }

/** Sequences and runs of calls on an HDFS cluster. */
export const hdfsReplayer: Replayer = {
  usesChance: true,
  accepts: ({ setup, replay }) => numberOf(property(setup, 'cluster'), 'datanodes') !== undefined && property(setup, 'sink') === undefined && Array.isArray(replay),
  replay: ({ setup, replay }, { seed }) => {
    const world = new HdfsWorld(setup, seed)
    const doStep = (step: JsonObject): Json | undefined => verbs[textOf(step, 'op')]?.(world, step)
    for (const step of stepsOf(property(setup, 'before'))) answerOf(world, step, doStep)
    const { observed, outputs } = replaySteps(world, stepsOf(replay), doStep)
    return { observed, outputs }
  },
}

/** Settings as they are shipped. */
export const hdfsTableReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, given }) => kind === 'table' && textOf(given, 'conf').includes('hdfs-default.xml'),
  replay: ({ inputs }) => ({ outputs: inputs.map((input) => shipped(plainText(input))) }),
}

function shipped(key: string): Json {
  if (key === 'HdfsConstants.LEASE_SOFTLIMIT_PERIOD') return leaseSoftLimitMs
  return isHdfsKey(key) ? String(shippedValue(key)) : null
}

/** Functions of the client, and figures of many files. */
export const hdfsFunctionReplayer: Replayer = {
  usesChance: false,
  accepts: ({ call }) => textOf(call, 'fn') === 'ReplaceDatanodeOnFailure.satisfy' || textOf(call, 'fn') === 'hdfsFiles',
  replay: ({ call, inputs }, { seed }) => {
    if (textOf(call, 'fn') === 'hdfsFiles') return { outputs: inputs.map((input) => filesAsJson(property(call, 'fixed'), input, seed)) }
    return { outputs: inputs.map((input) => satisfied(input)) }
  },
}

function satisfied(input: Json): boolean {
  const pipeline = { replication: numberOf(input, 'replication') ?? 0, remaining: numberOf(input, 'remaining') ?? 0, isAppend: property(input, 'isAppend') === true, isHflushed: property(input, 'isHflushed') === true }
  return asksForReplacement(textOf(input, 'policy'), pipeline)
}

function filesAsJson(fixed: Json | undefined, input: Json, seed: number): Json {
  const world = new HdfsWorld(fixed, seed)
  const { client, process } = world.client('w')
  const replication = numberOf(input, 'replication') ?? 1
  let blocks = 0
  for (let index = 0; index < (numberOf(input, 'files') ?? 0); index++) {
    const path = `/files/${String(index)}`
    const stream = world.do(process, client.create(path, { replication }))
    world.do(process, stream.write({ bytes: 1, count: numberOf(input, 'bytesEach') ?? 0 }))
    world.do(process, stream.close())
    blocks += world.do(process, client.call('getBlockLocations', { ...client.caller, path })).blocks.length
  }
  world.run(5000)
  const blockReplicas = world.hdfs.dataNodes.reduce((sum, { replicas }) => sum + replicas.size, 0)
  const { lengthBytes, spaceConsumedBytes, fileCount } = world.do(process, client.getContentSummary('/files'))
  return { blocks, blockReplicas, length: lengthBytes, spaceConsumed: spaceConsumedBytes, fileCount }
}
