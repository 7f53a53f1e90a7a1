import type { Plan } from './plan.ts'

/** Plans that broke an invariant once, by what it was. */
export const onceBroken: Readonly<Record<string, Plan>> = {
  'a group passes what only a replica without a part in the elections has': {
    seed: 3, records: 65, perSecond: 5,
    side: {
      system: 'kafka', brokers: 5, controllers: 3, partitions: 4, replicationFactor: 3, minInsyncReplicas: 1, acks: '0', isIdempotent: false, isUncleanAllowed: true,
      flushesEachMessage: true, lingerMs: 0, racks: 0, raid: undefined, groups: [{ members: 2, protocol: 'RangeAssignor', isStatic: true }],
    },
    actions: [
      { kind: 'host', atMs: 10_375, whom: 1, call: "disk.lose({ for: '1s' })" },
      { kind: 'host', atMs: 22_255, whom: 2, call: "disk.fill({ for: '8s' })" },
      { kind: 'link', atMs: 7_694, whom: 10, other: 4, call: "cut({ for: '20s' })" },
      { kind: 'process', atMs: 27_129, whom: 9, call: "kill({ for: '3s' })" },
      { kind: 'host', atMs: 31_704, whom: 0, call: "lose({ for: '20s' })" },
      { kind: 'process', atMs: 8_164, whom: 8, call: "terminate({ for: '1s' })" },
      { kind: 'host', atMs: 17_953, whom: 4, call: "disk.fill({ for: '1s' })" },
    ],
  },
  'a group has committed offsets that the only log has lost': {
    seed: 0, records: 28, perSecond: 5,
    side: {
      system: 'kafka', brokers: 1, controllers: 1, partitions: 1, replicationFactor: 1, minInsyncReplicas: 1, acks: 'all', isIdempotent: false, isUncleanAllowed: true,
      flushesEachMessage: false, lingerMs: 0, racks: 2, raid: undefined, groups: [{ members: 2, protocol: 'StickyAssignor', isStatic: false }],
    },
    actions: [
      { kind: 'host', atMs: 27_123, whom: 11, call: "disk.lose({ for: '20s' })" },
      { kind: 'link', atMs: 31_999, whom: 2, other: 5, call: "slow({ times: 60, for: '3s' })" },
      { kind: 'process', atMs: 24_820, whom: 2, call: 'restart()' },
      { kind: 'host', atMs: 21_269, whom: 8, call: "lose({ for: '3s' })" },
      { kind: 'host', atMs: 10_198, whom: 11, call: "lose({ for: '8s' })" },
      { kind: 'process', atMs: 13_251, whom: 8, call: "kill({ for: '8s' })" },
    ],
  },
  'a spooled file finds the disk full': {
    seed: 0, records: 1, perSecond: 10,
    side: { system: 'flume', source: 'spooldir', tiers: [{ channel: { type: 'memory', capacity: 10_000, transactionCapacity: 100 }, batchSize: 20, fan: 'one' }] },
    actions: [{ kind: 'host', atMs: 5_001, whom: 0, call: "disk.fill({ for: '8s' })" }],
  },
  'an agent is stopped while a commit waits for its disk': {
    seed: 0, records: 97, perSecond: 10,
    side: { system: 'flume', source: 'netcat', tiers: [{ channel: { type: 'file', capacity: 10_000, transactionCapacity: 100 }, batchSize: 20, fan: 'one' }] },
    actions: [
      { kind: 'process', atMs: 17_539, whom: 8, call: "terminate({ for: '3s' })" },
      { kind: 'process', atMs: 17_510, whom: 4, call: "pause({ for: '20s' })" },
    ],
  },
  'a member with a store of its own joins a group after a delivery': {
    seed: 0, records: 1, perSecond: 10,
    side: {
      system: 'kafka', brokers: 1, controllers: 1, partitions: 1, replicationFactor: 1, minInsyncReplicas: 1, acks: 'all', isIdempotent: false, isUncleanAllowed: false,
      flushesEachMessage: false, lingerMs: 5, racks: 0, raid: undefined, groups: [{ members: 1, protocol: 'RangeAssignor', isStatic: false }],
    },
    actions: [{ kind: 'edit', atMs: 8_010, whom: 0, call: "side.cluster.consumer({ groupId: 'g0', 'auto.offset.reset': 'earliest' }).subscribes('t')" }],
  },
  'a group commits in an epoch that the only log has lost': {
    seed: 0, records: 107, perSecond: 5,
    side: {
      system: 'kafka', brokers: 1, controllers: 3, partitions: 1, replicationFactor: 1, minInsyncReplicas: 1, acks: 'all', isIdempotent: false, isUncleanAllowed: false,
      flushesEachMessage: false, lingerMs: 5, racks: 0, raid: undefined, groups: [{ members: 1, protocol: 'consumer', isStatic: false }],
    },
    actions: [
      { kind: 'edit', atMs: 3_000, whom: 0, call: 'side.cluster.addBroker()' },
      { kind: 'process', atMs: 30_551, whom: 4, call: "terminate({ for: '8s' })" },
      { kind: 'edit', atMs: 21_522, whom: 0, call: "side.cluster.partitions('t', 6)" },
      { kind: 'link', atMs: 15_078, whom: 3, other: 0, call: "lose({ rate: 0.4, for: '3s' })" },
      { kind: 'host', atMs: 20_432, whom: 4, call: "lose({ for: '1s' })" },
    ],
  },
}
