import { isObject, listOf, numberOf, property, textOf, type Json, type JsonObject } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { FlumeRun } from './flume-run.ts'
import { readLines } from './line-list.ts'
import { consoleLines, countExceptions, countLogLines, exceptionLines, type LogEntry } from './log-text.ts'
import { counterSteps, readEmptyFileCount, readFiles, readNameShapes } from './read-files.ts'
import type { Verb } from './script.ts'
import { tally, tallyAcks } from './tally.ts'

type Read = (run: FlumeRun, step: Json) => Json

/** Loggers of sinks that try again. */
const sinkRetryLoggers = /^(?:SinkRunner|AvroSink|AbstractRpcSink|NettyTransceiver|RpcClientFactory)$/
const infoLines = /exit|Restarting|Command|will be|retry|backoff/

const reads: Readonly<Record<string, Read>> = {
  channelSize: (run, step) => run.agent(textOf(step, 'process')).counter('CHANNEL', textOf(step, 'channel'), 'ChannelSize') ?? null,
  channelSizes: (run, step) => {
    const names = listOf(step, 'processes').filter((name) => typeof name === 'string')
    return Object.fromEntries(names.map((name) => [name, run.agent(name).counter('CHANNEL', textOf(step, 'channel'), 'ChannelSize') ?? null]))
  },
  channels: readChannels,
  sourceCounters: (run, step) => counters(run, step, 'SOURCE', /^OpenConnectionCount$/),
  sinkCounters: (run, step) => counters(run, step, 'SINK', /^Batch/),
  components: (run, step) => {
    const agent = run.agent(textOf(step, 'process'))
    return agent.hasMetrics ? [...agent.metrics().keys()].sort() : null
  },
  positionFile: (run, step) => run.positions(textOf(step, 'file')),
  list: (run, step) => run.machine.files.names(textOf(step, 'dir')).filter((name) => property(step, 'hidden') !== false || !name.startsWith('.')),
  files: readFiles,
  emptyFileCount: readEmptyFileCount,
  nameShapes: readNameShapes,
  outputLines: (run, step) => {
    const [from, to] = listOf(step, 'slice').map(Number)
    return run.outputLines(FlumeRun.outputsOf(step)).slice(from, to)
  },
  lineCount: (run, step) => run.outputCount(FlumeRun.outputsOf(step)),
  deliveredByPrefix: (run, step) => deliveredByPrefix(run.outputLines(FlumeRun.outputsOf(step))),
  deliveredAt: (run, step) => {
    const outputs = property(step, 'outputs')
    const counts = Object.entries(isObject(outputs) ? outputs : {}).map(([name, directory]): [string, Json] => [name, run.outputCount([typeof directory === 'string' ? directory : ''])])
    return { step: textOf(step, 'stepText'), sent: numberOf(step, 'sent') ?? null, ...Object.fromEntries(counts) }
  },
  log: readLog,
  logCounts: (run, step) => {
    const keep = textOf(step, 'keep')
    return countLogLines(entriesOf(run, step), {
      info: run.countsInfoLines ? infoLines : undefined,
      without: run.ignoresSinkRetries ? sinkRetryLoggers : undefined,
      keep: keep === '' ? undefined : new RegExp(keep),
    })
  },
  exceptionCounts: (run, step) => countExceptions(entriesOf(run, step)),
  exceptions: (run, step) => exceptionLines(entriesOf(run, step), new RegExp(textOf(step, 'match'))),
  alive: (run, step) => run.agent(textOf(step, 'process')).process.isAlive,
  componentStarts: (run, step) => run.agent(textOf(step, 'process')).componentStarts(run.labels.get(textOf(step, 'sinceLabel')) ?? 0),
}

/** Verbs that look. */
export const readVerbs: Readonly<Record<string, Verb>> = {
  read: (run, step) => {
    const what = textOf(step, 'what')
    const look = reads[what]
    if (look === undefined) throw new NotReplayable(`'${what}' cannot be read`)
    run.observed.set(textOf(step, 'as'), look(run, step), textOf(step, 'into'))
    if (what === 'files') countFiles(run, step)
  },
  tally: (run, step) => {
    const fed = readLines(property(step, 'fed'))
    const delivered = run.outputLines(FlumeRun.outputsOf(step))
    const feed = run.feeds.get(textOf(step, 'feed'))
    const all: JsonObject = { ...tally(fed, delivered), ...(feed === undefined ? {} : tallyAcks(fed, delivered, feed.acked)) }
    const fields = listOf(step, 'fields')
    for (const [name, value] of Object.entries(all)) if (fields.length === 0 || fields.includes(name)) run.observed.set(name, value ?? null)
  },
}

function entriesOf(run: FlumeRun, step: Json): readonly LogEntry[] {
  return run.agent(textOf(step, 'process')).log(textOf(step, 'since') === 'lastStart')
}

function readLog(run: FlumeRun, step: Json): Json {
  const match = new RegExp(textOf(step, 'match'))
  const isMessageOnly = property(step, 'messageOnly') === true
  const found = entriesOf(run, step).flatMap((entry) => {
    const lines = consoleLines(entry)
    const [head = ''] = lines
    return lines.filter((line) => match.test(line)).map((line) => (isMessageOnly && line === head ? entry.message.split('\n', 1)[0] ?? '' : line))
  })
  const first = numberOf(step, 'first')
  // The recorder kept a single line as a text, with the padding of its level taken away.
  return first === 1 ? (found[0]?.replace(/^(INFO|WARN) {2}/, '$1 ') ?? null) : found.slice(0, first)
}

function counters(run: FlumeRun, step: Json, kind: 'SOURCE' | 'SINK', without: RegExp): Json {
  const agent = run.agent(textOf(step, 'process'))
  const fields = agent.hasMetrics ? (agent.metrics().get(`${kind}.${textOf(step, 'component')}`) ?? new Map<string, string>()) : new Map<string, string>()
  const kept = [...fields].filter(([name, value]) => /(?:Count|Fail)$/.test(name) && !without.test(name) && value !== '0')
  return Object.fromEntries(kept.map(([name, value]) => [name, Number(value)]))
}

function readChannels(run: FlumeRun, step: Json): Json {
  const fields = listOf(step, 'fields').filter((field) => typeof field === 'string')
  const agent = run.agent(textOf(step, 'process'))
  const groups = agent.hasMetrics ? [...agent.metrics()].filter(([name]) => name.startsWith('CHANNEL.')) : []
  return Object.fromEntries(groups.map(([name, values]) => [name, Object.fromEntries(fields.map((field) => [field, values.get(field) ?? null]))]))
}

/** Lines that begin with `e` and with `p`, and whether each kind is in order. */
function deliveredByPrefix(lines: readonly string[]): Json {
  const isSorted = (list: readonly string[]): boolean => list.every((line, index) => index === 0 || (list[index - 1] ?? '') <= line)
  const beginning = (prefix: string): readonly string[] => lines.filter((line) => line.startsWith(prefix))
  const inOrder = isSorted(beginning('e')) && isSorted(beginning('p'))
  return { e: beginning('e').length, p: beginning('p').length, distinct: new Set(lines).size, total: lines.length, inOrder }
}

/** The fields that follow from the first list of files. */
function countFiles(run: FlumeRun, step: Json): void {
  if (run.observed.get('totalEvents') !== undefined) return
  run.observed.set('counterSteps', counterSteps(run, step))
  const files = run.observed.get(textOf(step, 'as'))
  const list = Array.isArray(files) ? (files as readonly Json[]) : []
  run.observed.set('totalEvents', list.reduce<number>((sum, file) => sum + (numberOf(file, 'events') ?? 0), 0))
}
