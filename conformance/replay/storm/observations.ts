import type { Json } from '../../json.ts'

/** What a run of a topology has shown, as the facts name it. */
export class Observations {
  readonly acked: number[] = []
  readonly failed: number[] = []
  readonly emitted: number[] = []
  /** Numbers that a component's execute() got. */
  readonly saw = new Map<string, number[]>()
  /** Tuples by task index, of the bolts with one grouping under test. */
  readonly perTask = new Map<string, number[]>()
  readonly tasksOfKey = new Map<string, Set<number>>()
  /** Moments of emits and fails by message id, in microseconds. */
  readonly emittedMicros = new Map<number, number>()
  failAfterMs: number | undefined
  exitCode: number | undefined

  /** A bolt's task got a tuple. */
  executed(name: string, task: { readonly index: number; readonly count: number }, number: number, key: string): void {
    const seen = this.saw.get(name) ?? []
    seen.push(number)
    this.saw.set(name, seen)
    const counts = this.perTask.get(name) ?? Array.from({ length: task.count }, () => 0)
    counts[task.index] = (counts[task.index] ?? 0) + 1
    this.perTask.set(name, counts)
    const tasks = this.tasksOfKey.get(key) ?? new Set()
    tasks.add(task.index)
    this.tasksOfKey.set(key, tasks)
  }

  /** How many of a field there are, for conditions. */
  count(field: string): number {
    const value = this.field(field, false)
    if (Array.isArray(value)) return value.length
    return typeof value === 'number' ? value : 0
  }

  /** A field of `observed`; undefined for a name that is not known. `isCounted`: acked is a number. */
  field(name: string, isCounted: boolean): Json | undefined {
    const first = this.perTask.get('a') ?? []
    const sum = first.reduce((total, count) => total + count, 0)
    switch (name) {
      case 'acked': return isCounted ? this.acked.length : ascending(this.acked)
      case 'failed': return ascending(this.failed)
      case 'emitted': return ascending(this.emitted)
      case 'received': case 'sumPerTask': return sum
      case 'perTask': return first
      case 'tasksOfKey': return Object.fromEntries([...this.tasksOfKey].sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, tasks]) => [key, ascending([...tasks])]))
      case 'maxTasksOfOneKey': return Math.max(0, ...[...this.tasksOfKey.values()].map(({ size }) => size))
      case 'failAfterMs': return this.failAfterMs
      case 'exitCode': return this.exitCode
      case 'survived': return this.exitCode === undefined
      default: return name.endsWith('Saw') ? ascending(this.saw.get(name.slice(0, -'Saw'.length)) ?? []) : undefined
    }
  }
}

function ascending(numbers: readonly number[]): number[] {
  return [...numbers].sort((left, right) => left - right)
}
