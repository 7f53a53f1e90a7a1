import { isObject, listOf, numberOf, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { FlumeRun } from './flume-run.ts'

type Condition = (run: FlumeRun, arguments_: Json | undefined) => () => boolean

/** A wait without a time of its own ends after so many seconds. */
const timeoutSecondsDefault = 600

const conditions: Readonly<Record<string, Condition>> = {
  channelSize: (run, by) => () => run.agent(textOf(by, 'process')).counter('CHANNEL', textOf(by, 'channel'), 'ChannelSize') === numberOf(by, 'equals'),
  quiet: quietOutputs,
  outputLines: (run, by) => () => run.outputCount(FlumeRun.outputsOf(by)) >= (numberOf(by, 'atLeast') ?? 1),
  drained: (run, by) => () => (run.agent(textOf(by, 'process')).counter('SINK', textOf(by, 'sink'), 'EventDrainSuccessCount') ?? 0) >= (numberOf(by, 'atLeast') ?? 0),
  allDrained: (run, by) => () => {
    const areEmpty = listOf(by, 'processes').every((name) => typeof name === 'string' && run.agent(name).counter('CHANNEL', textOf(by, 'channel'), 'ChannelSize') === 0)
    return areEmpty && run.outputCount([textOf(by, 'outputNotEmpty')]) > 0
  },
  feedDone: (run, by) => () => run.feeds.get(textOf(by, 'feed'))?.isDone === true,
  logContains: (run, by) => () => logCount(run, by) > 0,
  logCount: (run, by) => () => logCount(run, by) >= (numberOf(by, 'atLeast') ?? 1),
}

/** Lets time pass until the condition of a step is true, or its time is over. @throws NotReplayable for an unknown condition */
export function awaitCondition(run: FlumeRun, step: Json): void {
  const { machine } = run
  const at = numberOf(step, 'at')
  if (at !== undefined) {
    const from = run.labels.get(textOf(step, 'relativeTo')) ?? 0
    machine.runUntil(() => false, from + at * 1_000_000)
    return
  }
  const name = textOf(step, 'after')
  if (name !== '' && name !== 'begin' && name !== 'done') {
    const create = conditions[name]
    if (create === undefined) throw new NotReplayable(`the condition '${name}' is not known`)
    const by = property(step, 'with')
    const timeoutSeconds = numberOf(by, 'timeout') ?? timeoutSecondsDefault
    machine.runUntil(create(run, isObject(by) ? by : {}), machine.nowMicros + timeoutSeconds * 1_000_000)
  }
  machine.runFor(numberOf(step, 'plus') ?? 0)
}

function quietOutputs(run: FlumeRun, by: Json | undefined): () => boolean {
  const { machine } = run
  const outputs = FlumeRun.outputsOf(by)
  const quietMicros = (numberOf(by, 'seconds') ?? 0) * 1_000_000
  let lines = run.outputCount(outputs)
  let changedMicros = machine.nowMicros
  return () => {
    const now = run.outputCount(outputs)
    if (now !== lines) changedMicros = machine.nowMicros
    lines = now
    return machine.nowMicros - changedMicros >= quietMicros
  }
}

function logCount(run: FlumeRun, by: Json | undefined): number {
  const text = textOf(by, 'text')
  return run.agent(textOf(by, 'process')).consoleLines().filter((line) => line.includes(text)).length
}
