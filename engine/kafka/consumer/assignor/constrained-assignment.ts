import { compare, type GroupMember, type PartitionCounts } from './assignor.ts';
import { partitionName, type TopicPartition } from '../topic-partition.ts';

/**
 * Sticky and balanced where all members subscribe to the same topics (AbstractStickyAssignor's constrained assignment):
 * each member keeps up to its quota of what it owned, from the front of its list; what is left goes round the members
 * below their quota, in the order of their ids.
 */
export function constrainedAssignment(
  members: readonly GroupMember[],
  counts: PartitionCounts,
  ownedBy: ReadonlyMap<string, readonly TopicPartition[]>,
): ReadonlyMap<string, readonly TopicPartition[]> {
  const all = [...counts].sort(([left], [right]) => compare(left, right))
    .flatMap(([topic, count]) => Array.from({ length: count }, (_, partition) => ({ topic, partition })));
  const quota = new Quotas(all.length, members.length);
  const assignment = new Map<string, TopicPartition[]>(members.map(({ memberId }) => [memberId, []]));
  for (const { memberId } of members) assignment.set(memberId, quota.keep(memberId, ownedBy.get(memberId) ?? []));
  const kept = new Set([...assignment.values()].flat().map(partitionName));
  for (const partition of all) {
    if (kept.has(partitionName(partition))) continue;
    const memberId = quota.nextUnfilled();
    const list = assignment.get(memberId);
    if (list === undefined) continue;
    list.push(partition);
    quota.filled(memberId, list.length);
  }
  return assignment;
}

/** Who may take how many: everybody the smaller quota, and the remainder's number of members one more. */
class Quotas {
  readonly #min: number;
  readonly #max: number;
  readonly #overMinExpected: number;
  #overMin = 0;
  #belowMin: string[] = [];
  #atMin: string[] = [];
  #next = 0;
  #isSorted = false;

  constructor(partitions: number, members: number) {
    this.#min = Math.floor(partitions / members);
    this.#max = Math.ceil(partitions / members);
    this.#overMinExpected = partitions % members;
  }

  keep(memberId: string, owned: readonly TopicPartition[]): TopicPartition[] {
    if (owned.length < this.#min) {
      this.#belowMin.push(memberId);
      return [...owned];
    }
    if (owned.length >= this.#max && this.#overMin < this.#overMinExpected) {
      this.#overMin++;
      if (this.#overMin === this.#overMinExpected) this.#atMin = [];
      return owned.slice(0, this.#max);
    }
    if (this.#overMin < this.#overMinExpected) this.#atMin.push(memberId);
    return owned.slice(0, this.#min);
  }

  /** Goes round those below the smaller quota; when there are none, round those at it. */
  nextUnfilled(): string {
    if (!this.#isSorted) {
      this.#belowMin.sort(compare);
      this.#atMin.sort(compare);
      this.#isSorted = true;
    }
    const circle = this.#belowMin.length > 0 ? this.#belowMin : this.#atMin;
    if (this.#next >= circle.length) this.#next = 0;
    return circle[this.#next++] ?? '';
  }

  filled(memberId: string, count: number): void {
    const index = this.#belowMin.indexOf(memberId);
    if (index < 0 || count < this.#min) return;
    this.#belowMin.splice(index, 1);
    this.#next--;
    this.#atMin.push(memberId);
    if (this.#belowMin.length === 0) this.#next = 0;
  }
}
