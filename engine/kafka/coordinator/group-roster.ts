import type { ErrorName } from '../protocol/errors.ts'
import type { JoinGroupRequest, JoinGroupResponseMember } from '../protocol/join-group.ts'
import type { GroupMember } from './group-member.ts'

/** The members of a group: who they are, who leads, and which protocol they agree on. */
export class GroupRoster {
  /** Member id of the leader, whose client assigns partitions; null without members. */
  leader: string | null = null
  readonly #members = new Map<string, GroupMember>()
  /** Member ids by group.instance.id. */
  readonly #static = new Map<string, string>()

  /** In the order in which they joined. */
  get members(): readonly GroupMember[] {
    return [...this.#members.values()]
  }

  get size(): number {
    return this.#members.size
  }

  get staticCount(): number {
    return this.#static.size
  }

  /** The longest time that a member may take to rejoin. */
  get rebalanceTimeoutMs(): number {
    return this.members.reduce((longest, member) => Math.max(longest, member.rebalanceTimeoutMs), 0)
  }

  /** The member with an id. */
  get(memberId: string): GroupMember | undefined {
    return this.#members.get(memberId)
  }

  /** Whether the id belongs to a member. */
  has(memberId: string): boolean {
    return this.#members.has(memberId)
  }

  /** Id of the member that has a group.instance.id. */
  idOfInstance(groupInstanceId: string): string | undefined {
    return this.#static.get(groupInstanceId)
  }

  /** Adds a member; the first one leads. */
  add(member: GroupMember): void {
    this.#members.set(member.memberId, member)
    if (member.groupInstanceId !== null) this.#static.set(member.groupInstanceId, member.memberId)
    this.leader ??= member.memberId
  }

  /** Removes a member; if it led, the oldest one left leads. */
  remove(member: GroupMember): void {
    this.#members.delete(member.memberId)
    if (member.groupInstanceId !== null) this.#static.delete(member.groupInstanceId)
    if (this.leader === member.memberId) this.leader = this.members[0]?.memberId ?? null
  }

  /** Gives a static member that came back its new id; it keeps its place, and the lead if it had it. */
  rename(member: GroupMember, memberId: string): void {
    const wasLeader = this.leader === member.memberId
    this.#members.delete(member.memberId)
    member.memberId = memberId
    this.add(member)
    if (wasLeader) this.leader = memberId
  }

  /** Removes everybody. */
  clear(): void {
    this.#members.clear()
    this.#static.clear()
    this.leader = null
  }

  /** What is wrong with a request of this member and generation (validateMember). */
  errorFor(memberId: string, groupInstanceId: string | null, isCurrentGeneration: boolean): ErrorName {
    if (groupInstanceId !== null) {
      const current = this.#static.get(groupInstanceId)
      if (current === undefined) return 'UNKNOWN_MEMBER_ID'
      if (current !== memberId) return 'FENCED_INSTANCE_ID'
    }
    if (!this.#members.has(memberId)) return 'UNKNOWN_MEMBER_ID'
    return isCurrentGeneration ? 'NONE' : 'ILLEGAL_GENERATION'
  }

  /** Whether all members know one of the protocols of who wants to join. */
  supports(request: JoinGroupRequest): boolean {
    if (this.#members.size === 0) return request.protocols.length > 0
    return request.protocols.some(({ name }) => this.#isKnownToAll(name))
  }

  /** The protocol that most members prefer among those that all know. */
  selectProtocol(): string {
    const votes = new Map<string, number>()
    for (const member of this.#members.values()) {
      const choice = member.protocols.find(({ name }) => this.#isKnownToAll(name))
      if (choice !== undefined) votes.set(choice.name, (votes.get(choice.name) ?? 0) + 1)
    }
    return [...votes].reduce<readonly [string, number]>((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0])[0]
  }

  /** What the leader gets to know of the members. */
  subscriptionsFor(protocolName: string | null): readonly JoinGroupResponseMember[] {
    return this.members.map(({ memberId, groupInstanceId, protocols }) => ({
      memberId,
      groupInstanceId,
      metadata: protocols.find(({ name }) => name === protocolName)?.metadata
        ?? { topics: [], userData: null, ownedPartitions: [], generationId: -1, rackId: null },
    }))
  }

  #isKnownToAll(name: string): boolean {
    return this.members.every((member) => member.protocols.some((protocol) => protocol.name === name))
  }
}
