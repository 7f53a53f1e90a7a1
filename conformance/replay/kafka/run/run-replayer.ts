import { property } from '../../../json.ts'
import type { Replayer } from '../../replayer.ts'
import { replaySteps, stepsOf } from './replay-steps.ts'
import { setUpWorld } from './world-setup.ts'

/** Runs on a Kafka cluster: `setup.cluster` and steps. */
export const kafkaRunReplayer: Replayer = {
  usesChance: true,
  accepts: ({ kind, setup, replay }) => (kind === 'run' || kind === 'sequence') && property(setup, 'cluster') !== undefined && replay !== null,
  replay: ({ setup, replay }, { seed }) => {
    const steps = stepsOf(replay)
    const world = setUpWorld(setup ?? null, seed)
    const { observed, outputs } = replaySteps(world, steps)
    // Rules that end at the restart need to know when it was.
    if (world.labels.has('restart') && world.labels.has('fault')) observed['restartMs'] ??= world.msSince('fault', world.labels.get('restart'))
    return { observed, outputs }
  },
}
