import type { ClusterTiming, NodeSpec, TopicSpec } from '../../../../engine/kafka/cluster/cluster-options.ts'
import { KafkaCluster } from '../../../../engine/kafka/cluster/kafka-cluster.ts'
import { groupCoordinator } from '../../../../engine/kafka/coordinator/group-coordinator.ts'
import { GroupProgress } from '../../../../engine/kafka/coordinator/group-progress.ts'
import { Lane } from '../../../../engine/ledger/lane.ts'
import { RecordStreams } from '../../../../engine/ledger/record-stream.ts'
import { Simulation } from '../../../../engine/sim/simulation.ts'
import { isList, isObject, listOf, numberOf, plainText, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { ClientFactory } from './client-factory.ts'
import { freeShare } from './free-phase.ts'
import { roleOf, viewOf } from './kafka-cluster-view.ts'
import { RunClock } from './run-clock.ts'
import { RunWorld } from './run-world.ts'

/** When runs were recorded, roughly: the simulated wall clock starts there. */
const startMs = Date.UTC(2026, 0, 1, 12)
/** One way between two processes of the recorder's busy machine, the handling of the request included, in virtual microseconds. */
const latencyMicros = 500
/** How long a cluster may take to come up, in virtual microseconds. */
const readyTimeoutMicros = 120_000_000
/** What a JVM takes to boot again on a more or less busy machine, in virtual microseconds. */
const bootMicros = { least: 2_000_000, most: 18_000_000 } as const
/** The longest that its brokers take to act on new metadata, likewise. */
const publishDelayMicros = { least: 70_000, most: 3_500_000 } as const
/** From SIGKILL until the kernel has taken the process apart and closes its sockets, likewise. */
const teardownMicros = { least: 30_000, most: 700_000 } as const
/** The time between a full ISR and the first step is any up to this: heartbeats and checks get any phase. */
const settleMicrosMax = 6_000_000

/** A cluster with its topics and clients, all ISRs full, just before the first step. */
export function setUpWorld(setup: Json, seed: number): RunWorld {
  const simulation = new Simulation({ seed, limits: { events: 50_000_000, virtualTimeMicros: 3_600_000_000 } })
  const clock = new RunClock(simulation)
  const lane = new Lane({ simulation, name: 'Kafka', streams: new RecordStreams(), offeredAt: () => 0, startMs, link: { latencyMicros }, nicBytesPerSecond: Number.POSITIVE_INFINITY })
  const cluster = clusterOf(lane, property(setup, 'cluster'))
  cluster.addRequestHandlers(groupCoordinator(new GroupProgress(cluster)))
  const bind = property(setup, 'bind')
  const topics = listOf(setup, 'topics')
  cluster.start()
  const bound = boundNodes(clock, cluster, bind)
  const node = (value: Json): number => (typeof value === 'number' ? value : (bound.get(plainText(value)) ?? Number(value)))
  for (const topic of topics) cluster.createTopic(topicSpec(topic, node))
  if (hasGroups(setup)) cluster.createTopic(offsetsTopic(property(setup, 'cluster')))
  if (/ran at once/.test(textOf(setup, 'shared'))) cluster.createTopic(topicBeside(cluster))
  waitUntilReady(clock, cluster)
  const view = viewOf(cluster, topics.map((topic) => textOf(topic, 'name')))
  const clients = new ClientFactory({ lane, cluster, view, specs: listOf(setup, 'clients'), node })
  const world = new RunWorld({ clock, lane, view, bound, clientOf: (id) => clients.get(id), freshClient: (spec) => clients.fresh(spec), setup })
  clients.constructAll()
  settle(clock)
  world.rememberLeaders()
  return world
}

function clusterOf(lane: Lane, spec: Json | undefined): KafkaCluster {
  const nodes = listOf(spec, 'nodes').map((node): NodeSpec => ({ id: numberOf(node, 'id') ?? 0, roles: listOf(node, 'roles').map((role) => roleOf(plainText(role))) }))
  if (nodes.length === 0) throw new NotReplayable('the fact names no nodes')
  const features = textOf(spec, 'features')
  if (features !== '' && !features.startsWith('4.3.0 defaults')) throw new NotReplayable(`the features '${features}' are not modelled`)
  return new KafkaCluster(lane, { nodes, properties: propertiesOf(textOf(spec, 'properties')), timing: timingOf(lane.simulation) })
}

/** How busy the recorder's machine was differed from run to run; it was calm more often than not. */
function timingOf({ seed }: Simulation): Partial<ClusterTiming> {
  const share = freeShare(seed, 'load') ** 2
  const between = ({ least, most }: { readonly least: number; readonly most: number }, part: number): number => Math.floor(least + part * (most - least))
  return { bootMicros: between(bootMicros, share), publishDelayMaxMicros: between(publishDelayMicros, share ** 2), teardownMicros: between(teardownMicros, share) }
}

/** Reads `key=value` lines. */
function propertiesOf(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(lines.map((line): [string, string] => {
    const at = line.indexOf('=')
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
  }))
}

function topicSpec(topic: Json, node: (value: Json) => number): TopicSpec {
  const assignment = property(topic, 'assignment')
  const config = property(topic, 'config')
  const [partitions, replicationFactor] = [numberOf(topic, 'partitions'), numberOf(topic, 'replicationFactor')]
  return {
    name: textOf(topic, 'name'),
    ...(isList(assignment) ? { assignment: assignment.map((replicas) => (isList(replicas) ? replicas.map(node) : [])) } : {}),
    ...(partitions === undefined ? {} : { partitions }),
    ...(replicationFactor === undefined ? {} : { replicationFactor }),
    configs: isObject(config) ? Object.fromEntries(Object.entries(config).map(([key, value]) => [key, plainText(value)])) : {},
  }
}

function hasGroups(setup: Json): boolean {
  return listOf(setup, 'clients').some((client) => textOf(client, 'type') === 'member')
}

/** Groups had been on the recorders' clusters before, so the topic of their offsets is there. */
function offsetsTopic(cluster: Json | undefined): TopicSpec {
  const properties = propertiesOf(textOf(cluster, 'properties'))
  return {
    name: '__consumer_offsets',
    partitions: Number(properties['offsets.topic.num.partitions'] ?? 50),
    replicationFactor: Number(properties['offsets.topic.replication.factor'] ?? 3),
    configs: { 'cleanup.policy': 'compact' },
  }
}

/** What ran beside the fact on the same cluster: topics of which every broker led some. */
function topicBeside({ brokers }: KafkaCluster): TopicSpec {
  const ids = brokers.map(({ id }) => id)
  return { name: 'beside', assignment: ids.map((_, index) => [...ids.slice(index), ...ids.slice(0, index)]) }
}

/** `bind`: the active controller's node gets a name, and `name+1` the next id (3 wraps to 1). */
function boundNodes(clock: RunClock, cluster: KafkaCluster, bind: Json | undefined): ReadonlyMap<string, number> {
  const bound = new Map<string, number>()
  if (!isObject(bind)) return bound
  clock.watchFor(() => cluster.activeController !== undefined && cluster.unfencedBrokers === cluster.brokers.length, readyTimeoutMicros)
  const ids = cluster.nodes.map(({ id }) => id)
  for (const [name, rule] of Object.entries(bind)) {
    const [other = '', step] = plainText(rule).split('+')
    const base = other === 'activeController' ? cluster.activeController?.options.nodeId : bound.get(other)
    if (base === undefined) throw new NotReplayable(`the node ${name} cannot be bound to ${plainText(rule)}`)
    bound.set(name, ids[(ids.indexOf(base) + Number(step ?? 0)) % ids.length] ?? base)
  }
  return bound
}

function waitUntilReady(clock: RunClock, cluster: KafkaCluster): void {
  const state = { isReady: false }
  cluster.onReady(() => { state.isReady = true })
  clock.waitFor(() => state.isReady, readyTimeoutMicros)
  const [refused] = cluster.refusedTopics
  if (refused !== undefined) throw new NotReplayable(`the controller refuses the topic ${refused.name}: ${refused.message}`)
  if (!state.isReady) throw new Error('the cluster did not become ready')
}

function settle(clock: RunClock): void {
  const share = freeShare(clock.simulation.seed, 'settle')
  clock.sleepUntil(clock.nowMicros + Math.floor(share * settleMicrosMax))
}
