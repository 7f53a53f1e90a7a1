import { advertisedVersions, API_KEY_NAMES, apiKey } from '../protocol/api-keys.ts'
import type { ApiVersionsResponse } from '../protocol/api-versions.ts'
import type { AnyRequest } from '../protocol/envelope.ts'
import type { BrokerServer } from './broker-server.ts'
import { deleteRecords } from './delete-records-handler.ts'
import { describeConfigs } from './describe-configs-handler.ts'
import { handleFetch } from './fetch-handler.ts'
import { describeCluster, describeMetadata, describeTopicPartitions } from './metadata-handler.ts'
import { listOffsets, offsetForLeaderEpoch } from './offsets-handler.ts'
import { handleProduce } from './produce-handler.ts'
import type { RequestContext } from './request-handlers.ts'

/** Handles a request to a broker (KafkaApis). What is for the controller is forwarded (KIP-590). */
export function handleRequest(broker: BrokerServer, request: AnyRequest, context: RequestContext): void {
  if (request.api === 'Produce') handleProduce(broker, request, context)
  else if (request.api === 'Fetch') handleFetch(broker, request, context)
  else handleOther(broker, request, broker.quotas.isUsed ? throttled(broker, request, context) : context)
}

/** The context of a request whose client has to wait when it takes too much of the threads' time (sendResponseMaybeThrottle). */
function throttled(broker: BrokerServer, { clientId }: AnyRequest, context: RequestContext): RequestContext {
  return {
    ...context,
    answer: (body) => {
      const throttleTimeMs = broker.quotas.requestThrottleMs(clientId, context.serviceMicros)
      context.throttle(throttleTimeMs)
      context.answer(throttleTimeMs > 0 && 'throttleTimeMs' in body ? { ...body, throttleTimeMs } : body)
    },
  }
}

function handleOther(broker: BrokerServer, request: AnyRequest, context: RequestContext): void {
  const extension = broker.handlersOf(request.api)
  if (extension !== undefined) {
    extension.handle(request, context)
    return
  }
  switch (request.api) {
    case 'ListOffsets':
      context.answer(listOffsets(broker, request.body))
      break
    case 'OffsetForLeaderEpoch':
      context.answer(offsetForLeaderEpoch(broker, request.body))
      break
    case 'Metadata':
      context.answer(describeMetadata(broker, request.body))
      break
    case 'ApiVersions':
      context.answer(apiVersions())
      break
    case 'DescribeTopicPartitions':
      context.answer(describeTopicPartitions(broker, request.body))
      break
    case 'DescribeCluster':
      context.answer(describeCluster(broker))
      break
    case 'DescribeConfigs':
      context.answer(describeConfigs(broker, request.body))
      break
    case 'DeleteRecords':
      context.answer(deleteRecords(broker, request.body))
      break
    default:
      forward(broker, request, context)
  }
}

function forward(broker: BrokerServer, request: AnyRequest, context: RequestContext): void {
  switch (request.api) {
    case 'CreateTopics':
    case 'DeleteTopics':
    case 'CreatePartitions':
    case 'IncrementalAlterConfigs':
    case 'AlterClientQuotas':
    case 'ElectLeaders':
    case 'AlterPartitionReassignments':
    case 'ListPartitionReassignments':
      broker.forwarding.send(request.api, request.body, (response) => {
        if (response === undefined) context.close()
        else context.answer(response)
      })
      break
    default:
      context.close()
  }
}

function apiVersions(): ApiVersionsResponse {
  const apiKeys = API_KEY_NAMES.flatMap((name) => {
    const versions = advertisedVersions(name, 'broker')
    return versions === null ? [] : [{ apiKey: apiKey(name).key, minVersion: versions[0], maxVersion: versions[1] }]
  })
  return { errorCode: 0, apiKeys, throttleTimeMs: 0 }
}
