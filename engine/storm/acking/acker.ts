import { RotatingMap } from './rotating-map.ts'

/** What spouts and bolts tell an acker about a tree. Source: the streams __ack_init, __ack_ack and __ack_fail. */
export type AckMessage =
  | { readonly kind: '__ack_init'; readonly root: bigint; readonly value: bigint; readonly spoutTask: number }
  | { readonly kind: '__ack_ack'; readonly root: bigint; readonly value: bigint }
  | { readonly kind: '__ack_fail'; readonly root: bigint }
  | { readonly kind: '__ack_reset_timeout'; readonly root: bigint }

/** What an acker tells the spout's task of a tree. */
export interface AckAnswer {
  readonly kind: '__ack_ack' | '__ack_fail' | '__ack_reset_timeout'
  readonly root: bigint
  readonly spoutTask: number
}

interface Tree {
  value: bigint
  /** -1 until the spout's own message has come. */
  spoutTask: number
  hasFailed: boolean
}

/** Source: org.apache.storm.daemon.Acker.TIMEOUT_BUCKET_NUM. */
const timeoutBuckets = 3

/**
 * Knows of each tree the XOR of all edges that were made and all that were acked: zero means that every tuple has been
 * acked. It forgets trees that take too long; the spout's own time-out has failed them by then.
 * Source: org.apache.storm.daemon.Acker.
 */
export class Acker {
  readonly #trees = new RotatingMap<bigint, Tree>(timeoutBuckets)

  /** Trees that it waits for. */
  get pending(): number {
    return this.#trees.size
  }

  /** The tick of topology.message.timeout.secs. */
  rotate(): void {
    this.#trees.rotate()
  }

  /** Takes a message, and says what the tree's spout is to hear of it now. */
  take(message: AckMessage): AckAnswer | undefined {
    const { kind, root } = message
    const tree = this.#treeOf(message)
    if (tree === undefined) return undefined
    if (kind === '__ack_init') tree.spoutTask = message.spoutTask
    if (kind === '__ack_init' || kind === '__ack_ack') tree.value ^= message.value
    if (kind === '__ack_fail') tree.hasFailed = true
    if (tree.spoutTask < 0) return undefined
    if (tree.value === 0n) return this.#end(root, tree, '__ack_ack')
    if (tree.hasFailed) return this.#end(root, tree, '__ack_fail')
    return kind === '__ack_reset_timeout' ? { kind, root, spoutTask: tree.spoutTask } : undefined
  }

  /** The tree of a message: begun by any but a plea for time, young again by a failure or such a plea. */
  #treeOf({ kind, root }: AckMessage): Tree | undefined {
    const known = this.#trees.get(root)
    if (known === undefined && kind === '__ack_reset_timeout') return undefined
    const tree = known ?? { value: 0n, spoutTask: -1, hasFailed: false }
    if (known === undefined || kind === '__ack_fail' || kind === '__ack_reset_timeout') this.#trees.put(root, tree)
    return tree
  }

  #end(root: bigint, { spoutTask }: Tree, kind: AckAnswer['kind']): AckAnswer {
    this.#trees.remove(root)
    return { kind, root, spoutTask }
  }
}
