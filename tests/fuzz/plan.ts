import fc from 'fast-check'

/** Sources of Flume that something outside can send to. */
const sourceTypes = ['avro', 'TAILDIR', 'spooldir', 'exec', 'netcat', 'syslogtcp', 'syslogudp', 'http'] as const

/** A channel of a tier. */
export interface ChannelPlan {
  readonly type: 'memory' | 'file' | 'SPILLABLEMEMORY'
  readonly capacity: number
  readonly transactionCapacity: number
}

/** How a tier hands on: by one sink, by two that share or take turns, or by two channels. */
const fans = ['one', 'split', 'failover', 'load_balance', 'replicating', 'optional'] as const

/** One row of agents; the first has one, later ones as many as the fan before them asks for. */
export interface TierPlan {
  readonly channel: ChannelPlan
  readonly batchSize: number
  readonly fan: typeof fans[number]
}

/** Agents one behind the other, from a source to a store. */
export interface FlumePlan {
  readonly system: 'flume'
  readonly source: typeof sourceTypes[number]
  readonly tiers: readonly TierPlan[]
}

/** Ways in which members of a group share partitions. */
const protocols = ['RangeAssignor', 'RoundRobinAssignor', 'StickyAssignor', 'CooperativeStickyAssignor', 'consumer'] as const

/** A consumer group. */
export interface GroupPlan {
  readonly members: number
  readonly protocol: typeof protocols[number]
  readonly isStatic: boolean
}

/** A cluster with a topic, a producer and groups that read it. */
export interface KafkaPlan {
  readonly system: 'kafka'
  readonly brokers: number
  readonly controllers: number | 'combined'
  readonly partitions: number
  readonly replicationFactor: number
  readonly minInsyncReplicas: number
  readonly acks: 'all' | '1' | '0'
  readonly isIdempotent: boolean
  readonly isUncleanAllowed: boolean
  readonly flushesEachMessage: boolean
  readonly lingerMs: number
  readonly racks: number
  readonly raid: 0 | 1 | 5 | undefined
  readonly groups: readonly GroupPlan[]
}

/** What can be done to a machine or process; `whom` is an index into the list of those, taken modulo its length. */
export type ActionPlan =
  | { readonly kind: 'process'; readonly atMs: number; readonly whom: number; readonly call: string }
  | { readonly kind: 'host'; readonly atMs: number; readonly whom: number; readonly call: string }
  | { readonly kind: 'link'; readonly atMs: number; readonly whom: number; readonly other: number; readonly call: string }
  | { readonly kind: 'edit'; readonly atMs: number; readonly whom: number; readonly call: string }

/** A scenario in short, from which its text is made. */
export interface Plan {
  readonly seed: number
  readonly records: number
  readonly perSecond: number
  readonly side: FlumePlan | KafkaPlan
  readonly actions: readonly ActionPlan[]
}

const channel: fc.Arbitrary<ChannelPlan> = fc.record({
  type: fc.constantFrom('memory', 'file', 'SPILLABLEMEMORY'),
  capacity: fc.constantFrom(10_000, 100, 40),
  transactionCapacity: fc.constantFrom(100, 20),
}).map((plan) => ({ ...plan, transactionCapacity: Math.min(plan.transactionCapacity, plan.capacity) }))

const tier: fc.Arbitrary<TierPlan> = fc.record({ channel, batchSize: fc.constantFrom(20, 1, 5), fan: fc.constantFrom(...fans) })

const flumeSide: fc.Arbitrary<FlumePlan> = fc.record({
  system: fc.constant('flume' as const),
  source: fc.constantFrom(...sourceTypes),
  tiers: fc.array(tier, { minLength: 1, maxLength: 3 }),
})

const group: fc.Arbitrary<GroupPlan> = fc.record({
  members: fc.integer({ min: 1, max: 3 }),
  protocol: fc.constantFrom(...protocols),
  isStatic: fc.boolean(),
})

