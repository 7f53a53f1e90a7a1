import { defaultAgentCosts } from '../../flume/agent/costs.ts'
import type { OptionReader } from '../check-options.ts'
import { describe, OptionError } from '../check-options.ts'

const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }

/** The agent's `heap`, as `-Xmx` takes it: a number and k, m or g. @returns bytes @throws OptionError */
export function readHeapBytes(reader: OptionReader, name: string): number {
  if (!reader.has('heap')) return defaultAgentCosts.heapBytes
  const text = reader.raw('heap')
  const parts = typeof text === 'string' ? /^(\d{1,12})([kmg])$/i.exec(text) : null
  const call = `agent('${name}', …)`
  if (parts === null) throw new OptionError(`${call}: 'heap' must be what -Xmx takes, and is ${describe(text)}.`, 'heap', "Write a whole number and k, m or g in quotes: '20m', '1g'.")
  const bytes = Number(parts[1]) * (UNITS[(parts[2] ?? '').toLowerCase()] ?? 1)
  const leastMiB = defaultAgentCosts.baseHeapBytes / 2 ** 20 + 1
  if (bytes < leastMiB * 2 ** 20) throw new OptionError(`${call}: a heap of '${String(text)}' has no room for an agent.`, 'heap', `An agent without events takes ${leastMiB - 1} MiB in this model; give it '${leastMiB}m' or more.`)
  if (bytes > 2 ** 40) throw new OptionError(`${call}: a heap of '${String(text)}' is beyond what is simulated.`, 'heap', "Give it '1024g' or less.")
  return bytes
}
