/** Nodes of a pipeline that failed, and how often one packet had to be sent again. Source: DataStreamer's ErrorState. */
export class PipelineFailures {
  readonly #failed: string[] = []
  #bad: string[] = []
  #packet = -1
  #recoveries = 0

  /** Whether a node failed and the pipeline was not mended since. */
  get has(): boolean {
    return this.#bad.length > 0
  }

  /** All nodes that failed since the block was opened. */
  get failedNodes(): readonly string[] {
    return this.#failed
  }

  /** A node of a pipeline failed; one that is in it no more does not count. */
  add(node: string, nodes: readonly string[]): void {
    if (!nodes.includes(node) || this.#bad.includes(node)) return
    this.#bad.push(node)
    this.#failed.push(node)
  }

  /** Takes the nodes that are to be left out. */
  take(): readonly string[] {
    const bad = this.#bad
    this.#bad = []
    return bad
  }

  clear(): void {
    this.#bad = []
  }

  /** Counts a recovery with a packet under way. @returns how many it has now */
  countRecovery(seqno: number): number {
    this.#recoveries = this.#packet === seqno ? this.#recoveries + 1 : 1
    this.#packet = seqno
    return this.#recoveries
  }
}
