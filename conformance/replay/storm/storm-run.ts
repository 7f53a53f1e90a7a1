import { Lane } from '../../../engine/ledger/lane.ts'
import { RecordStreams } from '../../../engine/ledger/record-stream.ts'
import { Simulation } from '../../../engine/sim/simulation.ts'
import { StormCluster } from '../../../engine/storm/cluster/storm-cluster.ts'
import { isList, listOf, numberOf, property, textOf, type Json } from '../../json.ts'
import { NotReplayable, type Replayer } from '../replayer.ts'
import { Observations } from './observations.ts'
import { configOf, topologyOf } from './topology-of-fact.ts'

/** Runs of a topology on a local cluster: `setup.topology` and steps. */
export const stormRunReplayer: Replayer = {
  usesChance: true,
  accepts: ({ kind, setup, replay }) => kind === 'run' && property(setup, 'topology') !== undefined && isList(replay),
  replay: ({ setup, replay }, { seed }) => {
    const run = new StormRun(setup ?? null, seed)
    for (const step of isList(replay) ? replay : []) run.step(step)
    return { observed: run.observed }
  },
}

/** A run under way: a local cluster of one supervisor, in one JVM with its only worker. */
class StormRun {
  readonly observed: Record<string, Json> = {}
  readonly #seen = new Observations()
  readonly #simulation: Simulation
  readonly #cluster: StormCluster
  readonly #setup: Json

  constructor(setup: Json, seed: number) {
    this.#setup = setup
    this.#simulation = new Simulation({ seed, limits: { events: 10_000_000 } })
    const lane = new Lane({ simulation: this.#simulation, name: 'storm', streams: new RecordStreams(), offeredAt: () => 0, startMs: 0 })
    this.#cluster = new StormCluster(lane, { supervisors: [lane.host('local')], timing: { workerBootMicros: 1_000_000 } })
  }

  step(step: Json): void {
    const op = textOf(step, 'op')
    switch (op) {
      case 'submit':
        this.#cluster.submitTopology('t', configOf(property(this.#setup, 'config')), topologyOf(this.#setup, this.#simulation, this.#seen))
        return
      case 'waitUntil': {
        const conditions = listOf(step, 'conditions')
        this.#advance((numberOf(step, 'timeoutSeconds') ?? 60) * 1_000_000, () => conditions.every((condition) => this.#holds(condition)))
        return
      }
      case 'wait':
        this.#advance((numberOf(step, 'seconds') ?? 0) * 1_000_000, () => false)
        return
      case 'collect':
        this.#collect(listOf(step, 'fields').map(String))
        return
      default:
        throw new NotReplayable(`the verb '${op}' is not known`)
    }
  }

  #holds(condition: Json): boolean {
    const count = this.#seen.count(textOf(condition, 'count'))
    const value = numberOf(condition, 'value') ?? 0
    switch (textOf(condition, 'is')) {
      case '=': return count === value
      case '>=': return count >= value
      case '>': return count > value
      case '<=': return count <= value
      case '<': return count < value
      default: throw new NotReplayable(`the comparison '${textOf(condition, 'is')}' is not known`)
    }
  }

  /** Goes on for so long, or until something holds; a JVM that has ended does nothing more. */
  #advance(micros: number, isOver: () => boolean): void {
    const end = this.#simulation.nowMicros + Math.round(micros)
    this.#simulation.endMicros = end
    while (this.#seen.exitCode === undefined && !isOver() && this.#simulation.advance() === 'instant') {
      for (const { workers } of this.#cluster.topologies.values()) for (const { exitCode } of workers) this.#seen.exitCode ??= exitCode
    }
  }

  #collect(fields: readonly string[]): void {
    const isCounted = fields.includes('received') || fields.includes('perTask') || fields.includes('tasksOfKey')
    for (const name of fields) {
      const value = this.#seen.field(name, isCounted)
      if (value === undefined) throw new NotReplayable(`the field '${name}' is not observed`)
      this.observed[name] = value
    }
  }
}
