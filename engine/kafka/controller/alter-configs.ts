import { errorOfException } from '../metadata/error-of-exception.ts'
import type { MetadataRecord } from '../metadata/metadata-record.ts'
import { errorByName } from '../protocol/errors.ts'
import type { IncrementalAlterConfigsRequest } from '../protocol/incremental-alter-configs.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import { checkTopicConfigs } from './create-topics.ts'
import type { QuorumController, RespondTo } from './quorum-controller.ts'

const topicResource = 2
const setOperation = 0
const deleteOperation = 1

type Resource = IncrementalAlterConfigsRequest['resources'][number]

/** IncrementalAlterConfigs for topics: sets and deletes keys (ConfigurationControlManager). */
export function handleIncrementalAlterConfigs(controller: QuorumController, request: IncrementalAlterConfigsRequest, respond: RespondTo): void {
  const records: MetadataRecord[] = []
  const responses = request.resources.map((resource) => {
    const { resourceType, resourceName } = resource
    try {
      if (resourceType === topicResource && controller.image.topic(resourceName) === undefined) {
        const { code } = errorByName('UNKNOWN_TOPIC_OR_PARTITION')
        return { errorCode: code, errorMessage: `The topic '${resourceName}' does not exist.`, resourceType, resourceName }
      }
      records.push(...changesOf(controller, resource))
      return { errorCode: 0, errorMessage: null, resourceType, resourceName }
    } catch (error) {
      if (!(error instanceof KafkaException)) throw error
      return { errorCode: errorOfException(error).code, errorMessage: error.message, resourceType, resourceName }
    }
  })
  const answer = (): void => { respond({ throttleTimeMs: 0, responses }) }
  if (request.validateOnly) answer()
  else controller.write(records, answer, () => { respond(undefined) })
}

function changesOf(controller: QuorumController, { resourceType, resourceName, configs }: Resource): readonly MetadataRecord[] {
  const kind = resourceType === topicResource ? 'TOPIC' : 'BROKER'
  const next = new Map(controller.image.configs(kind, resourceName))
  const records: MetadataRecord[] = []
  for (const { name, configOperation, value } of configs) {
    if (configOperation === setOperation && value !== null) next.set(name, value)
    else if (configOperation === deleteOperation) next.delete(name)
    else continue
    records.push({ type: 'ConfigRecord', resourceType: kind, resourceName, name, value: next.get(name) ?? null })
  }
  if (kind === 'TOPIC') checkTopicConfigs(controller, next)
  return records
}
