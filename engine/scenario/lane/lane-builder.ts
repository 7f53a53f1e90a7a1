import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import type { AgentHandle, ClusterHandle, LaneHandle, LaneKit, StoreHandle } from '../api/lane-types.ts'
import { describe, OptionError } from '../check-options.ts'
import type { Play } from '../play/play.ts'
import { acknowledgementSilenceMicros } from '../run/lane-document.ts'
import { declaredStore, paceVerb, readStoreOptions } from './declared-store.ts'
import type { DeclaredStore, LaneScope } from './lane-scope.ts'
import { FlumeLane } from '../../flume/agent/flume-lane.ts'
import { HBaseDeclaration } from '../hbase/declare-hbase.ts'
import { HdfsDeclaration } from '../hadoop/declare-hdfs.ts'
import { AgentBuilder } from '../flume/agent-builder.ts'
import { ConnectBuilder } from '../connect/connect-builder.ts'
import { ClusterBuilder } from '../kafka/cluster-builder.ts'
import type { ClientGround } from '../kafka/client/client-application.ts'
import { MapReduceBuilder } from '../mapreduce/map-reduce-builder.ts'
import { StormBuilder } from '../storm/storm-builder.ts'
import type { Handles } from './handles.ts'
import { declareHost, readHostShape } from './host-options.ts'
import { LaneMetric, outcomeMetrics } from './outcome-metrics.ts'


/** Builds one lane as the reader declares it, and gives the handles by which it is used afterwards. */
export class LaneBuilder {
  readonly kit: LaneKit
  readonly handle: LaneHandle
  readonly #scope: LaneScope
  readonly #stores = new Map<object, DeclaredStore>()
  readonly #agents = new Map<string, AgentHandle>()
  readonly #clusters: ClusterBuilder[] = []
  #flume: FlumeLane | undefined

  constructor(play: Play, handles: Handles, lane: Lane) {
    this.#scope = { play, handles, lane, storeOf: (handle) => this.#storeOf(handle) }
    const host = (name: unknown): ReturnType<Handles['host']> => handles.host(lane, this.#host(name))
    const hbase = new HBaseDeclaration(this.#scope, () => this.#flumeLane())
    const hdfs = new HdfsDeclaration(this.#scope, () => this.#flumeLane())
    this.kit = Object.freeze({
      host: (name: unknown, hostOptions: unknown) => handles.host(lane, declareHost(lane, name, readHostShape(play, hostOptions))),
      agent: (name: unknown, options: unknown) => this.#agent(name, options),
      cluster: (options: unknown) => this.#cluster(options),
      store: (name: unknown, options: unknown) => this.#store(name, options),
      hbase: (options: unknown) => hbase.declare(options),
      hdfs: (options: unknown) => hdfs.declare(options),
      mapReduce: (options: unknown) => new MapReduceBuilder(this.#scope, { kafka: () => this.#clusterGround('mapReduce'), flume: () => this.#flumeLane() }, options).handle,
      connect: (options: unknown) => new ConnectBuilder(this.#scope, () => this.#clusterGround('connect'), this.#flumeLane(), options).handle,
      storm: (options: unknown) => new StormBuilder(this.#scope, () => this.#clusterGround('storm'), options).handle,
    })
    const silence = new LaneMetric(`${lane.name}: longest time without an acknowledgement, in ms`, () => acknowledgementSilenceMicros(lane) / 1000)
    const firstCluster = (): ClusterHandle => this.#firstCluster()
    this.handle = Object.freeze({
      ...outcomeMetrics(lane),
      name: lane.name,
      host,
      rack: (name: unknown) => handles.rack(lane, name),
      agent: (name: unknown) => this.#declaredAgent(name),
      link: (left: unknown, right: unknown) => handles.link(lane, left, right),
      leaderOf: (topic: string, partition?: number) => this.#firstCluster().leaderOf(topic, partition),
      get cluster() { return firstCluster() },
      get hbase() { return hbase.handle },
      get hdfs() { return hdfs.handle },
      destination: (name: unknown) => outcomeMetrics(lane, String(name)),
      unavailableMs: silence,
    })
  }

  #host(name: unknown): Host {
    return declareHost(this.#scope.lane, name, {})
  }

  #store(name: unknown, options: unknown): StoreHandle {
    const { handles, lane, play } = this.#scope
    for (const [handle, store] of this.#stores) {
      if (store.name !== name) continue
      if (options !== undefined) throw new OptionError(`Store '${store.name}' is there already: say what it is like where it is first named, or change it with changesTo.`)
      return handle as StoreHandle
    }
    const shape = readStoreOptions(play, options)
    const host = this.#host(name)
    const store = declaredStore(lane, String(name), host, shape)
    const handle: StoreHandle = Object.freeze({ name: String(name), host: handles.host(lane, host), changesTo: paceVerb(this.#scope, store) })
    handles.alias(handle, host)
    this.#stores.set(handle, store)
    return handle
  }

  #storeOf(handle: unknown): DeclaredStore {
    const store = typeof handle === 'object' && handle !== null ? this.#stores.get(handle) : undefined
    if (store === undefined) throw new OptionError(`writes takes a store of this lane, and got ${describe(handle)}.`, undefined, "Make one with store('archive').")
    return store
  }

  #agent(name: unknown, options: unknown): AgentHandle {
    const { handle } = new AgentBuilder(this.#scope, this.#flumeLane(), name, options)
    if (this.#agents.has(handle.name)) throw new OptionError(`There is already an agent '${String(name)}' on ${handle.host.name}.`)
    this.#agents.set(handle.name, handle)
    return handle
  }

  #flumeLane(): FlumeLane {
    this.#flume ??= new FlumeLane(this.#scope.lane)
    return this.#flume
  }

  #declaredAgent(name: unknown): AgentHandle {
    const agent = [...this.#agents.values()].find((one) => one.name === name || one.name === `${one.host.name}/${String(name)}`)
    if (agent === undefined) throw new OptionError(`${this.#scope.lane.name} has no agent ${describe(name)}.`, undefined, `Its agents: ${[...this.#agents.keys()].join(', ') || 'none'}.`)
    return agent
  }

  #cluster(options: unknown): ClusterHandle {
    if (this.#clusters.length > 0) throw new OptionError(`${this.#scope.lane.name} already has a cluster.`)
    const builder = new ClusterBuilder(this.#scope, this.#flumeLane(), options ?? {})
    this.#clusters.push(builder)
    return builder.handle
  }

  #firstCluster(): ClusterHandle {
    const cluster = this.#clusters[0]
    if (cluster === undefined) throw new OptionError(`${this.#scope.lane.name} has no Kafka cluster.`)
    return cluster.handle
  }

  /** What clients of other systems need of the lane's cluster. */
  #clusterGround(call: string): ClientGround {
    const cluster = this.#clusters[0]
    if (cluster === undefined) throw new OptionError(`${call} needs a Kafka cluster in its lane, and ${this.#scope.lane.name} has none.`)
    return cluster.ground
  }
}
