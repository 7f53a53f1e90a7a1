import { type ProduceRequest, type ProduceResponse, produceRequestBytes, produceResponseBytes } from './produce.ts'
import { type FetchRequest, type FetchResponse, fetchRequestBytes, fetchResponseBytes } from './fetch.ts'
import { type ListOffsetsRequest, type ListOffsetsResponse, listOffsetsRequestBytes, listOffsetsResponseBytes } from './list-offsets.ts'
import { type MetadataRequest, type MetadataResponse, metadataRequestBytes, metadataResponseBytes } from './metadata.ts'
import { type FindCoordinatorRequest, type FindCoordinatorResponse, findCoordinatorRequestBytes, findCoordinatorResponseBytes } from './find-coordinator.ts'
import { type JoinGroupRequest, type JoinGroupResponse, joinGroupRequestBytes, joinGroupResponseBytes } from './join-group.ts'
import { type SyncGroupRequest, type SyncGroupResponse, syncGroupRequestBytes, syncGroupResponseBytes } from './sync-group.ts'
import { type HeartbeatRequest, type HeartbeatResponse, heartbeatRequestBytes, heartbeatResponseBytes } from './heartbeat.ts'
import { type LeaveGroupRequest, type LeaveGroupResponse, leaveGroupRequestBytes, leaveGroupResponseBytes } from './leave-group.ts'
import { type ConsumerGroupHeartbeatRequest, type ConsumerGroupHeartbeatResponse, consumerGroupHeartbeatRequestBytes, consumerGroupHeartbeatResponseBytes } from './consumer-group-heartbeat.ts'
import { type OffsetCommitRequest, type OffsetCommitResponse, offsetCommitRequestBytes, offsetCommitResponseBytes } from './offset-commit.ts'
import { type OffsetFetchRequest, type OffsetFetchResponse, offsetFetchRequestBytes, offsetFetchResponseBytes } from './offset-fetch.ts'
import { type DescribeGroupsRequest, type DescribeGroupsResponse, describeGroupsRequestBytes, describeGroupsResponseBytes } from './describe-groups.ts'
import { type ConsumerGroupDescribeRequest, type ConsumerGroupDescribeResponse, consumerGroupDescribeRequestBytes, consumerGroupDescribeResponseBytes } from './consumer-group-describe.ts'
import { type ListGroupsRequest, type ListGroupsResponse, listGroupsRequestBytes, listGroupsResponseBytes } from './list-groups.ts'
import { type DeleteGroupsRequest, type DeleteGroupsResponse, deleteGroupsRequestBytes, deleteGroupsResponseBytes } from './delete-groups.ts'
import { type OffsetDeleteRequest, type OffsetDeleteResponse, offsetDeleteRequestBytes, offsetDeleteResponseBytes } from './offset-delete.ts'
import { type OffsetForLeaderEpochRequest, type OffsetForLeaderEpochResponse, offsetForLeaderEpochRequestBytes, offsetForLeaderEpochResponseBytes } from './offset-for-leader-epoch.ts'
import { type InitProducerIdRequest, type InitProducerIdResponse, initProducerIdRequestBytes, initProducerIdResponseBytes } from './init-producer-id.ts'
import { type AddPartitionsToTxnRequest, type AddPartitionsToTxnResponse, addPartitionsToTxnRequestBytes, addPartitionsToTxnResponseBytes } from './add-partitions-to-txn.ts'
import { type AddOffsetsToTxnRequest, type AddOffsetsToTxnResponse, addOffsetsToTxnRequestBytes, addOffsetsToTxnResponseBytes } from './add-offsets-to-txn.ts'
import { type EndTxnRequest, type EndTxnResponse, endTxnRequestBytes, endTxnResponseBytes } from './end-txn.ts'
import { type TxnOffsetCommitRequest, type TxnOffsetCommitResponse, txnOffsetCommitRequestBytes, txnOffsetCommitResponseBytes } from './txn-offset-commit.ts'
import { type WriteTxnMarkersRequest, type WriteTxnMarkersResponse, writeTxnMarkersRequestBytes, writeTxnMarkersResponseBytes } from './write-txn-markers.ts'
import { type CreateTopicsRequest, type CreateTopicsResponse, createTopicsRequestBytes, createTopicsResponseBytes } from './create-topics.ts'
import { type DeleteTopicsRequest, type DeleteTopicsResponse, deleteTopicsRequestBytes, deleteTopicsResponseBytes } from './delete-topics.ts'
import { type CreatePartitionsRequest, type CreatePartitionsResponse, createPartitionsRequestBytes, createPartitionsResponseBytes } from './create-partitions.ts'
import { type DeleteRecordsRequest, type DeleteRecordsResponse, deleteRecordsRequestBytes, deleteRecordsResponseBytes } from './delete-records.ts'
import { type DescribeTopicPartitionsRequest, type DescribeTopicPartitionsResponse, describeTopicPartitionsRequestBytes, describeTopicPartitionsResponseBytes } from './describe-topic-partitions.ts'
import { type DescribeConfigsRequest, type DescribeConfigsResponse, describeConfigsRequestBytes, describeConfigsResponseBytes } from './describe-configs.ts'
import { type IncrementalAlterConfigsRequest, type IncrementalAlterConfigsResponse, incrementalAlterConfigsRequestBytes, incrementalAlterConfigsResponseBytes } from './incremental-alter-configs.ts'
import { type AlterClientQuotasRequest, type AlterClientQuotasResponse, alterClientQuotasRequestBytes, alterClientQuotasResponseBytes } from './alter-client-quotas.ts'
import { type DescribeClusterRequest, type DescribeClusterResponse, describeClusterRequestBytes, describeClusterResponseBytes } from './describe-cluster.ts'
import { type ElectLeadersRequest, type ElectLeadersResponse, electLeadersRequestBytes, electLeadersResponseBytes } from './elect-leaders.ts'
import { type AlterPartitionReassignmentsRequest, type AlterPartitionReassignmentsResponse, alterPartitionReassignmentsRequestBytes, alterPartitionReassignmentsResponseBytes } from './alter-partition-reassignments.ts'
import { type ListPartitionReassignmentsRequest, type ListPartitionReassignmentsResponse, listPartitionReassignmentsRequestBytes, listPartitionReassignmentsResponseBytes } from './list-partition-reassignments.ts'
import { type ApiVersionsRequest, type ApiVersionsResponse, apiVersionsRequestBytes, apiVersionsResponseBytes } from './api-versions.ts'
import { type BrokerRegistrationRequest, type BrokerRegistrationResponse, brokerRegistrationRequestBytes, brokerRegistrationResponseBytes } from './broker-registration.ts'
import { type BrokerHeartbeatRequest, type BrokerHeartbeatResponse, brokerHeartbeatRequestBytes, brokerHeartbeatResponseBytes } from './broker-heartbeat.ts'
import { type AlterPartitionRequest, type AlterPartitionResponse, alterPartitionRequestBytes, alterPartitionResponseBytes } from './alter-partition.ts'
import { type AllocateProducerIdsRequest, type AllocateProducerIdsResponse, allocateProducerIdsRequestBytes, allocateProducerIdsResponseBytes } from './allocate-producer-ids.ts'
import { type VoteRequest, type VoteResponse, voteRequestBytes, voteResponseBytes } from './vote.ts'
import { type BeginQuorumEpochRequest, type BeginQuorumEpochResponse, beginQuorumEpochRequestBytes, beginQuorumEpochResponseBytes } from './begin-quorum-epoch.ts'
import { type EndQuorumEpochRequest, type EndQuorumEpochResponse, endQuorumEpochRequestBytes, endQuorumEpochResponseBytes } from './end-quorum-epoch.ts'
import { type DescribeQuorumRequest, type DescribeQuorumResponse, describeQuorumRequestBytes, describeQuorumResponseBytes } from './describe-quorum.ts'
import { requestHeaderBytes, responseHeaderBytes } from './wire-size.ts'

