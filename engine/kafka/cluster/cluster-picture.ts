import type { Lane } from '../../ledger/lane.ts'
import type { QuorumRole } from '../controller/raft/quorum-types.ts'
import type { ClusterImage } from '../metadata/cluster-image.ts'
import type { MetadataRecord, PartitionState } from '../metadata/metadata-record.ts'
import type { KafkaNode } from './kafka-node.ts'
import type { TopicHolders } from './topic-holders.ts'

const listText = (list: readonly number[]): string => `[${list.join(', ')}]`

/** What a cluster shows of itself: partitions' leaders and ISRs as tracks, nodes, topics and replicas on the picture. */
export class ClusterPicture {
  readonly #lane: Lane
  readonly #holders: TopicHolders
  /** The metadata as the last active controller had decided it. */
  image: ClusterImage | undefined

  constructor(lane: Lane, holders: TopicHolders) {
    this.#lane = lane
    this.#holders = holders
  }

  /** A node is part of the cluster. */
  addNode(node: KafkaNode): void {
    const { topology } = this.#lane
    topology.node({ id: node.process.name, kind: 'process', label: `kafka (node ${node.id})`, parent: node.host.name })
    if (node.spec.roles.includes('broker')) topology.node({ id: node.brokerName, kind: 'broker', label: `broker ${node.id}`, parent: node.process.name })
    if (node.spec.roles.includes('controller')) topology.node({ id: node.controllerName, kind: 'controller', label: `controller ${node.id}`, parent: node.process.name })
  }

  /** A node's part in the quorum changed. */
  onQuorum(node: KafkaNode, role: QuorumRole, epoch: number, leaderId: number | null): void {
    const { recorder } = this.#lane.simulation
    const place = node.spec.roles.includes('controller') ? node.controllerName : node.brokerName
    recorder.setText(recorder.track(place, 'current-state', 'text'), role)
    recorder.set(recorder.track(place, 'current-epoch'), epoch)
    recorder.set(recorder.track(place, 'current-leader'), leaderId ?? -1)
    if (role !== 'leader') return
    const cluster = `${this.#lane.name}/cluster`
    recorder.set(recorder.track(cluster, 'ActiveController'), node.id)
    recorder.set(recorder.track(cluster, 'ControllerEpoch'), epoch)
  }

  /** The active controller decided something. */
  onRecord(image: ClusterImage, record: MetadataRecord, nodeOf: (id: number) => KafkaNode | undefined): void {
    this.image = image
    switch (record.type) {
      case 'TopicRecord':
        this.#holders.addTopic(record.name)
        this.#lane.topology.node({ id: this.#holders.placeOf(record.name), kind: 'topic', label: record.name })
        break
      case 'PartitionRecord':
      case 'PartitionChangeRecord': {
        const topic = image.topicById(record.topicId)
        const state = topic?.partitions[record.partitionId]
        if (topic !== undefined && state !== undefined) this.#showPartition(topic.name, record.partitionId, state, nodeOf)
        break
      }
      case 'RegisterBrokerRecord':
        this.#showBroker(image, record.brokerId, nodeOf)
        break
      case 'BrokerRegistrationChangeRecord':
        this.#showBroker(image, record.brokerId, nodeOf)
        break
      default:
        break
    }
  }

  #showBroker(image: ClusterImage, brokerId: number, nodeOf: (id: number) => KafkaNode | undefined): void {
    const node = nodeOf(brokerId)
    const broker = image.broker(brokerId)
    if (node === undefined || broker === undefined) return
    const { recorder } = this.#lane.simulation
    const state = broker.fenced ? 'fenced' : broker.inControlledShutdown ? 'in controlled shutdown' : 'unfenced'
    recorder.setText(recorder.track(node.brokerName, 'registration', 'text'), state)
  }

  #showPartition(topic: string, partitionId: number, state: PartitionState, nodeOf: (id: number) => KafkaNode | undefined): void {
    const { simulation, topology } = this.#lane
    const { recorder } = simulation
    const place = `${this.#lane.name}/${topic}-${partitionId}`
    topology.node({ id: place, kind: 'partition', label: `${topic}-${partitionId}`, parent: this.#holders.placeOf(topic) })
    for (const replica of state.replicas) {
      const node = nodeOf(replica)
      if (node === undefined) continue
      const id = `${node.brokerName}/${topic}-${partitionId}`
      topology.node({ id, kind: 'replica', label: `${topic}-${partitionId}`, parent: node.brokerName })
      topology.edge(place, id, 'replica')
    }
    recorder.set(recorder.track(place, 'leader'), state.leader)
    recorder.set(recorder.track(place, 'leaderEpoch'), state.leaderEpoch)
    recorder.setText(recorder.track(place, 'isr', 'text'), listText(state.isr))
    recorder.setText(recorder.track(place, 'elr', 'text'), listText(state.elr))
    recorder.setText(recorder.track(place, 'lastKnownElr', 'text'), listText(state.lastKnownElr))
  }
}
