import { isObject, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable, type Replayer } from '../../replayer.ts'
import { clientVerbs } from './client-verbs.ts'
import { awaitCondition } from './conditions.ts'
import { feedVerbs } from './feed-verbs.ts'
import { fileVerbs } from './file-verbs.ts'
import { FlumeRun } from './flume-run.ts'
import { processVerbs } from './process-verbs.ts'
import { readVerbs } from './read-verbs.ts'

/** Does what a step says, to its end. @throws NotReplayable */
export type Verb = (run: FlumeRun, step: Json) => void

const verbs: Readonly<Record<string, Verb>> = { ...processVerbs, ...fileVerbs, ...clientVerbs, ...feedVerbs, ...readVerbs }

/** Replays runs of Flume agents: starts them, feeds them, ends them, and reads what is left. */
export const flumeRunReplayer: Replayer = {
  usesChance: true,
  accepts: ({ kind, setup, replay }) => kind === 'run' && Array.isArray(replay) && replay.length > 0 && isOfAgents(setup),
  replay: ({ setup, replay }, { seed }) => {
    const steps = Array.isArray(replay) ? (replay as readonly Json[]) : []
    requireKnownVerbs(steps)
    const run = new FlumeRun(setup, steps, seed)
    for (const step of steps) {
      awaitCondition(run, step)
      const label = textOf(step, 'label')
      if (label !== '') run.labels.set(label, run.machine.nowMicros)
      verbs[textOf(step, 'op')]?.(run, step)
    }
    return { observed: run.observed.toJson() }
  },
}

function requireKnownVerbs(steps: readonly Json[]): void {
  for (const step of steps) {
    if (verbs[textOf(step, 'op')] === undefined) throw new NotReplayable(`the verb '${textOf(step, 'op')}' is not known`)
  }
}

function isOfAgents(setup: Json | undefined): boolean {
  const processes = property(setup, 'processes')
  const types = Object.values(isObject(processes) ? processes : {}).map((process) => textOf(process, 'type'))
  return types.length > 0 && types.every((type) => type === 'flume-agent')
}
