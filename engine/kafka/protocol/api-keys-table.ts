/* data table */
/** One row of {@link API_KEYS_TABLE}. */
export interface ApiKeyRow {
  /** The number on the wire. */
  readonly key: number
  /** Oldest and latest stable version; null for APIs that left with ZooKeeper. */
  readonly versions: readonly [oldest: number, latestStable: number] | null
  /** First version in the flexible encoding (KIP-482). */
  readonly flexibleFrom: number | null
  /** Who answers it: B brokers, C controllers. */
  readonly listeners: '' | 'B' | 'C' | 'BC'
  /** Only brokers and controllers may send it. */
  readonly clusterAction?: true
  /** A broker passes it on to the controller inside an Envelope (KIP-590). */
  readonly forwardable?: true
  /** The request keeps parts of the network buffer (its records or credentials) until it is answered. */
  readonly delayedAllocation?: true
  /** A newer version that is not offered unless unstable.api.versions.enable is set. */
  readonly unstableVersion?: number
}

/** Every API of Kafka 4.3 by its name. Source: Kafka's ApiKeys, as dumped from a 4.3.0 broker. */
export const API_KEYS_TABLE = {
  Produce: { key: 0, versions: [3, 13], flexibleFrom: 9, listeners: 'B', delayedAllocation: true },
  Fetch: { key: 1, versions: [4, 18], flexibleFrom: 12, listeners: 'BC' },
  ListOffsets: { key: 2, versions: [1, 11], flexibleFrom: 6, listeners: 'B' },
  Metadata: { key: 3, versions: [0, 13], flexibleFrom: 9, listeners: 'B' },
  LeaderAndIsr: { key: 4, versions: null, flexibleFrom: null, listeners: '', clusterAction: true },
  StopReplica: { key: 5, versions: null, flexibleFrom: null, listeners: '', clusterAction: true },
  UpdateMetadata: { key: 6, versions: null, flexibleFrom: null, listeners: '', clusterAction: true },
  ControlledShutdown: { key: 7, versions: null, flexibleFrom: null, listeners: '', clusterAction: true },
  OffsetCommit: { key: 8, versions: [2, 10], flexibleFrom: 8, listeners: 'B' },
  OffsetFetch: { key: 9, versions: [1, 10], flexibleFrom: 6, listeners: 'B' },
  FindCoordinator: { key: 10, versions: [0, 6], flexibleFrom: 3, listeners: 'B' },
  JoinGroup: { key: 11, versions: [0, 9], flexibleFrom: 6, listeners: 'B', delayedAllocation: true },
  Heartbeat: { key: 12, versions: [0, 4], flexibleFrom: 4, listeners: 'B' },
  LeaveGroup: { key: 13, versions: [0, 5], flexibleFrom: 4, listeners: 'B' },
  SyncGroup: { key: 14, versions: [0, 5], flexibleFrom: 4, listeners: 'B', delayedAllocation: true },
  DescribeGroups: { key: 15, versions: [0, 6], flexibleFrom: 5, listeners: 'B' },
  ListGroups: { key: 16, versions: [0, 5], flexibleFrom: 3, listeners: 'B' },
  SaslHandshake: { key: 17, versions: [0, 1], flexibleFrom: null, listeners: 'BC' },
  ApiVersions: { key: 18, versions: [0, 4], flexibleFrom: 3, listeners: 'BC' },
  CreateTopics: { key: 19, versions: [2, 7], flexibleFrom: 5, listeners: 'BC', forwardable: true, delayedAllocation: true },
  DeleteTopics: { key: 20, versions: [1, 6], flexibleFrom: 4, listeners: 'BC', forwardable: true, delayedAllocation: true },
  DeleteRecords: { key: 21, versions: [0, 2], flexibleFrom: 2, listeners: 'B' },
  InitProducerId: { key: 22, versions: [0, 5], flexibleFrom: 2, listeners: 'B', unstableVersion: 6 },
  OffsetForLeaderEpoch: { key: 23, versions: [2, 4], flexibleFrom: 4, listeners: 'B' },
  AddPartitionsToTxn: { key: 24, versions: [0, 5], flexibleFrom: 3, listeners: 'B' },
  AddOffsetsToTxn: { key: 25, versions: [0, 4], flexibleFrom: 3, listeners: 'B' },
  EndTxn: { key: 26, versions: [0, 5], flexibleFrom: 3, listeners: 'B' },
  WriteTxnMarkers: { key: 27, versions: [1, 2], flexibleFrom: 1, listeners: 'B', clusterAction: true },
  TxnOffsetCommit: { key: 28, versions: [0, 5], flexibleFrom: 3, listeners: 'B' },
  DescribeAcls: { key: 29, versions: [1, 3], flexibleFrom: 2, listeners: 'BC' },
  CreateAcls: { key: 30, versions: [1, 3], flexibleFrom: 2, listeners: 'BC', forwardable: true, delayedAllocation: true },
  DeleteAcls: { key: 31, versions: [1, 3], flexibleFrom: 2, listeners: 'BC', forwardable: true, delayedAllocation: true },
  DescribeConfigs: { key: 32, versions: [1, 4], flexibleFrom: 4, listeners: 'BC' },
  AlterConfigs: { key: 33, versions: [0, 2], flexibleFrom: 2, listeners: 'BC', forwardable: true, delayedAllocation: true },
  AlterReplicaLogDirs: { key: 34, versions: [1, 2], flexibleFrom: 2, listeners: 'B' },
  DescribeLogDirs: { key: 35, versions: [1, 5], flexibleFrom: 2, listeners: 'B' },
  SaslAuthenticate: { key: 36, versions: [0, 2], flexibleFrom: 2, listeners: 'BC', delayedAllocation: true },
  CreatePartitions: { key: 37, versions: [0, 3], flexibleFrom: 2, listeners: 'BC', forwardable: true, delayedAllocation: true },
  CreateDelegationToken: { key: 38, versions: [1, 3], flexibleFrom: 2, listeners: 'BC', forwardable: true, delayedAllocation: true },
  RenewDelegationToken: { key: 39, versions: [1, 2], flexibleFrom: 2, listeners: 'BC', forwardable: true, delayedAllocation: true },
  ExpireDelegationToken: { key: 40, versions: [1, 2], flexibleFrom: 2, listeners: 'BC', forwardable: true, delayedAllocation: true },
  DescribeDelegationToken: { key: 41, versions: [1, 3], flexibleFrom: 2, listeners: 'BC' },
  DeleteGroups: { key: 42, versions: [0, 2], flexibleFrom: 2, listeners: 'B' },
  ElectLeaders: { key: 43, versions: [0, 2], flexibleFrom: 2, listeners: 'BC', forwardable: true, delayedAllocation: true },
  IncrementalAlterConfigs: { key: 44, versions: [0, 1], flexibleFrom: 1, listeners: 'BC', forwardable: true, delayedAllocation: true },
  AlterPartitionReassignments: { key: 45, versions: [0, 1], flexibleFrom: 0, listeners: 'BC', forwardable: true, delayedAllocation: true },
  ListPartitionReassignments: { key: 46, versions: [0, 0], flexibleFrom: 0, listeners: 'BC', forwardable: true, delayedAllocation: true },
  OffsetDelete: { key: 47, versions: [0, 0], flexibleFrom: null, listeners: 'B' },
  DescribeClientQuotas: { key: 48, versions: [0, 1], flexibleFrom: 1, listeners: 'B' },
  AlterClientQuotas: { key: 49, versions: [0, 1], flexibleFrom: 1, listeners: 'BC', forwardable: true, delayedAllocation: true },
  DescribeUserScramCredentials: { key: 50, versions: [0, 0], flexibleFrom: 0, listeners: 'BC' },
  AlterUserScramCredentials: { key: 51, versions: [0, 0], flexibleFrom: 0, listeners: 'BC', forwardable: true, delayedAllocation: true },
  Vote: { key: 52, versions: [0, 2], flexibleFrom: 0, listeners: 'C', clusterAction: true },
  BeginQuorumEpoch: { key: 53, versions: [0, 1], flexibleFrom: 1, listeners: 'C', clusterAction: true },
  EndQuorumEpoch: { key: 54, versions: [0, 1], flexibleFrom: 1, listeners: 'C', clusterAction: true },
  DescribeQuorum: { key: 55, versions: [0, 2], flexibleFrom: 0, listeners: 'BC', clusterAction: true, forwardable: true, delayedAllocation: true },
  AlterPartition: { key: 56, versions: [2, 3], flexibleFrom: 2, listeners: 'C', clusterAction: true },
  UpdateFeatures: { key: 57, versions: [0, 2], flexibleFrom: 0, listeners: 'BC', clusterAction: true, forwardable: true, delayedAllocation: true },
  Envelope: { key: 58, versions: [0, 0], flexibleFrom: 0, listeners: 'C', clusterAction: true, delayedAllocation: true },
  FetchSnapshot: { key: 59, versions: [0, 1], flexibleFrom: 0, listeners: 'C' },
  DescribeCluster: { key: 60, versions: [0, 2], flexibleFrom: 0, listeners: 'BC' },
  DescribeProducers: { key: 61, versions: [0, 0], flexibleFrom: 0, listeners: 'B' },
  BrokerRegistration: { key: 62, versions: [0, 4], flexibleFrom: 0, listeners: 'C', clusterAction: true },
  BrokerHeartbeat: { key: 63, versions: [0, 2], flexibleFrom: 0, listeners: 'C', clusterAction: true },
  UnregisterBroker: { key: 64, versions: [0, 0], flexibleFrom: 0, listeners: 'BC', forwardable: true, delayedAllocation: true },
  DescribeTransactions: { key: 65, versions: [0, 0], flexibleFrom: 0, listeners: 'B' },
  ListTransactions: { key: 66, versions: [0, 2], flexibleFrom: 0, listeners: 'B' },
  AllocateProducerIds: { key: 67, versions: [0, 0], flexibleFrom: 0, listeners: 'C', clusterAction: true, forwardable: true, delayedAllocation: true },
  ConsumerGroupHeartbeat: { key: 68, versions: [0, 1], flexibleFrom: 0, listeners: 'B' },
  ConsumerGroupDescribe: { key: 69, versions: [0, 1], flexibleFrom: 0, listeners: 'B' },
  ControllerRegistration: { key: 70, versions: [0, 0], flexibleFrom: 0, listeners: 'C' },
  GetTelemetrySubscriptions: { key: 71, versions: [0, 0], flexibleFrom: 0, listeners: 'B' },
  PushTelemetry: { key: 72, versions: [0, 0], flexibleFrom: 0, listeners: 'B', delayedAllocation: true },
  AssignReplicasToDirs: { key: 73, versions: [0, 0], flexibleFrom: 0, listeners: 'C' },
  ListConfigResources: { key: 74, versions: [0, 1], flexibleFrom: 0, listeners: 'B' },
  DescribeTopicPartitions: { key: 75, versions: [0, 0], flexibleFrom: 0, listeners: 'B' },
  ShareGroupHeartbeat: { key: 76, versions: [1, 1], flexibleFrom: 1, listeners: 'B' },
  ShareGroupDescribe: { key: 77, versions: [1, 1], flexibleFrom: 1, listeners: 'B' },
  ShareFetch: { key: 78, versions: [1, 2], flexibleFrom: 1, listeners: 'B' },
  ShareAcknowledge: { key: 79, versions: [1, 2], flexibleFrom: 1, listeners: 'B' },
  AddRaftVoter: { key: 80, versions: [0, 1], flexibleFrom: 0, listeners: 'BC', forwardable: true, delayedAllocation: true },
  RemoveRaftVoter: { key: 81, versions: [0, 0], flexibleFrom: 0, listeners: 'BC', forwardable: true, delayedAllocation: true },
  UpdateRaftVoter: { key: 82, versions: [0, 0], flexibleFrom: 0, listeners: 'C' },
  InitializeShareGroupState: { key: 83, versions: [0, 0], flexibleFrom: 0, listeners: 'B', clusterAction: true },
  ReadShareGroupState: { key: 84, versions: [0, 0], flexibleFrom: 0, listeners: 'B', clusterAction: true },
  WriteShareGroupState: { key: 85, versions: [0, 1], flexibleFrom: 0, listeners: 'B', clusterAction: true },
  DeleteShareGroupState: { key: 86, versions: [0, 0], flexibleFrom: 0, listeners: 'B', clusterAction: true },
  ReadShareGroupStateSummary: { key: 87, versions: [0, 1], flexibleFrom: 0, listeners: 'B', clusterAction: true },
  StreamsGroupHeartbeat: { key: 88, versions: [0, 0], flexibleFrom: 0, listeners: 'B' },
  StreamsGroupDescribe: { key: 89, versions: [0, 0], flexibleFrom: 0, listeners: 'B' },
  DescribeShareGroupOffsets: { key: 90, versions: [0, 1], flexibleFrom: 0, listeners: 'B' },
  AlterShareGroupOffsets: { key: 91, versions: [0, 0], flexibleFrom: 0, listeners: 'B' },
  DeleteShareGroupOffsets: { key: 92, versions: [0, 0], flexibleFrom: 0, listeners: 'B' },
} as const satisfies Readonly<Record<string, ApiKeyRow>>