/** Request and response body of each API that is simulated, by the API's name (Kafka's ApiKeys). */
export interface ApiMessages {
  readonly Produce: { readonly request: ProduceRequest; readonly response: ProduceResponse }
  readonly Fetch: { readonly request: FetchRequest; readonly response: FetchResponse }
  readonly ListOffsets: { readonly request: ListOffsetsRequest; readonly response: ListOffsetsResponse }
  readonly Metadata: { readonly request: MetadataRequest; readonly response: MetadataResponse }
  readonly FindCoordinator: { readonly request: FindCoordinatorRequest; readonly response: FindCoordinatorResponse }
  readonly JoinGroup: { readonly request: JoinGroupRequest; readonly response: JoinGroupResponse }
  readonly SyncGroup: { readonly request: SyncGroupRequest; readonly response: SyncGroupResponse }
  readonly Heartbeat: { readonly request: HeartbeatRequest; readonly response: HeartbeatResponse }
  readonly LeaveGroup: { readonly request: LeaveGroupRequest; readonly response: LeaveGroupResponse }
  readonly ConsumerGroupHeartbeat: { readonly request: ConsumerGroupHeartbeatRequest; readonly response: ConsumerGroupHeartbeatResponse }
  readonly OffsetCommit: { readonly request: OffsetCommitRequest; readonly response: OffsetCommitResponse }
  readonly OffsetFetch: { readonly request: OffsetFetchRequest; readonly response: OffsetFetchResponse }
  readonly DescribeGroups: { readonly request: DescribeGroupsRequest; readonly response: DescribeGroupsResponse }
  readonly ConsumerGroupDescribe: { readonly request: ConsumerGroupDescribeRequest; readonly response: ConsumerGroupDescribeResponse }
  readonly ListGroups: { readonly request: ListGroupsRequest; readonly response: ListGroupsResponse }
  readonly DeleteGroups: { readonly request: DeleteGroupsRequest; readonly response: DeleteGroupsResponse }
  readonly OffsetDelete: { readonly request: OffsetDeleteRequest; readonly response: OffsetDeleteResponse }
  readonly OffsetForLeaderEpoch: { readonly request: OffsetForLeaderEpochRequest; readonly response: OffsetForLeaderEpochResponse }
  readonly InitProducerId: { readonly request: InitProducerIdRequest; readonly response: InitProducerIdResponse }
  readonly AddPartitionsToTxn: { readonly request: AddPartitionsToTxnRequest; readonly response: AddPartitionsToTxnResponse }
  readonly AddOffsetsToTxn: { readonly request: AddOffsetsToTxnRequest; readonly response: AddOffsetsToTxnResponse }
  readonly EndTxn: { readonly request: EndTxnRequest; readonly response: EndTxnResponse }
  readonly TxnOffsetCommit: { readonly request: TxnOffsetCommitRequest; readonly response: TxnOffsetCommitResponse }
  readonly WriteTxnMarkers: { readonly request: WriteTxnMarkersRequest; readonly response: WriteTxnMarkersResponse }
  readonly CreateTopics: { readonly request: CreateTopicsRequest; readonly response: CreateTopicsResponse }
  readonly DeleteTopics: { readonly request: DeleteTopicsRequest; readonly response: DeleteTopicsResponse }
  readonly CreatePartitions: { readonly request: CreatePartitionsRequest; readonly response: CreatePartitionsResponse }
  readonly DeleteRecords: { readonly request: DeleteRecordsRequest; readonly response: DeleteRecordsResponse }
  readonly DescribeTopicPartitions: { readonly request: DescribeTopicPartitionsRequest; readonly response: DescribeTopicPartitionsResponse }
  readonly DescribeConfigs: { readonly request: DescribeConfigsRequest; readonly response: DescribeConfigsResponse }
  readonly IncrementalAlterConfigs: { readonly request: IncrementalAlterConfigsRequest; readonly response: IncrementalAlterConfigsResponse }
  readonly AlterClientQuotas: { readonly request: AlterClientQuotasRequest; readonly response: AlterClientQuotasResponse }
  readonly DescribeCluster: { readonly request: DescribeClusterRequest; readonly response: DescribeClusterResponse }
  readonly ElectLeaders: { readonly request: ElectLeadersRequest; readonly response: ElectLeadersResponse }
  readonly AlterPartitionReassignments: { readonly request: AlterPartitionReassignmentsRequest; readonly response: AlterPartitionReassignmentsResponse }
  readonly ListPartitionReassignments: { readonly request: ListPartitionReassignmentsRequest; readonly response: ListPartitionReassignmentsResponse }
  readonly ApiVersions: { readonly request: ApiVersionsRequest; readonly response: ApiVersionsResponse }
  readonly BrokerRegistration: { readonly request: BrokerRegistrationRequest; readonly response: BrokerRegistrationResponse }
  readonly BrokerHeartbeat: { readonly request: BrokerHeartbeatRequest; readonly response: BrokerHeartbeatResponse }
  readonly AlterPartition: { readonly request: AlterPartitionRequest; readonly response: AlterPartitionResponse }
  readonly AllocateProducerIds: { readonly request: AllocateProducerIdsRequest; readonly response: AllocateProducerIdsResponse }
  readonly Vote: { readonly request: VoteRequest; readonly response: VoteResponse }
  readonly BeginQuorumEpoch: { readonly request: BeginQuorumEpochRequest; readonly response: BeginQuorumEpochResponse }
  readonly EndQuorumEpoch: { readonly request: EndQuorumEpochRequest; readonly response: EndQuorumEpochResponse }
  readonly DescribeQuorum: { readonly request: DescribeQuorumRequest; readonly response: DescribeQuorumResponse }
}

