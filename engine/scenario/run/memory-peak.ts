import type { Lane } from '../../ledger/lane.ts'
import type { RecordedChanges } from '../../sim/recorder.ts'
import type { RunLane } from './run-document.ts'

/** What one component keeps in memory, as its tracks tell. */
interface Keeper {
  /** Bytes at a value of its track. */
  readonly bytesOf: (value: number) => number
  /** The process that it lives in: with it the memory goes. */
  readonly process: string
  value: number
}

/** The track with the events that a channel has in memory, by the channel's type. */
const fieldsOfMemory: ReadonlyMap<unknown, string> = new Map([
  ['memory', 'ChannelSize'], ['org.apache.flume.channel.memorychannel', 'ChannelSize'],
  ['spillablememory', 'events-in-memory'], ['org.apache.flume.channel.spillablememorychannel', 'events-in-memory'],
])

/**
 * The most bytes that a lane's pipeline kept for records in the memory of its own processes at one moment: events in memory
 * channels and in the memory of spillable ones (their count times the mean size of the lane's records) and producers' buffers (`buffer.memory` less
 * `buffer-available-bytes`). Not counted: page caches, which are the system's, a file channel's index of pointers, what
 * sockets and calls hold for an instant, and what Java adds to each.
 *
 * @param meanBytes mean size of the lane's records
 */
export function peakMemoryBytes({ name }: Pick<Lane, 'name'>, nodes: RunLane['nodes'], meanBytes: number, changes: RecordedChanges): number {
  const keepers = keepersOf(name, nodes, meanBytes, changes)
  const processes = new Map(changes.tracks.filter(({ field }) => field === 'state').map(({ index, component }) => [index, component]))
  const running = new Map<string, boolean>()
  let total = 0
  let peak = 0
  const add = (keeper: Keeper, sign: 1 | -1): void => {
    if (running.get(keeper.process) !== false) total += sign * keeper.bytesOf(keeper.value)
  }
  const { trackIndexes, values, tracks } = changes
  const isAwaited = new Uint8Array(tracks.length)
  for (const index of [...keepers.keys(), ...processes.keys()]) isAwaited[index] = 1
  for (let position = 0; position < trackIndexes.length; position++) {
    const track = trackIndexes[position] ?? 0
    // There are hundreds of thousands of changes, and few of them are of these tracks.
    if (isAwaited[track] === 0) continue
    const value = values[position] ?? 0
    const keeper = keepers.get(track)
    if (keeper !== undefined) {
      add(keeper, -1)
      keeper.value = value
      add(keeper, 1)
      peak = Math.max(peak, total)
    }
    const process = processes.get(track)
    if (process === undefined) continue
    const inside = [...keepers.values()].filter((one) => one.process === process)
    for (const one of inside) add(one, -1)
    running.set(process, !['dead', 'stopped'].includes(changes.texts[value] ?? ''))
    for (const one of inside) add(one, 1)
  }
  return Math.round(peak)
}

/** The keepers of a lane, by the index of their track. */
function keepersOf(lane: string, nodes: RunLane['nodes'], meanBytes: number, changes: RecordedChanges): ReadonlyMap<number, Keeper> {
  const keepers = new Map<number, Keeper>()
  const channels = new Map(nodes.filter(({ kind }) => kind === 'channel').map(({ id, parent, properties }) => {
    return [id, { process: parent ?? '', field: fieldsOfMemory.get(String(properties['type']).toLowerCase()) }]
  }))
  for (const { index, component, field } of changes.tracks) {
    const channel = channels.get(component)
    if (channel?.field === field) keepers.set(index, { bytesOf: (events) => events * meanBytes, process: channel.process, value: 0 })
    if (field !== 'buffer-available-bytes' || !component.startsWith(`${lane}/`)) continue
    // The whole buffer is free when the producer is made: its first value is the buffer's size.
    const position = changes.trackIndexes.indexOf(index)
    const totalBytes = changes.values[position] ?? 0
    keepers.set(index, { bytesOf: (available) => totalBytes - available, process: component.slice(0, component.lastIndexOf('/')), value: totalBytes })
  }
  return keepers
}
