import type { Host } from '../../../sim/host.ts'
import type { Process } from '../../../sim/process.ts'
import type { Lane } from '../../../ledger/lane.ts'
import type { HBaseException } from '../hbase-exception.ts'
import { ports, type DataAnswer, type DataRequest, type Edit } from '../protocol.ts'
import { Caller } from '../rpc.ts'

const replication = 3
const callTimeoutMicros = 60_000_000
const recoverTimeoutMicros = 10_000_000

/** Which data nodes have a file: what a name node knows. It is not a machine here, and always reachable. */
export class HdfsNamespace {
  readonly hosts: readonly Host[]
  readonly #files = new Map<string, Set<number>>()

  constructor(hosts: readonly Host[]) {
    this.hosts = hosts
  }

  /** A file has a replica on a node. */
  add(path: string, node: number): void {
    this.#files.set(path, (this.#files.get(path) ?? new Set()).add(node))
  }

  /** A file is gone. */
  remove(path: string): void {
    this.#files.delete(path)
  }

  /** The nodes with a replica. */
  nodesOf(path: string): readonly number[] {
    return [...(this.#files.get(path) ?? [])]
  }

  /** Paths below a directory. */
  list(directory: string): readonly string[] {
    return [...this.#files.keys()].filter((path) => path.startsWith(`${directory}/`))
  }

  /** Nodes for a new file: the writer's own machine first, then the others in turn. @param without nodes that have just failed */
  placesFor(writer: Host, without: ReadonlySet<number>): readonly number[] {
    const own = Math.max(0, this.hosts.indexOf(writer))
    const inTurn = this.hosts.map((_, index) => (own + index) % this.hosts.length)
    return inTurn.filter((node) => !without.has(node)).slice(0, replication)
  }
}

/** HDFS as a process uses it. */
export class HdfsFiles {
  readonly namespace: HdfsNamespace
  readonly #lane: Lane
  readonly #process: Process
  readonly #callers = new Map<number, Caller<DataRequest, DataAnswer>>()

  constructor(lane: Lane, process: Process, namespace: HdfsNamespace) {
    this.#lane = lane
    this.#process = process
    this.namespace = namespace
  }

  /** Appends an edit to a node's replica. */
  append(node: number, request: Extract<DataRequest, { kind: 'append' }>, done: (answer: DataAnswer | HBaseException) => void): void {
    this.namespace.add(request.path, node)
    this.#caller(node).call(request, { bytes: request.bytes, timeoutMicros: callTimeoutMicros }, done)
  }

  /** Writes a file of one edit; done when every node that could be reached has it, false when none could. */
  write(path: string, edit: Edit, bytes: number, done: (isWritten: boolean) => void): void {
    const nodes = this.namespace.placesFor(this.#process.host, new Set())
    let open = nodes.length
    let written = 0
    for (const node of nodes) {
      this.append(node, { kind: 'append', path, edit, bytes, isForced: false }, (answer) => {
        if ('kind' in answer && answer.kind === 'done') written++
        if (--open === 0) done(written > 0)
      })
    }
  }

  /** Reads a file from the first replica that answers; undefined when none does. */
  read(path: string, done: (edits: readonly Edit[] | undefined) => void): void {
    const nodes = [...this.namespace.nodesOf(path)]
    const next = (): void => {
      const node = nodes.shift()
      if (node === undefined) {
        done(undefined)
        return
      }
      this.#caller(node).call({ kind: 'read', path }, { timeoutMicros: recoverTimeoutMicros }, (answer) => {
        if ('kind' in answer && answer.kind === 'content') done(answer.edits)
        else next()
      })
    }
    next()
  }

  /**
   * Closes a file that its writer has left open: replicas of nodes that ran all the time count, the others only where there
   * are none, and of those that count the shortest is what all have. Undefined when no node answers. Source: block recovery of HDFS.
   */
  recover(path: string, done: (edits: readonly Edit[] | undefined) => void): void {
    const nodes = this.namespace.nodesOf(path)
    const found: { readonly edits: readonly Edit[]; readonly isWhole: boolean }[] = []
    let open = nodes.length
    if (open === 0) done([])
    for (const node of nodes) {
      this.#caller(node).call({ kind: 'recover', path }, { timeoutMicros: recoverTimeoutMicros }, (answer) => {
        if ('kind' in answer && answer.kind === 'content') found.push(answer)
        if (--open > 0) return
        const whole = found.filter(({ isWhole }) => isWhole)
        const [shortest] = (whole.length > 0 ? whole : found).toSorted((left, right) => left.edits.length - right.edits.length)
        done(shortest?.edits)
      })
    }
  }

  /** Deletes a file everywhere; a node that is away keeps its replica. */
  delete(path: string): void {
    for (const node of this.namespace.nodesOf(path)) this.#caller(node).call({ kind: 'delete', path }, { timeoutMicros: recoverTimeoutMicros }, () => undefined)
    this.namespace.remove(path)
  }

  #caller(node: number): Caller<DataRequest, DataAnswer> {
    let caller = this.#callers.get(node)
    const host = this.namespace.hosts[node]
    if (host === undefined) throw new RangeError(`there is no data node ${node}`)
    if (caller === undefined) {
      caller = new Caller(this.#lane, this.#process, { host, port: ports.dataNode })
      this.#callers.set(node, caller)
    }
    return caller
  }
}
