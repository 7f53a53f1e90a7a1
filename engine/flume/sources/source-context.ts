import { knownDestinations } from '../agent/known-destinations.ts'
import type { AgentContext } from '../agent/agent-context.ts'
import type { ChannelProcessor } from '../agent/channel-processor.ts'
import { Hands } from '../agent/hands.ts'
import type { LoadedSource } from '../conf/loaded.ts'
import type { EventRun } from '../event/event-run.ts'

/** What a source is built from, and how it keeps its books. */
export class SourceContext {
  readonly agent: AgentContext
  readonly loaded: LoadedSource
  readonly processor: ChannelProcessor
  /** What it has in memory. */
  readonly hands = new Hands()

  constructor(agent: AgentContext, loaded: LoadedSource, processor: ChannelProcessor) {
    this.agent = agent
    this.loaded = loaded
    this.processor = processor
  }

  get name(): string {
    return this.loaded.name
  }

  get id(): string {
    return this.agent.id(this.loaded.name)
  }

  /** Indexes of the destinations of what it takes in. */
  get destinations(): readonly number[] {
    return this.agent.routes.ofSource(this.agent.process.name, this.name)
  }

  /** Those, and the ones that it led to by earlier configurations: what still lies in its files is owed to them. */
  get everDestinations(): readonly number[] {
    return knownDestinations(this.agent, 'source', this.name)
  }

  /** The batch is in the channels: those who wrote it cannot know better. */
  accepted(runs: readonly EventRun[]): void {
    for (const run of runs) this.agent.lane.ledger.accepted(run, this.id)
  }

  /** The source gives events up. */
  dropped(runs: readonly EventRun[], cause: string, isTold = false): void {
    const { ledger } = this.agent.lane
    for (const run of runs) ledger.copyEnded(run, { fate: 'dropped', place: this.id, cause, isTold, destinations: this.destinations })
  }

  /** Lines or events that nobody will ever read. */
  lost(runs: readonly EventRun[], cause: string): void {
    const { ledger } = this.agent.lane
    for (const run of runs) ledger.copyEnded(run, { fate: 'lost', place: this.id, cause, destinations: this.destinations })
  }

  /** Puts a file or directory that it reads on the lane's picture. */
  showReading(path: string): void {
    const { lane, host } = this.agent
    const id = `${host.name}${path}`
    lane.topology.node({ id, kind: 'file', label: path, parent: host.name })
    lane.topology.edge(id, this.id)
  }

  log(level: 'INFO' | 'WARN' | 'ERROR', line: Parameters<AgentContext['log']>[2]): void {
    this.agent.log(this.name, level, line)
  }
}
