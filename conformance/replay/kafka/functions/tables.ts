import { ADMIN_CONFIG } from '../../../../engine/kafka/config/admin-config.ts'
import { BROKER_CONFIG } from '../../../../engine/kafka/config/broker-config.ts'
import type { ConfigDef } from '../../../../engine/kafka/config/config-def.ts'
import { CONSUMER_CONFIG } from '../../../../engine/kafka/config/consumer-config.ts'
import { PRODUCER_CONFIG } from '../../../../engine/kafka/config/producer-config.ts'
import { TOPIC_CONFIG } from '../../../../engine/kafka/config/topic-config.ts'
import { TOPIC_BROKER_SYNONYMS } from '../../../../engine/kafka/config/topic-synonyms.ts'
import { advertisedVersions, API_KEY_NAMES, apiKey, requestHeaderVersion, responseHeaderVersion, type ApiKeyName } from '../../../../engine/kafka/protocol/api-keys.ts'
import { ERROR_NAMES, errorByName } from '../../../../engine/kafka/protocol/errors.ts'
import { plainText, textOf, type Json } from '../../../json.ts'
import { isModelled, notModelledReason } from '../../../not-modelled/kafka-keys.ts'
import { NotReplayable } from '../../replayer.ts'

/** The definitions that `of` names. */
export const configDefinitions: ReadonlyMap<string, ConfigDef> = new Map([
  ['producer', PRODUCER_CONFIG],
  ['consumer', CONSUMER_CONFIG],
  ['admin', ADMIN_CONFIG],
  ['topic', TOPIC_CONFIG],
  ['broker', BROKER_CONFIG],
])

/** One row of a table, by the key that a vector's input gives. @throws NotReplayable for a table that is not known */
export function tableRow(input: Json, setup: Json): Json | NotReplayable | undefined {
  const table = textOf(setup, 'table')
  if (table === 'errors') return errorRow(Number(input))
  if (table === 'api-keys') return apiRow(Number(input))
  if (table === 'topic-broker-synonyms') return synonyms(plainText(input))
  if (table === 'config-definition') return configRow(textOf(setup, 'of'), plainText(input))
  throw new NotReplayable(`the table ${table} is not known`)
}

function errorRow(code: number): Json | undefined {
  const name = ERROR_NAMES.find((candidate) => errorByName(candidate).code === code)
  if (name === undefined) return undefined
  const { name: errorName, superclasses, exception, message, retriable, refreshRetriable, invalidMetadata, abortable, applicationRecoverable, authorization } = errorByName(name)
  const flags = { retriable, refreshRetriable, invalidMetadata, abortable, applicationRecoverable, authorization }
  return { name: errorName, exception, message, exceptionMessage: exception === null ? null : message, ...flags, superclasses: [...superclasses] }
}

function synonyms(key: string): Json | undefined {
  const found = TOPIC_BROKER_SYNONYMS[key]
  return found === undefined ? undefined : [...found]
}

function apiRow(key: number): Json | undefined {
  const name = API_KEY_NAMES.find((candidate) => apiKey(candidate).key === key)
  if (name === undefined) return undefined
  const row = apiKey(name)
  const [oldest, stable] = row.versions ?? []
  const advertised = (listener: 'broker' | 'controller'): Json => {
    const range = advertisedVersions(name, listener)
    return range === null ? null : [...range]
  }
  return {
    name,
    enum: row.enumName,
    hasValidVersion: row.versions !== null,
    oldestVersion: oldest ?? null,
    latestVersion: row.unstableVersion ?? stable ?? null,
    latestStableVersion: stable ?? null,
    advertisedByBroker: advertised('broker'),
    advertisedByController: advertised('controller'),
    listeners: row.listeners.split('').map((letter) => (letter === 'B' ? 'BROKER' : 'CONTROLLER')),
    clusterAction: row.clusterAction ?? false,
    forwardable: row.forwardable ?? false,
    requiresDelayedAllocation: row.delayedAllocation ?? false,
    requestHeaderVersions: headerVersions(name, requestHeaderVersion),
    responseHeaderVersions: headerVersions(name, responseHeaderVersion),
  }
}

/** The header version of each version of the API, the unstable one included. */
function headerVersions(name: ApiKeyName, versionOf: (name: ApiKeyName, version: number) => number): Json {
  const { versions, unstableVersion } = apiKey(name)
  const all = versions === null ? [] : Array.from({ length: versions[1] - versions[0] + 1 }, (_, index) => versions[0] + index)
  if (unstableVersion !== undefined) all.push(unstableVersion)
  return Object.fromEntries(all.map((version) => [String(version), versionOf(name, version)]))
}

/** A key counts only where a simulated class reads it, or where readers are told that it is not modelled. */
function configRow(of: string, name: string): Json | NotReplayable | undefined {
  const definition = configDefinitions.get(of)
  if (definition === undefined) return new NotReplayable(`the configuration of ${of} is not modelled`)
  const key = definition.get(name)
  if (key === undefined) return undefined
  if (!isModelled(of, name) && notModelledReason(of, name) === undefined) {
    return new NotReplayable(`nothing reads ${name}, and it is not listed as not modelled`)
  }
  return {
    type: key.type,
    hasDefault: key.hasDefault,
    default: typeof key.defaultValue === 'object' && key.defaultValue !== null ? [...key.defaultValue] : key.defaultValue,
    defaultText: key.defaultText,
    validValues: key.validator?.text ?? null,
    importance: key.importance,
    internal: key.internal,
    group: key.group,
    dependents: [],
  }
}
