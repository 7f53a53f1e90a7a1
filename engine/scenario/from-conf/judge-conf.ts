import { loadConf, type LoadedAgent } from '../../flume/conf/load-conf.ts'
import { propertiesOf } from '../../flume/conf/lint-finding.ts'
import { commentOut } from './conf-edit.ts'
import type { ConfFinding } from './conf-finding.ts'
import { listedComponents, listOf, type ListedComponent } from './listed-components.ts'
import { lintFindings } from './lint-findings.ts'
import { loadFindings } from './load-findings.ts'
import { modelledKafkaKeys } from '../kafka/kafka-properties.ts'
import { runnableConf, type RunnableConf } from './runnable-conf.ts'
import { isSecurityKey } from './stand-in-settings.ts'

/** What the real Flume would make of the file. */
export interface LoadVerdict {
  readonly outcome: 'starts' | 'starts without some' | 'starts idle' | 'does not start'
  readonly sentence: string
  readonly findings: readonly ConfFinding[]
}

/** How far a component of the file is modelled here. */
export interface CoverageRow {
  readonly kind: ListedComponent['kind']
  readonly name: string
  readonly type: string
  readonly line: number
  /** `gone`: Flume itself does not run it. */
  readonly state: 'modelled' | 'in part' | 'stand-in' | 'gone'
  /** What stands in for what. */
  readonly sentences: readonly string[]
  /** Keys that nothing in Flume reads, which it accepts in silence. */
  readonly ignoredKeys: readonly string[]
  /** Keys that Flume or its Kafka client reads, and that change nothing in a run here. */
  readonly idleKeys: readonly string[]
}

/** Everything that can be said of a file without running it. */
export interface ConfVerdict {
  readonly load: LoadVerdict
  readonly coverage: readonly CoverageRow[]
  readonly lint: readonly ConfFinding[]
  readonly runnable: RunnableConf
}

/** Judges one agent of a flume.conf. Nothing in a file makes this throw. */
export function judgeConf(text: string, agent: string): ConfVerdict {
  const { loaded, judged, missing } = loadWithItsFiles(text, agent)
  const runnable = runnableConf(text, agent)
  const listed = listedComponents(text, agent)
  const lint = [...missing, ...lintFindings(judged, agent, loaded)]
  const ignored = ignoredKeysOf(text, agent, lint)
  return {
    load: loadVerdict(text, agent, loaded, listed),
    coverage: listed.map((component) => coverageRow(component, runnable, ignored)),
    lint,
    runnable,
  }
}

/** Settings that name files which Flume opens while it loads. */
const fileSettings = /^(?:sources|sinks)\.[^.]+\.(?:ssl$|keystore|truststore)/

/**
 * Loads the file as on a machine that has the key stores which it names: nobody brings those here.
 * @returns what Flume loads then, the text that it loads, and a note on each of those files
 */
function loadWithItsFiles(text: string, agent: string): { readonly loaded: LoadedAgent; readonly judged: string; readonly missing: readonly ConfFinding[] } {
  const load = (read: string): LoadedAgent => loadConf({ text: read, fileName: 'flume.conf', agent })
  const loaded = load(text)
  if (!loaded.log.some(({ thrown }) => thrown?.some((line) => line.includes('(No such file or directory)')) === true)) return { loaded, judged: text, missing: [] }
  const missing = propertiesOf(text, agent).filter(({ key }) => /^(?:sources|sinks)\.[^.]+\.(?:keystore|truststore)$/.test(key)).map(({ entry }): ConfFinding => ({
    severity: 'info', line: entry.position.line, column: entry.position.column, fix: undefined,
    message: `Flume opens ${entry.value} while it loads. What stands here holds where that file is there and its password is right; else Flume leaves the component out.`,
  }))
  // Lines stay where they are, so that a fix fits the reader's text as well.
  const judged = commentOut(text, agent, (key) => fileSettings.test(key))
  return { loaded: load(judged), judged, missing }
}

function loadVerdict(text: string, agent: string, loaded: LoadedAgent, listed: readonly ListedComponent[]): LoadVerdict {
  const findings = loadFindings(text, agent, loaded)
  if (loaded.fatal !== undefined) {
    const plugin = loaded.fatal.some((line) => line.includes('ClassNotFoundException')) ? ' If that class is a plug-in of yours, put its jar into plugins.d: with it Flume goes on.' : ''
    return { outcome: 'does not start', sentence: `Flume does not start with this file: loading ends with an exception.${plugin}`, findings }
  }
  const gone = listed.filter((component) => !survivors(loaded, component.kind).includes(component.name))
  if (loaded.sources.length + loaded.sinks.length === 0) {
    return { outcome: 'starts idle', sentence: `Flume starts agent ${agent}, which then does nothing: no source and no sink is left.`, findings }
  }
  if (gone.length > 0) {
    return { outcome: 'starts without some', sentence: `Flume starts agent ${agent} without ${gone.map(({ kind, name }) => `${kind} ${name}`).join(', ')}.`, findings }
  }
  const { sources, channels, sinks } = loaded
  return { outcome: 'starts', sentence: `Flume starts agent ${agent}: ${counted(sources, 'source')}, ${counted(channels, 'channel')}, ${counted(sinks, 'sink')}.`, findings }
}

function coverageRow({ kind, name, type, line, className, settings }: ListedComponent, { loaded, substitutions }: RunnableConf, ignoredKeys: readonly string[]): CoverageRow {
  const own = substitutions.filter((one) => one.kind === kind && one.name === name)
  const isGone = loaded.fatal === undefined && !survivors(loaded, kind).includes(name)
  const state = isGone ? 'gone' : own.length === 0 ? 'modelled' : own.some(({ replacesAll }) => replacesAll) ? 'stand-in' : 'in part'
  const ignored = ignoredKeys.filter((key) => key.startsWith(`${listOf[kind]}.${name}.`)).map((key) => key.slice(listOf[kind].length + name.length + 2))
  return { kind, name, type, line, state, sentences: own.map(({ sentence }) => sentence), ignoredKeys: ignored, idleKeys: state === 'stand-in' ? [] : idleKeys(className, settings) }
}

/** Keys of a component's Kafka client that its simulation does not read; those about security are said to be left out. */
function idleKeys(className: string, settings: ReadonlyMap<string, string>): readonly string[] {
  if (!className.includes('.kafka.')) return []
  const modelled = modelledKafkaKeys()
  return [...settings.keys()].filter((key) => {
    const [, client, own] = /^kafka\.(producer|consumer)\.(.+)$/.exec(key) ?? []
    return own !== undefined && !isSecurityKey(key) && !modelled[client === 'producer' ? 'producer' : 'consumer'].includes(own)
  })
}

function survivors({ sources, channels, sinks }: LoadedAgent, kind: ListedComponent['kind']): readonly string[] {
  const components = { source: sources, channel: channels, sink: sinks }[kind]
  return components.map(({ name }) => name)
}

function counted(components: readonly unknown[], noun: string): string {
  return `${components.length} ${noun}${components.length === 1 ? '' : 's'}`
}

/** Keys (without the agent's name) that no class of Flume reads, by what the lint says of their lines. */
function ignoredKeysOf(text: string, agent: string, lint: readonly ConfFinding[]): readonly string[] {
  const lines = new Set(lint.filter(({ message }) => message.includes('Flume accepts it in silence')).map(({ line }) => line))
  return propertiesOf(text, agent).filter(({ entry }) => lines.has(entry.position.line)).map(({ key }) => key)
}