/** Name of a simulated API, as Kafka spells it. */
export type ApiName = keyof ApiMessages

/** Body of a request of the API `Api`. */
export type RequestOf<Api extends ApiName> = ApiMessages[Api]['request']

/** Body of a response of the API `Api`. */
export type ResponseOf<Api extends ApiName> = ApiMessages[Api]['response']

type BodyBytes = {
  readonly [Api in ApiName]: {
    readonly request: (request: RequestOf<Api>) => number
    readonly response: (response: ResponseOf<Api>) => number
  }
}

const BODY_BYTES: BodyBytes = {
  Produce: { request: produceRequestBytes, response: produceResponseBytes },
  Fetch: { request: fetchRequestBytes, response: fetchResponseBytes },
  ListOffsets: { request: listOffsetsRequestBytes, response: listOffsetsResponseBytes },
  Metadata: { request: metadataRequestBytes, response: metadataResponseBytes },
  FindCoordinator: { request: findCoordinatorRequestBytes, response: findCoordinatorResponseBytes },
  JoinGroup: { request: joinGroupRequestBytes, response: joinGroupResponseBytes },
  SyncGroup: { request: syncGroupRequestBytes, response: syncGroupResponseBytes },
  Heartbeat: { request: heartbeatRequestBytes, response: heartbeatResponseBytes },
  LeaveGroup: { request: leaveGroupRequestBytes, response: leaveGroupResponseBytes },
  ConsumerGroupHeartbeat: { request: consumerGroupHeartbeatRequestBytes, response: consumerGroupHeartbeatResponseBytes },
  OffsetCommit: { request: offsetCommitRequestBytes, response: offsetCommitResponseBytes },
  OffsetFetch: { request: offsetFetchRequestBytes, response: offsetFetchResponseBytes },
  DescribeGroups: { request: describeGroupsRequestBytes, response: describeGroupsResponseBytes },
  ConsumerGroupDescribe: { request: consumerGroupDescribeRequestBytes, response: consumerGroupDescribeResponseBytes },
  ListGroups: { request: listGroupsRequestBytes, response: listGroupsResponseBytes },
  DeleteGroups: { request: deleteGroupsRequestBytes, response: deleteGroupsResponseBytes },
  OffsetDelete: { request: offsetDeleteRequestBytes, response: offsetDeleteResponseBytes },
  OffsetForLeaderEpoch: { request: offsetForLeaderEpochRequestBytes, response: offsetForLeaderEpochResponseBytes },
  InitProducerId: { request: initProducerIdRequestBytes, response: initProducerIdResponseBytes },
  AddPartitionsToTxn: { request: addPartitionsToTxnRequestBytes, response: addPartitionsToTxnResponseBytes },
  AddOffsetsToTxn: { request: addOffsetsToTxnRequestBytes, response: addOffsetsToTxnResponseBytes },
  EndTxn: { request: endTxnRequestBytes, response: endTxnResponseBytes },
  TxnOffsetCommit: { request: txnOffsetCommitRequestBytes, response: txnOffsetCommitResponseBytes },
  WriteTxnMarkers: { request: writeTxnMarkersRequestBytes, response: writeTxnMarkersResponseBytes },
  CreateTopics: { request: createTopicsRequestBytes, response: createTopicsResponseBytes },
  DeleteTopics: { request: deleteTopicsRequestBytes, response: deleteTopicsResponseBytes },
  CreatePartitions: { request: createPartitionsRequestBytes, response: createPartitionsResponseBytes },
  DeleteRecords: { request: deleteRecordsRequestBytes, response: deleteRecordsResponseBytes },
  DescribeTopicPartitions: { request: describeTopicPartitionsRequestBytes, response: describeTopicPartitionsResponseBytes },
  DescribeConfigs: { request: describeConfigsRequestBytes, response: describeConfigsResponseBytes },
  IncrementalAlterConfigs: { request: incrementalAlterConfigsRequestBytes, response: incrementalAlterConfigsResponseBytes },
  AlterClientQuotas: { request: alterClientQuotasRequestBytes, response: alterClientQuotasResponseBytes },
  DescribeCluster: { request: describeClusterRequestBytes, response: describeClusterResponseBytes },
  ElectLeaders: { request: electLeadersRequestBytes, response: electLeadersResponseBytes },
  AlterPartitionReassignments: { request: alterPartitionReassignmentsRequestBytes, response: alterPartitionReassignmentsResponseBytes },
  ListPartitionReassignments: { request: listPartitionReassignmentsRequestBytes, response: listPartitionReassignmentsResponseBytes },
  ApiVersions: { request: apiVersionsRequestBytes, response: apiVersionsResponseBytes },
  BrokerRegistration: { request: brokerRegistrationRequestBytes, response: brokerRegistrationResponseBytes },
  BrokerHeartbeat: { request: brokerHeartbeatRequestBytes, response: brokerHeartbeatResponseBytes },
  AlterPartition: { request: alterPartitionRequestBytes, response: alterPartitionResponseBytes },
  AllocateProducerIds: { request: allocateProducerIdsRequestBytes, response: allocateProducerIdsResponseBytes },
  Vote: { request: voteRequestBytes, response: voteResponseBytes },
  BeginQuorumEpoch: { request: beginQuorumEpochRequestBytes, response: beginQuorumEpochResponseBytes },
  EndQuorumEpoch: { request: endQuorumEpochRequestBytes, response: endQuorumEpochResponseBytes },
  DescribeQuorum: { request: describeQuorumRequestBytes, response: describeQuorumResponseBytes },
}

/**
 * Bytes of a whole request frame: length field, header v2 with `clientId`, body (Kafka's RequestHeader).
 * All APIs here are sent at their latest stable version, which is flexible but for OffsetDelete (its header has no tagged fields).
 */
export function requestBytes<Api extends ApiName>(api: Api, request: RequestOf<Api>, clientId: string | null): number {
  return requestHeaderBytes(clientId) - (api === 'OffsetDelete' ? 1 : 0) + BODY_BYTES[api].request(request)
}

/** Bytes of a whole response frame: length field, header, body. ApiVersions answers always carry header v0 (KIP-511). */
export function responseBytes<Api extends ApiName>(api: Api, response: ResponseOf<Api>): number {
  return responseHeaderBytes(api === 'ApiVersions' || api === 'OffsetDelete' ? 0 : 1) + BODY_BYTES[api].response(response)
}
