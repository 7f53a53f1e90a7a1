import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { concurrentHashMapOrder } from '../../../engine/flume/conf/java/concurrent-hash-map.ts'
import { JavaHashMap } from '../../../engine/flume/conf/java/hash-map.ts'
import { hashSetOrder } from '../../../engine/flume/conf/java/hash-set.ts'
import { splitWhiteSpace } from '../../../engine/flume/conf/java/java-text.ts'
import { loadConf, type LoadedAgent } from '../../../engine/flume/conf/load-conf.ts'
import { isList, isObject, property, textOf, plainText, type Json } from '../../json.ts'
import { NotReplayable, type Replayer } from '../replayer.ts'
import { loadedAsRecorded } from './loaded-as-recorded.ts'

/** Loads a configuration: given text, or a file of the corpus (whose records hold no settings). */
export const loaderReplayer: Replayer = {
  usesChance: false,
  accepts: ({ call }) => textOf(call, 'fn') === 'loadConf',
  replay: ({ call, given }, { corpusFolder }) => {
    const file = textOf(call, 'file')
    const conf = property(given, 'conf')
    if (typeof conf === 'string') return { observed: observedOf(load(conf, textOf(given, 'agent'), given), true) }
    if (corpusFolder === undefined) throw new NotReplayable('the configuration file is in the corpus: name its folder with --corpus')
    return { observed: observedOf(load(readFileSync(join(corpusFolder, file), 'utf8'), textOf(call, 'agent'), given), false) }
  },
}

/** The orders of Java's hash tables, as the loader uses them. */
export const keyOrderReplayer: Replayer = {
  usesChance: false,
  accepts: ({ call }) => ['hashSetOrder', 'keyOrder', 'loaderKeyOrder'].includes(textOf(call, 'fn')) || textOf(call, 'inputIs').includes('keys in file order'),
  replay: ({ call, inputs }) => ({
    outputs: inputs.map((input) => (textOf(call, 'fn') === 'hashSetOrder' ? setOrder(input) : keyOrder(input))),
  }),
}

function setOrder(input: Json): Json {
  const names = isList(input) ? input.map(plainText) : splitWhiteSpace(plainText(input))
  return [...hashSetOrder(names)]
}

function keyOrder(input: Json): Json {
  const keys = isList(input) ? input.map(plainText) : []
  const resolved = mapOrder(concurrentHashMapOrder(keys))
  return { resolved, configured: mapOrder(resolved) }
}

function mapOrder(keys: readonly string[]): readonly string[] {
  const map = new JavaHashMap<number>()
  for (const key of keys) map.set(key, 1)
  return map.keys()
}

function load(text: string, agent: string, given: Json | undefined): LoadedAgent {
  return loadConf({
    text,
    fileName: 'flume.conf',
    agent,
    environment: textsOf(property(given, 'environment')),
    systemProperties: textsOf(property(given, 'systemProperties')),
    runCommand: firstLineOf,
  })
}

function textsOf(value: Json | undefined): ReadonlyMap<string, string> {
  return new Map(isObject(value) ? Object.entries(value).map(([name, text]) => [name, plainText(text)]) : [])
}

/** The commands that external config filters run: echo, and printf with text directives; others fail. */
function firstLineOf(command: string): string | null {
  const [program, ...words] = command.split(' ').filter((word) => word !== '')
  if (words.some((word) => /["'$`|;&<>]/.test(word))) return null
  if (program === 'echo') return words.join(' ')
  if (program !== 'printf' || words[0] === undefined) return null
  const [format, ...texts] = words
  const filled = format.replaceAll(/%(?:\.(\d+))?s/g, (_, length: string | undefined) => (texts.shift() ?? '').slice(0, length === undefined ? undefined : Number(length)))
  return /%/.test(filled) ? null : (filled.split(String.raw`\n`, 1)[0] ?? null)
}

function observedOf(agent: LoadedAgent, withSettings: boolean): Json {
  const validation: Json = agent.fatalInValidation === true ? { fatal: [...(agent.fatal ?? [])] } : asJson(agent.validation ?? { none: true })
  const log = agent.log.map(({ level, logger, message, thrown }) => ({ level, logger, message, ...(thrown === undefined ? {} : { thrown: [...thrown] }) }))
  return {
    validation,
    log,
    validationLogs: agent.validationLogCount,
    ...(agent.unresolved.length === 0 ? {} : { unresolved: asJson(agent.unresolved.toSorted(byKey)) }),
    ...(agent.fatal === undefined ? { loaded: loadedAsRecorded(agent, withSettings) } : { fatal: [...agent.fatal] }),
  }
}

/** The recorder listed them by key. */
function byKey([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}
