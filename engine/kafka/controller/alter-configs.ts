import { TOPIC_CONFIG } from '../config/topic-config.ts'
import { apiException, errorOfException } from '../metadata/error-of-exception.ts'
import type { MetadataRecord } from '../metadata/metadata-record.ts'
import { errorByName } from '../protocol/errors.ts'
import type { IncrementalAlterConfigsRequest } from '../protocol/incremental-alter-configs.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import { checkTopicConfigs } from './create-topics.ts'
import type { QuorumController, RespondTo } from './quorum-controller.ts'

const topicResource = 2
const setOperation = 0
const deleteOperation = 1
const appendOperation = 2

type Resource = IncrementalAlterConfigsRequest['resources'][number]

/** IncrementalAlterConfigs: sets and deletes keys, and changes lists (ConfigurationControlManager). */
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
  checkUpdates(configs)
  const next = new Map(controller.image.configs(kind, resourceName))
  const records: MetadataRecord[] = []
  for (const { name, configOperation, value } of configs) {
    const before = next.get(name)
    if (configOperation === deleteOperation) next.delete(name)
    else if (configOperation === setOperation && value !== null) next.set(name, value)
    else if (value !== null) next.set(name, listAfter({ name, current: before, value, isAppend: configOperation === appendOperation }))
    if (next.get(name) !== before || kind === 'BROKER') records.push({ type: 'ConfigRecord', resourceType: kind, resourceName, name, value: next.get(name) ?? null })
  }
  if (kind === 'TOPIC') checkTopicConfigs(controller, next)
  return records
}

/** What a broker checks before it asks the controller (ConfigAdminManager.preprocess). */
function checkUpdates(configs: Resource['configs']): void {
  if (new Set(configs.map(({ name }) => name)).size < configs.length) throw apiException('InvalidRequestException', 'Error due to duplicate config keys')
  const nulls = configs.filter(({ configOperation, value }) => configOperation !== deleteOperation && value === null)
  if (nulls.length > 0) throw apiException('InvalidRequestException', `Null value not supported for : ${nulls.map(({ name }) => name).join(',')}`)
}

interface ListChange {
  readonly name: string
  /** Undefined: the default. */
  readonly current: string | undefined
  readonly value: string
  readonly isAppend: boolean
}

/** A list after APPEND of what it has not, or SUBTRACT (ConfigurationControlManager). */
function listAfter({ name, current, value, isAppend }: ListChange): string {
  const key = TOPIC_CONFIG.get(name)
  if (key?.type !== 'LIST') throw apiException('InvalidConfigurationException', `Can't ${isAppend ? 'APPEND' : 'SUBTRACT'} to key ${name} because its type is not LIST.`)
  const had = current ?? key.defaultText ?? ''
  const entries = had === '' ? [] : had.split(',')
  const named = value.split(',')
  const after = isAppend ? [...entries, ...named.filter((entry) => !entries.includes(entry))] : entries.filter((entry) => !named.includes(entry))
  return after.join(',')
}
