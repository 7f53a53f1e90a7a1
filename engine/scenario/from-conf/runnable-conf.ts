import { settingGaps } from '../../flume/agent/setting-gaps.ts'
import { simulatedClasses } from '../../flume/agent/simulated-classes.ts'
import { coverage } from '../../flume/conf/coverage.ts'
import { loadConf, type LoadedAgent } from '../../flume/conf/load-conf.ts'
import { appendLines, commentOut } from './conf-edit.ts'
import { listedComponents, listOf, type ListedComponent } from './listed-components.ts'
import { replacedSettings } from './stand-in-settings.ts'
import { standInFor, storePort } from './stand-ins.ts'
import { timelessBuckets } from './timeless-buckets.ts'

/** Something that is not as in the reader's file, in words. */
export interface Substitution {
  readonly kind: ListedComponent['kind']
  readonly name: string
  readonly line: number
  readonly sentence: string
  /** Whether the component as a whole is replaced, or only settings of it. */
  readonly replacesAll: boolean
}

/** A file that can be run here, made from the reader's. */
export interface RunnableConf {
  /** The reader's lines stay in their places; those that stand-ins replace are comments, and the stand-ins are at the end. */
  readonly text: string
  readonly loaded: LoadedAgent
  readonly substitutions: readonly Substitution[]
  /** Why there is nothing to run, in a sentence; undefined when there is. */
  readonly refusal: string | undefined
  /** The same with stores that have a pace, for a run in which they are slow; undefined where that changes nothing. */
  readonly paced: RunnableConf | undefined
}

/** The machine of the store that the sinks of a channel write to. */
export function storeOf(channel: string): string {
  return `${channel.replaceAll(/[^\w-]/g, '-').replace(/^-+/, '')}-store`
}

/**
 * Makes of a reader's file what can be run: components and settings that cannot be had here get stand-ins, each said in a
 * sentence, and sinks that send to other machines get the names of the run's machines.
 */
export function runnableConf(text: string, agent: string): RunnableConf {
  const plain = runnableWith(text, agent, false)
  const paced = runnableWith(text, agent, true)
  return paced.text === plain.text || paced.refusal !== undefined ? plain : { ...plain, paced }
}

function runnableWith(text: string, agent: string, isPaced: boolean): RunnableConf {
  const substitutions: Substitution[] = []
  let runnable = text
  const timeless = timelessBuckets(loadConf({ text, fileName: 'flume.conf', agent })).filter(({ isCertain }) => isCertain).map(({ sink }) => sink.name)
  listedComponents(text, agent).forEach((component, number) => {
    const change = changeOf(component, number, component.kind === 'sink' && timeless.includes(component.name), isPaced)
    runnable = withChange(runnable, agent, component, change)
    for (const said of change.sentences) substitutions.push({ kind: component.kind, name: component.name, line: component.line, ...said })
  })
  const loaded = loadConf({ text: runnable, fileName: 'flume.conf', agent })
  return { text: runnable, loaded, substitutions, refusal: refusalOf(loaded, agent), paced: undefined }
}

interface Change {
  /** Settings of the component that are taken out: all but those kept, or only some. */
  readonly removes: (setting: string) => boolean
  readonly adds: readonly (readonly [setting: string, value: string])[]
  readonly sentences: readonly Pick<Substitution, 'sentence' | 'replacesAll'>[]
}

/** A component's stand-in with what is replaced of the settings that it keeps, or what is replaced of its own. */
function changeOf(component: ListedComponent, number: number, isTimeless: boolean, isPaced: boolean): Change {
  const standIn = standInFor(component, number, isTimeless, isPaced)
  const isKept = (setting: string): boolean => standIn === undefined || standIn.keeps.some((key) => key === setting || (key.endsWith('.') && setting.startsWith(key)))
  const kept = new Map([...component.settings].filter(([setting]) => isKept(setting)))
  const stays: ListedComponent = standIn === undefined ? component : { ...component, className: '', settings: kept }
  const replaced = replacedSettings(stays)
  const gone = new Set(replaced.flatMap(({ settings }) => [...settings.keys()]))
  const adds = new Map<string, string>(standIn?.settings)
  for (const { settings } of replaced) for (const [key, value] of settings) if (value !== null) adds.set(key, value)
  if (component.kind === 'sink' && (adds.get('type') ?? component.type).toLowerCase() === 'avro' || component.className === 'org.apache.flume.sink.AvroSink') {
    adds.set('hostname', storeOf(component.settings.get('channel')?.trim() ?? ''))
    adds.set('port', String(storePort))
  }
  const sentences = [
    ...(standIn === undefined ? [] : [{ sentence: standIn.sentence, replacesAll: true }]),
    ...replaced.flatMap(({ sentence }) => (sentence === undefined ? [] : [{ sentence, replacesAll: false }])),
  ]
  return { removes: (setting) => !isKept(setting) || gone.has(setting) || adds.has(setting), adds: [...adds], sentences }
}

function withChange(text: string, agent: string, { kind, name }: ListedComponent, { removes, adds }: Change): string {
  const prefix = `${listOf[kind]}.${name}.`
  const commented = commentOut(text, agent, (key) => key.startsWith(prefix) && removes(key.slice(prefix.length)))
  if (adds.length === 0) return commented
  return appendLines(commented, [`# For the run: ${kind} ${name}.`, ...adds.map(([setting, value]) => `${agent}.${prefix}${setting} = ${value}`)])
}

function refusalOf(loaded: LoadedAgent, agent: string): string | undefined {
  if (loaded.fatal !== undefined) return `There is nothing to run: Flume does not start with this file. It says: ${loaded.fatal[0] ?? ''}`
  if (loaded.sources.length + loaded.sinks.length === 0) return `There is nothing to run: Flume starts agent ${agent} without a source and without a sink.${complaintOn(loaded)}`
  if (loaded.sources.length === 0) return `There is nothing to run: Flume starts agent ${agent} without a source, so that no event comes in.${complaintOn(loaded)}`
  const [gap] = [...coverage(loaded, simulatedClasses()).gaps, ...settingGaps(loaded)]
  return gap === undefined ? undefined : `This cannot be run here, and nothing stands in for it. ${gap.message}`
}

/** The first thing that Flume says of why something is missing. */
function complaintOn({ log }: LoadedAgent): string {
  const entry = log.find(({ level, thrown }) => level === 'ERROR' || thrown !== undefined) ?? log.find(({ position }) => position !== undefined)
  return entry === undefined ? '' : ` It says: ${[entry.message, ...(entry.thrown ?? [])].join('; ')}`
}
