import { FileChannel } from '../../../engine/flume/channels/file/file-channel.ts'
import { MemoryChannel } from '../../../engine/flume/channels/memory-channel.ts'
import type { RecordRun } from '../../../engine/ledger/record-run.ts'
import type { Invariant } from './invariant.ts'

/**
 * Events leave a channel in the order in which they came: from one event of the simulation to the next a queue may lose
 * its head, get back in front what was taken from it, and grow at its end by others than those that it lost.
 */
export function fifoChannels(): Invariant {
  const queues = new Map<string, QueueHistory>()
  return {
    name: 'a channel is first in, first out',
    check: ({ agents }) => {
      for (const agent of agents) {
        for (const [name, channel] of agent.channels) {
          if (!(channel instanceof MemoryChannel || channel instanceof FileChannel)) continue
          const key = `${agent.process.name}/${name}`
          const known = queues.get(key)
          const history = known?.life === agent.process.incarnation && known.channel === channel ? known : new QueueHistory(agent.process.incarnation, channel)
          queues.set(key, history)
          const now: number[] = []
          const add = ({ first, count }: RecordRun): void => { for (let index = 0; index < count; index++) now.push(first + index) }
          if (channel instanceof FileChannel) channel.queue.forEach(add)
          else channel.queue.walk(add)
          if (!history.goesOnWith(now)) throw new Error(`${key}: after ${history.last.join(' ')} came ${now.join(' ')}`)
        }
      }
    },
  }
}

/** What a queue held, and what was taken from its head. */
export class QueueHistory {
  readonly life: number
  readonly channel: unknown
  last: readonly number[] = []
  readonly #taken: number[] = []

  constructor(life: number, channel: unknown) {
    this.life = life
    this.channel = channel
  }

  /** Whether a queue can come next; if so, it is remembered as the last one. */
  goesOnWith(next: readonly number[]): boolean {
    const { last } = this
    if (last.length === next.length && last.every((record, index) => record === next[index])) return true
    for (let dropped = 0; dropped <= last.length; dropped++) {
      const kept = last.slice(dropped)
      const gone = last.slice(0, dropped)
      const at = this.#returnedBefore(next, kept)
      if (at === undefined || next.slice(at + kept.length).some((record) => gone.includes(record))) continue
      this.#taken.push(...gone)
      this.last = [...next]
      return true
    }
    return false
  }

  /** How many records stand before `kept` in `next`, when they can be ones that were taken before, in their order. */
  #returnedBefore(next: readonly number[], kept: readonly number[]): number | undefined {
    for (let at = 0; at + kept.length <= next.length; at++) {
      if (!kept.every((record, index) => next[at + index] === record)) continue
      if (isSubsequence(next.slice(0, at), this.#taken)) return at
    }
    return undefined
  }
}

function isSubsequence(part: readonly number[], whole: readonly number[]): boolean {
  let index = 0
  for (const record of whole) if (record === part[index]) index++
  return index === part.length
}
