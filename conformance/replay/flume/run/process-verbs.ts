import { listOf, numberOf, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import type { FlumeRun } from './flume-run.ts'
import type { Verb } from './script.ts'

/** A start is done so long after the recorder saw that the sources were started. */
const settleSeconds = 0.7
/** It saw that in /metrics, whose server starts after the sources, within about so long: a JVM's start-up, left to chance. */
const metricsServerMaxSeconds = 1.5
/** An agent that has not started its sources by then will not: the recorder went on, too. */
const startMaxSeconds = 60

/** Verbs on agents. */
export const processVerbs: Readonly<Record<string, Verb>> = {
  start: (run, step) => {
    const { machine } = run
    const agent = run.agent(textOf(step, 'process'))
    agent.start()
    const isDone = textOf(step, 'doneWhen') === 'metrics' ? () => agent.hasMetrics : () => agent.haveSourcesStarted
    machine.runUntil(isDone, machine.nowMicros + startMaxSeconds * 1_000_000)
    if (textOf(step, 'doneWhen') === 'metrics') return
    machine.runFor(settleSeconds + metricsServerMaxSeconds * machine.simulation.random('start of /metrics').nextFloat())
  },
  stop: (run, step) => {
    const { process } = run.agent(textOf(step, 'process'))
    const how = textOf(step, 'how')
    if (how === 'kill9') process.kill()
    else if (how === 'sigterm') process.terminate()
    else throw new NotReplayable(`an agent is stopped by '${how}'`)
    run.waitFor(() => !process.isAlive, 'the stop')
  },
  wait: ({ machine }, step) => {
    machine.runFor(numberOf(step, 'seconds') ?? 0)
  },
  replaceConf: (run, step) => {
    run.agent(textOf(step, 'process')).replaceConf(textOf(step, 'conf'))
  },
  watchListener,
}

/** Probes a port until it was closed and is open again, or was not in the time given for each; says when, too. */
function watchListener(run: FlumeRun, step: Json): void {
  const { machine, observed } = run
  const port = numberOf(step, 'port') ?? 0
  const isOpen = (): boolean => machine.lane.network.isListening(machine.host, port)
  const within = (seconds: number | undefined, isTrue: () => boolean): boolean => machine.runUntil(isTrue, machine.nowMicros + (seconds ?? 0) * 1_000_000)
  const started = machine.nowMicros
  const listenerWentAway = within(numberOf(step, 'pickUpWithinSeconds'), () => !isOpen())
  const wentAway = machine.nowMicros
  const listenerCameBack = listenerWentAway && within(numberOf(step, 'giveUpDownAfterSeconds'), isOpen)
  const answer: Readonly<Record<string, Json>> = { listenerWentAway, listenerCameBack }
  const fields = listOf(step, 'fields').filter((field) => typeof field === 'string')
  observed.append(textOf(step, 'appendTo'), Object.fromEntries(fields.map((field) => [field, answer[field] ?? null])))
  observed.append('pickedUpAfterMs', listenerWentAway ? Math.round((wentAway - started) / 1000) : null)
  observed.append('listenerDownMs', listenerCameBack ? Math.round((machine.nowMicros - wentAway) / 1000) : null)
}
