import type { Replayer } from './replayer.ts';

/** All replayers; the first that accepts a task's shape replays it. */
export const replayers: readonly Replayer[] = [];
