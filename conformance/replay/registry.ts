import { keyOrderReplayer, loaderReplayer } from './flume/loader.ts';
import { selectorReplayer } from './flume/selectors.ts';
import type { Replayer } from './replayer.ts';

/** All replayers; the first that accepts a task's shape replays it. */
export const replayers: readonly Replayer[] = [loaderReplayer, keyOrderReplayer, selectorReplayer];
