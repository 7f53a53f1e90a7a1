import { HadoopException } from '../../hadoop-exception.ts'
import type { HdfsConfig } from '../hdfs-config.ts'
import type { BlockManager } from './block-manager.ts'
import type { DataNodes } from './data-nodes.ts'

/** Why the name node takes no changes. */
type Reason = 'off' | 'manual' | 'waits for blocks' | 'extension'

/** After a start the name node changes nothing before enough blocks were reported. Source: BlockManagerSafeMode, FSNamesystem. */
export class SafeMode {
  readonly #config: HdfsConfig
  readonly #blocks: BlockManager
  readonly #nodes: DataNodes
  readonly #hostName: string
  #reason: Reason = 'off'
  #leavesAtMicros = 0

  constructor(config: HdfsConfig, state: { readonly blocks: BlockManager; readonly nodes: DataNodes; readonly hostName: string }) {
    this.#config = config
    this.#blocks = state.blocks
    this.#nodes = state.nodes
    this.#hostName = state.hostName
  }

  get isOn(): boolean {
    return this.#reason !== 'off'
  }

  /** The name node starts. */
  begin(nowMicros: number): void {
    this.#reason = 'waits for blocks'
    this.look(nowMicros)
  }

  /** An operator turns it on or off. */
  set(isOn: boolean): void {
    this.#reason = isOn ? 'manual' : 'off'
  }

  /** Looks whether the thresholds are reached and the extension is over. */
  look(nowMicros: number): void {
    if (this.#reason === 'waits for blocks' && this.#isReached()) {
      this.#reason = 'extension'
      this.#leavesAtMicros = nowMicros + (this.#total === 0 ? 0 : this.#config.number('dfs.namenode.safemode.extension') * 1000)
    }
    if (this.#reason === 'extension' && nowMicros >= this.#leavesAtMicros) this.#reason = 'off'
  }

  /** When the extension ends; undefined outside it. */
  get leavesAtMicros(): number | undefined {
    return this.#reason === 'extension' ? this.#leavesAtMicros : undefined
  }

  /** @throws HadoopException SafeModeException, in safe mode */
  refuse(what: string, nowMicros: number): void {
    if (this.#reason === 'off') return
    throw new HadoopException('org.apache.hadoop.hdfs.server.namenode.SafeModeException', `${what}. Name node is in safe mode.\n${this.#tip(nowMicros)} NamenodeHostName:${this.#hostName}`)
  }

  get #total(): number {
    let total = 0
    for (const { state } of this.#blocks.all) if (state === 'complete') total++
    return total
  }

  get #reported(): number {
    let reported = 0
    for (const block of this.#blocks.all) if (block.state === 'complete' && this.#blocks.liveReplicas(block).length > 0) reported++
    return reported
  }

  get #needed(): number {
    return Math.floor(this.#total * this.#config.number('dfs.namenode.safemode.threshold-pct'))
  }

  #isReached(): boolean {
    return this.#reported >= this.#needed && this.#nodes.live.length >= this.#config.number('dfs.namenode.safemode.min.datanodes')
  }

  #tip(nowMicros: number): string {
    if (this.#reason === 'manual') return 'It was turned on manually. Use "hdfs dfsadmin -safemode leave" to turn safe mode off.'
    const threshold = this.#config.number('dfs.namenode.safemode.threshold-pct').toFixed(4)
    const missing = this.#needed - this.#reported
    const blocks = missing > 0 ? `needs additional ${String(missing)} blocks to reach` : 'has reached'
    const nodes = `The number of live datanodes ${String(this.#nodes.live.length)} has reached the minimum number ${String(this.#config.number('dfs.namenode.safemode.min.datanodes'))}.`
    const seconds = Math.ceil((this.#leavesAtMicros - nowMicros) / 1_000_000)
    const end = this.#reason === 'extension' ? `In safe mode extension. Safe mode will be turned off automatically in ${String(seconds)} seconds.` : 'Safe mode will be turned off automatically once the thresholds have been reached.'
    return `The reported blocks ${String(this.#reported)} ${blocks} the threshold ${threshold} of total blocks ${String(this.#total)}. ${nodes} ${end}`
  }
}
