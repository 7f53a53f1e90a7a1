import type { Process } from '../../../engine/sim/process.ts'
import type { Flow } from '../../../engine/hadoop/flow.ts'
import type { DfsClient } from '../../../engine/hadoop/hdfs/client/dfs-client.ts'
import { isObject, listOf, numberOf, plainText, property, textOf, type Json, type JsonObject } from '../../json.ts'
import { NotReplayable } from '../replayer.ts'
import type { HdfsWorld } from './hdfs-world.ts'

/** Does a step. @returns its answer */
type Verb = (world: HdfsWorld, step: JsonObject) => Json

function onClient(code: (client: DfsClient, step: JsonObject, path: string) => Flow<Json>): Verb {
  return (world, step) => {
    const { client, process } = world.client(textOf(step, 'client'))
    return world.do(process, code(client, step, textOf(step, 'path')))
  }
}

function onOutput(code: (stream: NonNullable<ReturnType<HdfsWorld['outputs']['get']>>, step: JsonObject) => Flow<unknown>): Verb {
  return (world, step) => {
    const { stream, process } = output(world, step)
    world.do(process, code(stream, step))
    return 'ok'
  }
}

function output(world: HdfsWorld, step: JsonObject, name = 'handle'): { stream: NonNullable<ReturnType<HdfsWorld['outputs']['get']>>; process: Process } {
  const stream = world.outputs.get(textOf(step, name))
  const process = world.owners.get(textOf(step, name))
  if (stream === undefined || process === undefined) throw new NotReplayable(`no open stream ${textOf(step, name)}`)
  return { stream, process }
}

function input(world: HdfsWorld, step: JsonObject): NonNullable<ReturnType<HdfsWorld['inputs']['get']>> {
  const found = world.inputs.get(textOf(step, 'handle'))
  if (found === undefined) throw new NotReplayable(`no open stream ${textOf(step, 'handle')}`)
  return found
}

const optional = (step: JsonObject, from: string, to: string): Record<string, number> => {
  const value = numberOf(step, from)
  return value === undefined ? {} : { [to]: value }
}

const create = (createsParent: boolean): Verb => (world, step) => {
  const { client, process } = world.client(textOf(step, 'client'))
  const options = { isOverwrite: step['overwrite'] !== false, createsParent, ...optional(step, 'replication', 'replication'), ...optional(step, 'blockSize', 'blockSizeBytes') }
  world.outputs.set(textOf(step, 'handle'), world.do(process, client.create(textOf(step, 'path'), options)))
  world.owners.set(textOf(step, 'handle'), process)
  return 'ok'
}

function* readAll(client: DfsClient, path: string): Flow<number> {
  const stream = yield* client.open(path)
  return (yield* stream.readToEnd()).bytes
}

function* look(client: DfsClient, _step: JsonObject, path: string): Flow<Json> {
  const { lengthBytes } = yield* client.getFileStatus(path)
  const stream = yield* client.open(path)
  return { statusLen: lengthBytes, visibleLen: stream.visibleLengthBytes, bytesRead: (yield* stream.readToEnd()).bytes }
}

/** A quota of a step: null takes it away, absence leaves it. */
function quota(step: JsonObject, name: string): number | null | undefined {
  const value = step[name]
  return typeof value === 'number' || value === null ? value : undefined
}

