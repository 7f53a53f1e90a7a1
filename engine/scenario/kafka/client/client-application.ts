import type { ClientContext } from '../../../kafka/client/client-context.ts'
import type { KafkaCluster } from '../../../kafka/cluster/kafka-cluster.ts'
import type { GroupProgress } from '../../../kafka/coordinator/group-progress.ts'
import type { Host } from '../../../sim/host.ts'
import type { Process, Program } from '../../../sim/process.ts'
import type { LaneScope } from '../../lane/lane-scope.ts'

/** What clients of the reader's own code share with the cluster that they belong to. */
export interface ClientGround {
  readonly scope: LaneScope
  readonly cluster: KafkaCluster
  readonly progress: GroupProgress
  readonly bootstrapServers: string
  /** Calls back when the cluster is ready; at once when it has been. */
  readonly whenReady: (action: () => void) => void
  /** Says that a group reads a topic for a destination. */
  readonly addReader: (groupId: string, topic: string, destination: number) => void
  /** Says that a stream goes to a topic: it is owed to whoever reads the topic, now or later. */
  readonly addStream: (topic: string, stream: number) => void
}

/** The process in which the reader's own client code runs; it is up as soon as the cluster is ready. */
export class ClientApplication implements Program {
  readonly process: Process
  readonly ground: ClientGround
  readonly name: string
  readonly #waiting: (() => void)[] = []

  constructor(ground: ClientGround, host: Host, name: string) {
    this.ground = ground
    this.name = name
    this.process = host.process(this, { name, bootMicros: 0 })
    ground.scope.lane.topology.node({ id: this.process.name, kind: 'outside', label: name, parent: host.name })
    ground.whenReady(() => { this.process.start('the cluster is ready') })
  }

  /** Calls back as soon as the process runs. */
  whenRunning(action: () => void): void {
    if (this.process.isRunning) action()
    else this.#waiting.push(action)
  }

  /** Where a client of this process lives. */
  context(kind: string): ClientContext {
    return { lane: this.ground.scope.lane, process: this.process, name: `${this.process.name}/${kind}`, clientId: this.name }
  }

  onStart(): void {
    for (const action of this.#waiting.splice(0)) action()
  }

  onEnd(): void {}
}
