import { loadConf, type LoadedAgent } from '../../../engine/flume/conf/load-conf.ts'
import type { SelectorConfiguration } from '../../../engine/flume/conf/selectors.ts'
import { isObject, listOf, property, textOf, plainText, type Json, type JsonObject } from '../../json.ts'
import { NotReplayable, type Replayer } from '../replayer.ts'
import { fillTemplate } from './conf-template.ts'

const functions = new Set(['selector.requiredChannels', 'selector.channels', 'failover.livePriorities'])

/** Selectors and fail-over priorities, read off a configuration that went through the loader. */
export const selectorReplayer: Replayer = {
  usesChance: false,
  accepts: ({ call }) => functions.has(textOf(call, 'fn')),
  replay: ({ call, inputs }) => ({ outputs: inputs.map((input) => answer(call, input)) }),
}

function answer(call: Json | undefined, input: Json): Json {
  const fixed = property(call, 'fixed')
  const text = fillTemplate(listOf(fixed, 'confTemplate'), input)
  const agent = loadConf({ text, fileName: 'flume.conf', agent: textOf(fixed, 'agent') })
  if (textOf(call, 'fn') === 'failover.livePriorities') return priorities(agent)
  const [source] = agent.sources
  if (textOf(call, 'fn') === 'selector.requiredChannels') return source === undefined ? null : [...required(source.selector)]
  const tried = listOf(call, 'headersTried')
  if (tried.length === 0) return source === undefined ? 'source removed' : channelsFor(source.selector, {})
  if (source === undefined) return 'source removed'
  return Object.fromEntries(tried.filter(isObject).map((headers) => [headersText(headers), channelsFor(source.selector, headers)]))
}

function required(selector: SelectorConfiguration): readonly string[] {
  return 'required' in selector ? selector.required : []
}

function headersText(headers: JsonObject): string {
  return `{${Object.entries(headers).map(([name, value]) => `${name}=${plainText(value)}`).join(', ')}}`
}

function channelsFor(selector: SelectorConfiguration, headers: JsonObject): Json {
  if ('required' in selector) return { required: [...selector.required], optional: selector.optional.map(String) }
  if (!('mapping' in selector)) throw new NotReplayable(`no channels are known of a ${selector.className}`)
  const value = headers[selector.header]
  const key = typeof value === 'string' ? value : undefined
  const mapped = key === undefined || key.trim() === '' ? undefined : selector.mapping.get(key)
  const optional = key === undefined ? undefined : selector.optional.get(key)
  return { required: [...(mapped ?? selector.default)], optional: [...(optional ?? [])] }
}

function priorities(agent: LoadedAgent): Json {
  const [group] = agent.groups
  if (group === undefined || !('livePriorities' in group.processor)) return 'group removed'
  return { priorities: Object.fromEntries(group.processor.livePriorities), active: group.processor.active }
}