/** Calls of the namespace and of streams. */
export const clientVerbs: Readonly<Record<string, Verb>> = {
  create: create(true),
  createNonRecursive: create(false),
  append: (world, step) => {
    const { client, process } = world.client(textOf(step, 'client'))
    world.outputs.set(textOf(step, 'handle'), world.do(process, client.append(textOf(step, 'path'))))
    world.owners.set(textOf(step, 'handle'), process)
    return 'ok'
  },
  open: (world, step) => {
    const { client, process } = world.client(textOf(step, 'client'))
    world.inputs.set(textOf(step, 'handle'), { stream: world.do(process, client.open(textOf(step, 'path'))), process })
    return 'ok'
  },
  write: onOutput((stream, step) => stream.write({ bytes: 1, count: numberOf(step, 'bytes') ?? listOf(step, 'lines').reduce<number>((sum, line) => sum + plainText(line).length + 1, 0) })),
  flush: onOutput((stream) => stream.flush()),
  hflush: onOutput((stream) => stream.hflush()),
  hsync: onOutput((stream, step) => stream.hsync(step['updateLength'] === true)),
  close: (world, step) => {
    const isReader = world.inputs.has(textOf(step, 'handle')) && !world.outputs.has(textOf(step, 'handle'))
    if (isReader) return 'ok'
    const { stream, process } = output(world, step)
    world.do(process, stream.close())
    return 'ok'
  },
  read: (world, step) => {
    const { stream, process } = input(world, step)
    return world.do(process, stream.read(numberOf(step, 'max') ?? 0)).bytes
  },
  seek: (world, step) => {
    input(world, step).stream.seek(numberOf(step, 'pos') ?? 0)
    return 'ok'
  },
  getPos: (world, step) => (world.outputs.has(textOf(step, 'handle')) ? output(world, step).stream.positionBytes : input(world, step).stream.positionBytes),
  look: onClient(look),
  len: onClient(function* (client, _step, path) { return (yield* client.getFileStatus(path)).lengthBytes }),
  readAll: onClient(function* (client, _step, path) { return yield* readAll(client, path) }),
  readAllTimes: onClient(function* (client, step, path) {
    let isAll = true
    for (let time = 0; time < (numberOf(step, 'times') ?? 1); time++) isAll = (yield* readAll(client, path)) === numberOf(step, 'expect') && isAll
    return isAll
  }),
  blocks: onClient(function* (client, _step, path) {
    const { blocks } = yield* client.call('getBlockLocations', { ...client.caller, path })
    return blocks.map(({ lengthBytes }) => lengthBytes)
  }),
  exists: onClient((client, _step, path) => client.exists(path)),
  isFileClosed: onClient((client, _step, path) => client.isFileClosed(path)),
  getFileStatus: onClient(function* (client, _step, path) {
    yield* client.getFileStatus(path)
    return 'ok'
  }),
  listStatus: onClient(function* (client, _step, path) {
    yield* client.listStatus(path)
    return 'ok'
  }),
  listNotEmpty: onClient(function* (client, _step, path) { return (yield* client.listStatus(path)).length > 0 }),
  contentSummary: onClient(function* (client, _step, path) {
    const { spaceConsumedBytes, lengthBytes, fileCount } = yield* client.getContentSummary(path)
    return { spaceConsumed: spaceConsumedBytes, length: lengthBytes, fileCount }
  }),
  mkdirs: onClient((client, _step, path) => client.mkdirs(path)),
  mkdir: onClient((client, _step, path) => client.mkdirs(path, false)),
  delete: onClient((client, step, path) => client.delete(path, step['recursive'] === true)),
  rename: onClient(function* (client, step) {
    const [from, to] = [textOf(step, 'src'), textOf(step, 'dst')]
    if (step['options'] === undefined) return yield* client.rename(from, to)
    yield* client.call('rename2', { ...client.caller, from, to, isOverwrite: step['options'] === 'OVERWRITE' })
    return 'ok'
  }),
  truncate: onClient((client, step, path) => client.call('truncate', { ...client.caller, path, lengthBytes: numberOf(step, 'length') ?? 0 })),
  setReplication: onClient((client, step, path) => client.call('setReplication', { ...client.caller, path, replication: numberOf(step, 'replication') ?? 0 })),
  setPermission: onClient(function* (client, step, path) {
    yield* client.call('setPermission', { ...client.caller, path, mode: Number.parseInt(textOf(step, 'mode'), 8) })
    return 'ok'
  }),
  setOwner: onClient(function* (client, step, path) {
    yield* client.call('setOwner', { ...client.caller, path, owner: textOf(step, 'owner') || undefined, group: textOf(step, 'group') || undefined })
    return 'ok'
  }),
  setQuota: onClient(function* (client, step, path) {
    yield* client.call('setQuota', { ...client.caller, path, names: quota(step, 'names'), spaceBytes: quota(step, 'space') })
    return 'ok'
  }),
  newPath: onClient(function* (client, step) {
    yield* client.getFileStatus(textOf(step, 'text'))
    return 'ok'
  }),
  recoverLease: (world, step) => {
    const { client, process } = world.client(textOf(step, 'client'))
    const ask = (): boolean => world.do(process, client.recoverLease(textOf(step, 'path')))
    return step['untilTrue'] === true ? world.waitFor(ask, (numberOf(step, 'everyMs') ?? 500) * (numberOf(step, 'maxTries') ?? 60), numberOf(step, 'everyMs') ?? 500) : ask()
  },
  pipeline: (world, step) => {
    const nodes = output(world, step).stream.pipeline ?? []
    if (typeof step['as'] === 'string') world.pipelines.set(step['as'], nodes)
    return nodes.length
  },
  currentBlockReplication: (world, step) => output(world, step).stream.currentBlockReplication(),
}

/** Whether a value is a step. */
export function isStep(value: Json | undefined): value is JsonObject {
  return isObject(value) && property(value, 'op') !== undefined
}