const kafkaSide: fc.Arbitrary<KafkaPlan> = fc.record({
  system: fc.constant('kafka' as const),
  brokers: fc.integer({ min: 1, max: 7 }),
  controllers: fc.constantFrom<number | 'combined'>(1, 3, 'combined'),
  partitions: fc.integer({ min: 1, max: 4 }),
  replicationFactor: fc.integer({ min: 1, max: 4 }),
  minInsyncReplicas: fc.integer({ min: 1, max: 3 }),
  acks: fc.constantFrom('all', 'all', '1', '0'),
  isIdempotent: fc.boolean(),
  isUncleanAllowed: fc.constantFrom(false, false, true),
  flushesEachMessage: fc.constantFrom(false, false, true),
  lingerMs: fc.constantFrom(5, 0, 100),
  racks: fc.constantFrom(0, 0, 2, 3),
  raid: fc.constantFrom(undefined, undefined, undefined, 0, 1, 5),
  groups: fc.array(group, { minLength: 1, maxLength: 2 }),
}).map((plan) => {
  const replicationFactor = Math.min(plan.replicationFactor, plan.brokers)
  return { ...plan, replicationFactor, minInsyncReplicas: Math.min(plan.minInsyncReplicas, replicationFactor), isIdempotent: plan.isIdempotent && plan.acks === 'all' }
})

const lasting = fc.constantFrom('1s', '3s', '8s', '20s')
const atMs = fc.integer({ min: 3_000, max: 32_000 })
const whom = fc.nat(11)

const processFaults = lasting.chain((time) => fc.constantFrom(`kill({ for: '${time}' })`, `terminate({ for: '${time}' })`, `pause({ for: '${time}' })`, 'restart()'))
const hostFaults = lasting.chain((time) => fc.constantFrom(
  `powerCut({ for: '${time}' })`, `disk.lose({ for: '${time}' })`, `disk.fill({ for: '${time}' })`, `disk.slow({ times: 40, for: '${time}' })`, `lose({ for: '${time}' })`,
))
const linkFaults = lasting.chain((time) => fc.constantFrom(`cut({ for: '${time}' })`, `slow({ times: 60, for: '${time}' })`, `lose({ rate: 0.4, for: '${time}' })`))

/** Changes that an operator makes while the run goes on; those of the other system than the plan's are left out of its text. */
const edits = fc.constantFrom(
  'side.cluster.addBroker()', "side.cluster.partitions('t', 6)", "side.cluster.rebalance('t')",
  "side.cluster.consumer({ groupId: 'late', 'auto.offset.reset': 'earliest' }).subscribes('t')", "side.cluster.consumer({ groupId: 'g0', 'auto.offset.reset': 'earliest' }).subscribes('t')",
  'side.cluster.quota({ producer_byte_rate: 500 })', 'consumers[0].leaves()', 'consumers[0].pauses()', 'consumers[0].resumes()',
  "agents[0].edits(t0a.replace(/batch-size = .*/g, 'batch-size = 3'))", "agents[0].edits(t0a.replace('capacity = 100', 'capacity = 60'))", "agents[0].edits(t0a.replace('c1.type', 'c1.typo'))",
)

const action: fc.Arbitrary<ActionPlan> = fc.oneof(
  fc.record({ kind: fc.constant('process' as const), atMs, whom, call: processFaults }),
  fc.record({ kind: fc.constant('host' as const), atMs, whom, call: hostFaults }),
  fc.record({ kind: fc.constant('link' as const), atMs, whom, other: fc.nat(11), call: linkFaults }),
  fc.record({ kind: fc.constant('edit' as const), atMs, whom, call: edits }),
)

/** Plans over everything that is modelled: settings safe and unsafe, faults at random. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  seed: fc.nat(100_000),
  records: fc.integer({ min: 1, max: 120 }),
  perSecond: fc.constantFrom(10, 5, 40),
  side: fc.oneof<[fc.Arbitrary<FlumePlan | KafkaPlan>, fc.Arbitrary<FlumePlan | KafkaPlan>]>(flumeSide, kafkaSide),
  actions: fc.array(action, { maxLength: 8 }),
})
