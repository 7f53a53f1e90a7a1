import type { MapInput } from '../input/map-input.ts'
import { hashPartition } from './hash-partition.ts'
import type { JobCode, JobCounters, KeyValue } from './job.ts'

/** Runs the mapper over a split: the pairs for each reduce, sorted by key and combined; in the order of emission without reduces. */
export function runMap(code: JobCode, inputs: readonly MapInput[], reduces: number, counters: JobCounters): readonly (readonly KeyValue[])[] {
  const partitions: KeyValue[][] = Array.from({ length: Math.max(1, reduces) }, () => [])
  for (const input of inputs) {
    counters.MAP_INPUT_RECORDS++
    code.map(input, (key, value) => {
      counters.MAP_OUTPUT_RECORDS++
      partitions[reduces === 0 ? 0 : hashPartition(key, reduces)]?.push({ key, value, runs: input.runs })
    })
  }
  if (reduces === 0) return partitions
  return partitions.map((pairs) => combined(code, sortedByKey(pairs), counters))
}

/** Runs the reducer over the pairs that all maps have for one reduce. */
export function runReduce(code: JobCode, pairs: readonly KeyValue[], counters: JobCounters): readonly KeyValue[] {
  const output: KeyValue[] = []
  for (const group of groupsOf(sortedByKey(pairs))) {
    counters.REDUCE_INPUT_GROUPS++
    counters.REDUCE_INPUT_RECORDS += group.pairs.length
    const runs = group.pairs.flatMap((pair) => pair.runs)
    const emit = (key: string, value: string): void => {
      counters.REDUCE_OUTPUT_RECORDS++
      output.push({ key, value, runs })
    }
    if (code.reduce === undefined) for (const { key, value } of group.pairs) emit(key, value)
    else code.reduce(group.key, group.pairs.map(({ value }) => value), emit)
  }
  return output
}

function combined(code: JobCode, pairs: readonly KeyValue[], counters: JobCounters): readonly KeyValue[] {
  const { combine } = code
  if (combine === undefined) return pairs
  const output: KeyValue[] = []
  for (const group of groupsOf(pairs)) {
    counters.COMBINE_INPUT_RECORDS += group.pairs.length
    combine(group.key, group.pairs.map(({ value }) => value), (key, value) => {
      counters.COMBINE_OUTPUT_RECORDS++
      output.push({ key, value, runs: group.pairs.flatMap((pair) => pair.runs) })
    })
  }
  return output
}

function sortedByKey(pairs: readonly KeyValue[]): readonly KeyValue[] {
  return [...pairs].sort((left, right) => (left.key === right.key ? 0 : left.key < right.key ? -1 : 1))
}

function groupsOf(sorted: readonly KeyValue[]): readonly { readonly key: string; readonly pairs: readonly KeyValue[] }[] {
  const groups: { readonly key: string; readonly pairs: KeyValue[] }[] = []
  for (const pair of sorted) {
    const last = groups.at(-1)
    if (last?.key === pair.key) last.pairs.push(pair)
    else groups.push({ key: pair.key, pairs: [pair] })
  }
  return groups
}
