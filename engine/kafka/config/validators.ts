import { configException, invalidValue } from './config-exception.ts'
import { javaList, valueText } from './config-value.ts'
import type { ConfigType, ConfigValue } from './config-value.ts'
import { isPositiveDuration } from './iso-duration.ts'

/** What a key accepts beyond its type (ConfigDef.Validator). */
export interface Validator {
  /** The accepted values, in the words of Kafka's documentation. */
  readonly text: string
  /** Repeated list items are removed with a warning before the check (ConfigDef.ValidList). */
  readonly removesDuplicates?: true
  /** @throws KafkaException a ConfigException when the value is not accepted */
  readonly check: (key: string, type: ConfigType, value: ConfigValue) => void
}

/** Numbers from `min` on; bounds are texts because their form (0 or 0.0) shows in messages. */
export function atLeast(min: string): Validator {
  return range(min, null)
}

/** Numbers from `min` to `max`, both included. */
export function between(min: string, max: string): Validator {
  return range(min, max)
}

function range(min: string, max: string | null): Validator {
  return {
    text: max === null ? `[${min},...]` : `[${min},...,${max}]`,
    check: (key, type, value) => {
      if (value === null) throw invalidValue(key, 'null', 'Value must be non-null')
      const fail = (why: string) => invalidValue(key, valueText(type, value), why)
      if (Number(value) < Number(min)) throw fail(`Value must be at least ${min}`)
      if (max !== null && Number(value) > Number(max)) throw fail(`Value must be no more than ${max}`)
    },
  }
}

/** Numbers from `min` to `max`, or the one that means "the codec's default". */
export function betweenOr(min: string, max: string, other: string): Validator {
  return {
    text: `[${min},...,${max}] or ${other}`,
    check: (key, type, value) => {
      if (value === null) throw invalidValue(key, 'null', 'Value must be non-null')
      const number = Number(value)
      if (number === Number(other) || (number >= Number(min) && number <= Number(max))) return
      throw invalidValue(key, valueText(type, value), `Value must be between ${min} and ${max} or equal to ${other}`)
    },
  }
}

/** One of these texts exactly. */
export function oneOf(...texts: readonly string[]): Validator {
  return {
    text: javaList(texts),
    check: (key, type, value) => {
      if (typeof value === 'string' && texts.includes(value)) return
      throw invalidValue(key, valueText(type, value), `String must be one of: ${texts.join(', ')}`)
    },
  }
}

/** One of these texts, in upper or lower case. */
export function oneOfIgnoringCase(...texts: readonly string[]): Validator {
  return {
    text: `(case insensitive) ${javaList(texts)}`,
    check: (key, type, value) => {
      if (typeof value === 'string' && texts.includes(value.toUpperCase())) return
      throw invalidValue(key, valueText(type, value), `String must be one of (case insensitive): ${texts.join(', ')}`)
    },
  }
}

/** Any text but the empty one; null is accepted. */
export const NON_EMPTY_STRING: Validator = {
  text: 'non-empty string',
  check: (key, _type, value) => {
    if (value === '') throw invalidValue(key, '', 'String must be non-empty')
  },
}

/** Any text, the empty one too. */
export const NON_NULL_STRING: Validator = {
  text: 'non-null string',
  check: (key, _type, value) => {
    if (value === null) throw invalidValue(key, 'null', 'entry must be non null')
  },
}

/** A list of anything; `allows` says whether no items, or no list, will do. */
export function anyList(...allows: readonly ('empty' | 'null')[]): Validator {
  return listIn([], ...allows)
}

/** A list of these texts. */
export function listIn(texts: readonly string[], ...allows: readonly ('empty' | 'null')[]): Validator {
  const items = oneOf(...texts)
  return {
    text: texts.length === 0 ? '' : items.text,
    removesDuplicates: true,
    check: (key, type, value) => {
      if (!Array.isArray(value)) {
        if (allows.includes('null')) return
        throw configException(`Configuration '${key}' values must not be null.`)
      }
      if (value.length === 0 && !allows.includes('empty')) {
        const accepted = texts.length === 0 ? 'any non-empty value' : items.text
        throw configException(`Configuration '${key}' must not be empty. Valid values include: ${accepted}`)
      }
      for (const item of value.map(String)) {
        if (item === '') throw configException(`Configuration '${key}' values must not be empty.`)
        if (texts.length > 0) items.check(key, type, item)
      }
    },
  }
}

/** A list that may be empty, for controller.quorum.bootstrap.servers; host and port are checked when it is used. */
export const NON_NULL_LIST: Validator = {
  text: 'non-empty list',
  check: (key, _type, value) => {
    if (value === null) throw invalidValue(key, 'null', 'Value must be non-null')
  },
}

/** `id@host:port` each, for controller.quorum.voters (QuorumConfig). */
export const QUORUM_VOTERS: Validator = {
  text: 'non-empty list',
  check: (key, type, value) => {
    NON_NULL_LIST.check(key, type, value)
    for (const voter of Array.isArray(value) ? value.map(String) : []) {
      if (/^\d+@[^:]+:\d+$/.test(voter)) continue
      throw configException(
        `Invalid configuration value for ${key}. Each entry should be in the form \`{id}@{host}:{port}\`.`,
      )
    }
  },
}

/** `*` or `partition:broker` items (ThrottledReplicaListValidator). */
export const THROTTLED_REPLICAS: Validator = {
  text: '[partitionId]:[brokerId],[partitionId]:[brokerId],...',
  check: (key, type, value) => {
    const items = Array.isArray(value) ? value.map(String) : []
    if (items.every((item) => /^[0-9]+:[0-9]+$/.test(item)) || items.join() === '*') return
    const form = `a list of replicas in the following format: ${THROTTLED_REPLICAS.text}`
    throw invalidValue(key, valueText(type, value), `${key} must be the literal '*' or ${form}`)
  },
}

/** For auto.offset.reset (AutoOffsetResetStrategy, KIP-1106). */
export const AUTO_OFFSET_RESET: Validator = {
  text: '[latest, earliest, none, by_duration:PnDTnHnMn.nS]',
  check: (key, type, value) => {
    const text = valueText(type, value)
    if (['latest', 'earliest', 'none'].includes(text)) return
    const duration = /^by_duration:(.*)$/.exec(text)?.[1]
    if (duration !== undefined && isPositiveDuration(duration)) return
    const accepted = "either 'earliest', 'latest', 'none' or of the format 'by_duration:<PnDTnHnMn.nS.>'."
    throw invalidValue(key, text, `Invalid value \`${text}\` for configuration ${key}. The value must be ${accepted}`)
  },
}

/** For share.acknowledgement.mode (KIP-932). */
export const SHARE_ACKNOWLEDGEMENT_MODE: Validator = {
  text: '[implicit, explicit]',
  check: (key, type, value) => {
    const text = valueText(type, value)
    if (text === 'implicit' || text === 'explicit') return
    const accepted = "The value must either be 'implicit' or 'explicit'."
    throw invalidValue(key, text, `Invalid value \`${text}\` for configuration ${key}. ${accepted}`)
  },
}

/** For share.acquire.mode, in upper or lower case (KIP-1206). */
export const SHARE_ACQUIRE_MODE: Validator = {
  text: '[batch_optimized, record_limit]',
  check: (key, type, value) => {
    const text = valueText(type, value)
    if (['BATCH_OPTIMIZED', 'RECORD_LIMIT'].includes(text.toUpperCase())) return
    const accepted = "The value must either be 'batch_optimized' or 'record_limit'."
    throw invalidValue(key, text, `Invalid value \`${text}\` for configuration ${key}. ${accepted}`)
  },
}
