import type { Process } from '../../sim/process.ts'
import type { Grouping } from '../grouping/grouping.ts'
import { illegalArgument } from '../storm-exception.ts'
import { Fields } from '../tuple/fields.ts'
import { defaultStreamId } from '../tuple/tuple.ts'
import type { Bolt, Spout } from './component.ts'

/** A stream that a component declares. */
export interface DeclaredStream {
  readonly fields: Fields
  /** Its emitter names the task that gets a tuple. */
  readonly isDirect: boolean
}

/** What a component is, beside how it is made. */
interface DeclaredComponent {
  readonly id: string
  /** Executors. */
  readonly parallelism: number
  /** Tasks, spread over the executors; as many as executors when not set. */
  readonly tasks: number
  readonly streams: ReadonlyMap<string, DeclaredStream>
}

/** A subscription of a bolt. */
export interface Subscription {
  readonly from: string
  readonly stream: string
  readonly grouping: Grouping
}

/** A spout of a topology. */
export interface DeclaredSpout extends DeclaredComponent {
  /** Makes a task's spout in its worker. */
  readonly make: (worker: Process) => Spout
}

/** A bolt of a topology. */
export interface DeclaredBolt extends DeclaredComponent {
  /** Makes a task's bolt in its worker. */
  readonly make: (worker: Process) => Bolt
  readonly subscriptions: readonly Subscription[]
}

/** A topology as it is submitted. */
export interface StormTopology {
  readonly spouts: readonly DeclaredSpout[]
  readonly bolts: readonly DeclaredBolt[]
}

/** How a component is declared, beside its code. */
export interface ComponentShape {
  /** 1 when not given. */
  readonly parallelism?: number
  readonly tasks?: number
  /** Fields of the default stream; none when not given. */
  readonly fields?: readonly string[]
  readonly streams?: Readonly<Record<string, { readonly fields: readonly string[]; readonly isDirect?: boolean }>>
}

/** Puts a topology together. Source: org.apache.storm.topology.TopologyBuilder. */
export class TopologyBuilder {
  readonly #spouts: DeclaredSpout[] = []
  readonly #bolts: DeclaredBolt[] = []

  /** @throws StormException IllegalArgumentException for an id that is taken, or a parallelism below 1 */
  setSpout(id: string, make: DeclaredSpout['make'], shape: ComponentShape = {}): void {
    this.#requireFree(id)
    this.#spouts.push({ ...declared(id, shape), make })
  }

  /** @throws StormException IllegalArgumentException for an id that is taken, or a parallelism below 1 */
  setBolt(id: string, make: DeclaredBolt['make'], shape: ComponentShape = {}): BoltDeclarer {
    this.#requireFree(id)
    const subscriptions: Subscription[] = []
    this.#bolts.push({ ...declared(id, shape), make, subscriptions })
    return new BoltDeclarer(subscriptions)
  }

  /** The topology so far. */
  createTopology(): StormTopology {
    return { spouts: [...this.#spouts], bolts: [...this.#bolts] }
  }

  #requireFree(id: string): void {
    if (this.#bolts.some((bolt) => bolt.id === id)) throw illegalArgument(`Bolt has already been declared for id ${id}`)
    if (this.#spouts.some((spout) => spout.id === id)) throw illegalArgument(`Spout has already been declared for id ${id}`)
  }
}

/** Subscribes a bolt to streams. Source: org.apache.storm.topology.BoltDeclarer. */
class BoltDeclarer {
  readonly #subscriptions: Subscription[]

  constructor(subscriptions: Subscription[]) {
    this.#subscriptions = subscriptions
  }

  /** Adds a subscription. */
  grouping(from: string, grouping: Grouping, stream = defaultStreamId): this {
    this.#subscriptions.push({ from, stream, grouping })
    return this
  }
}

function declared(id: string, { parallelism = 1, tasks, fields = [], streams = {} }: ComponentShape): DeclaredComponent {
  if (parallelism < 1) throw illegalArgument('Parallelism must be positive.')
  const all = new Map<string, DeclaredStream>([[defaultStreamId, { fields: new Fields(fields), isDirect: false }]])
  for (const [name, stream] of Object.entries(streams)) all.set(name, { fields: new Fields(stream.fields), isDirect: stream.isDirect ?? false })
  return { id, parallelism, tasks: tasks ?? parallelism, streams: all }
}
