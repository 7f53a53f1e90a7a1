/**
 * What can become of an obligation (a record owed to a destination). Exactly one holds at any moment:
 * - `delivered`: the destination has it at least once;
 * - `in flight`: something holds it from which it can still be delivered (queue, log, socket, buffer, file);
 * - `unknown`: the sender was told that it failed, and it is stored all the same;
 * - `filtered`: an interceptor or a selector took it out;
 * - `dropped`: discarded; with `told` the sender knows, without it nobody does;
 * - `expired`: retention removed it before this reader; `superseded`: compaction did;
 * - `lost`: the last copy was destroyed.
 */
export type Fate = 'delivered' | 'in flight' | 'unknown' | 'filtered' | 'dropped' | 'expired' | 'superseded' | 'lost'

/** The fates that end a copy. */
export type EndingFate = 'filtered' | 'dropped' | 'expired' | 'superseded' | 'lost'

/** All fates, in the order of the verdict table. */
export const fates: readonly Fate[] = ['delivered', 'in flight', 'unknown', 'filtered', 'dropped', 'expired', 'superseded', 'lost']
