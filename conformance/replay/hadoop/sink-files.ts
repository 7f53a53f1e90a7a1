import type { Flow } from '../../../engine/hadoop/flow.ts'
import type { DfsClient } from '../../../engine/hadoop/hdfs/client/dfs-client.ts'
import { recordsOf, type PlacedData } from '../../../engine/hadoop/hdfs/file-data.ts'
import type { FileStatus } from '../../../engine/hadoop/hdfs/protocol/name-node-protocol.ts'
import { isObject, plainText, property, type Json } from '../../json.ts'
import type { Machine } from '../flume/run/machine.ts'
import { NotReplayable } from '../replayer.ts'
import type { HdfsWorld } from './hdfs-world.ts'

/** Where the facts' sinks write. */
const sinkDirectory = '/f'

/** How far counters of one directory and prefix may be apart to be shown as `<t+k>`. */
const widestGap = 20

function* filesBelow(client: DfsClient, path: string): Flow<readonly FileStatus[]> {
  const found: FileStatus[] = []
  if (!(yield* client.exists(path))) return found
  for (const status of yield* client.listStatus(path)) {
    if (status.isDirectory) found.push(...(yield* filesBelow(client, status.path)))
    else found.push(status)
  }
  return found
}

function allFiles(world: HdfsWorld): readonly FileStatus[] {
  const { client, process } = world.client('observer')
  return world.do(process, filesBelow(client, sinkDirectory))
}

/** The file that the sink has open. @throws NotReplayable */
export function openSinkFile(world: HdfsWorld): string {
  const { client, process } = world.client('observer')
  const open = allFiles(world).find(({ path }) => !world.do(process, client.isFileClosed(path)))
  if (open === undefined) throw new NotReplayable('the sink has no file open')
  return open.path
}

/** The first of its files by name. @throws NotReplayable */
export function firstSinkFile(world: HdfsWorld): string {
  const [first] = sorted(allFiles(world))
  if (first === undefined) throw new NotReplayable('the sink has no files')
  return first.path
}

/** All files of the sink as a reader finds them. */
export function listSinkFiles(world: HdfsWorld, machine: Machine, setup: Json | undefined, answer: string): Json {
  const files = sorted(allFiles(world))
  if (answer === 'number of files') return files.length
  const firstCounters = new Map<string, number>()
  const listed = files.map((status): { readonly [name: string]: Json } => {
    const { events, isClosed } = contentOf(world, machine, setup, status)
    const range = events.length === 0 ? '' : `${shown(events[0])}..${shown(events[events.length - 1])}`
    return { name: maskedName(status.path, firstCounters), statusLen: status.lengthBytes, eventsReadable: events.length, range, closed: isClosed }
  })
  return answer.startsWith('eventsReadable') ? listed.map((file) => file['eventsReadable'] ?? 0) : listed
}

function contentOf(world: HdfsWorld, machine: Machine, setup: Json | undefined, { path, lengthBytes }: FileStatus): { readonly events: readonly string[]; readonly isClosed: boolean } {
  const { client, process } = world.client('observer')
  const isClosed = world.do(process, client.isFileClosed(path))
  const stream = world.do(process, client.open(path))
  const { data } = world.do(process, stream.readToEnd())
  const type = (propertyOf(setup, 'hdfs.fileType') ?? 'SequenceFile').toLowerCase()
  // A reader of a SequenceFile asks for the status first, and reads no further than that.
  const readable = type === 'sequencefile' ? data.filter((entry) => endWithin(entry, lengthBytes)) : data
  const members = type === 'compressedstream' ? firstMember(readable, propertyOf(setup, 'hdfs.codeC')) : readable
  const texts = members.flatMap((entry) => {
    const run = recordsOf(entry)
    return run === undefined ? [] : machine.textsOf(run)
  })
  const isOneLine = propertyOf(setup, 'serializer.appendNewline') === 'false' && texts.length > 0
  return { events: isOneLine ? [texts.join('')] : texts, isClosed }
}

function endWithin(entry: PlacedData, lengthBytes: number): boolean {
  return entry.start + entry.bytes * entry.count <= lengthBytes
}

/** Java's own gzip writes one header: a reader ends with the first member. */
function firstMember(data: readonly PlacedData[], codec: string | undefined): readonly PlacedData[] {
  const end = data.findIndex(({ first }, index) => first === undefined && index > 0)
  return codec?.toLowerCase().includes('gzip') === true && end >= 0 ? data.slice(0, end) : data
}

/** Bodies are padded with dots at their end. */
function shown(text: string | undefined): string {
  return (text ?? '').replace(/\.+$/, '')
}

function propertyOf(setup: Json | undefined, name: string): string | undefined {
  const properties = property(property(setup, 'sink'), 'properties')
  const value = isObject(properties) ? properties[name] : undefined
  return value === undefined ? undefined : plainText(value)
}

/** Those with a counter in its order, whether in use or not. */
function sorted(files: readonly FileStatus[]): readonly FileStatus[] {
  return [...files].sort((left, right) => (left.path < right.path ? -1 : 1))
}

/** `<t>` for the first counter of a directory and prefix, `<t+k>` for those soon after it. */
function maskedName(path: string, firstCounters: Map<string, number>): string {
  const name = path.slice(sinkDirectory.length)
  return name.replace(/^(.*)\.(\d{10,})/, (_whole, before: string, digits: string) => {
    const counter = Number(digits)
    const first = firstCounters.get(before)
    if (first === undefined || counter - first > widestGap) {
      firstCounters.set(before, counter)
      return `${before}.<t>`
    }
    return counter === first ? `${before}.<t>` : `${before}.<t+${String(counter - first)}>`
  })
}

/** A line with counters as `<t>`. */
export function maskedPath(line: string): string {
  return line.replaceAll(/\d{13}/g, '<t>')
}
