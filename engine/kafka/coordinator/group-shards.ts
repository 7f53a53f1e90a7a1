import type { BrokerServices } from '../broker/request-handlers.ts'
import { payloadOf } from '../log/payload-batch.ts'
import { partitionForGroup } from '../producer/partitioner/partition-for-group.ts'
import type { ErrorName } from '../protocol/errors.ts'
import { ClassicGroup } from './classic-group.ts'
import { offsetKey } from './committed-offsets.ts'
import type { CoordinatorConfig } from './coordinator-config.ts'
import { coordinatorError } from './group-answers.ts'
import type { GroupProgress } from './group-progress.ts'
import type { ModernGroup } from './modern-group.ts'
import { ModernGroups } from './modern-groups.ts'
import { isOffsetsPayload, offsetsBatch, OFFSETS_TOPIC, type OffsetRecord, type OffsetsRecord } from './offsets-record.ts'
import { PendingOffsets } from './pending-offsets.ts'
import { randomUuid } from './random-uuid.ts'

/** Groups and offsets of one partition of `__consumer_offsets` that this broker leads. */
export interface Shard {
  readonly partitionId: number
  readonly leaderEpoch: number
  readonly groups: Map<string, ClassicGroup>
  readonly offsets: Map<string, OffsetRecord>
  readonly pending: PendingOffsets
}

/** What the shards are made from. */
export interface GroupShardsOptions {
  readonly services: BrokerServices
  readonly config: CoordinatorConfig
  readonly progress: GroupProgress
}

/** What a coordinator knows of the groups that it serves: all of it is in the partitions of `__consumer_offsets` that its broker leads. */
export class GroupShards {
  readonly modern: ModernGroups
  readonly #options: GroupShardsOptions
  readonly #shards = new Map<number, Shard>()

  constructor(options: GroupShardsOptions) {
    this.#options = options
    const { services, config } = options
    this.modern = new ModernGroups({
      services, config,
      log: (message) => { this.log(message) },
      store: (record, done) => { this.append(record.groupId, [record], done) },
    })
  }

  /** The shards that are served here. */
  get all(): readonly Shard[] {
    return [...this.#shards.values()]
  }

  /** Reads a partition that this broker has begun to lead. */
  load(partitionId: number, leaderEpoch: number): void {
    if (this.#shards.get(partitionId)?.leaderEpoch === leaderEpoch) return
    this.unload(partitionId)
    const shard: Shard = { partitionId, leaderEpoch, groups: new Map(), offsets: new Map(), pending: new PendingOffsets() }
    this.#shards.set(partitionId, shard)
    this.#options.progress.forget((groupId) => this.partitionOf(groupId) === partitionId)
    for (const batch of this.#options.services.read(OFFSETS_TOPIC, partitionId, 0)) {
      const settled = shard.pending.read(batch)
      const payload = settled ?? payloadOf(batch)
      if (isOffsetsPayload(payload)) for (const record of payload) this.#replay(shard, record)
    }
    this.log(`Finished loading of metadata from ${OFFSETS_TOPIC}-${String(partitionId)} with epoch ${String(leaderEpoch)}.`)
  }

  /** Forgets a partition that this broker does not lead any more. */
  unload(partitionId: number): void {
    for (const group of this.#shards.get(partitionId)?.groups.values() ?? []) group.stop()
    this.#shards.delete(partitionId)
    this.modern.unload((groupId) => this.partitionOf(groupId) === partitionId)
  }

  /** The partition of `__consumer_offsets` that a group belongs to. */
  partitionOf(groupId: string): number {
    const known = this.#options.services.image.topic(OFFSETS_TOPIC)?.partitions.length
    return partitionForGroup(groupId, known ?? this.#options.config.offsetsPartitions)
  }

  /** The group's shard, if this broker coordinates it. */
  of(groupId: string): Shard | undefined {
    const partition = this.partitionOf(groupId)
    const shard = this.#shards.get(partition)
    return shard !== undefined && this.#options.services.leaderEpochOf(OFFSETS_TOPIC, partition) === shard.leaderEpoch ? shard : undefined
  }

  /** The group of either protocol; undefined when there is none. */
  groupOf(shard: Shard, groupId: string): ClassicGroup | ModernGroup | undefined {
    return this.modern.of(groupId) ?? shard.groups.get(groupId)
  }

  /** The classic group, made if need be. */
  classicOrNew(shard: Shard, groupId: string): ClassicGroup {
    const known = shard.groups.get(groupId)
    if (known !== undefined) return known
    const { services, config } = this.#options
    const { recorder } = services.lane.simulation
    const name = `${services.lane.name}/group/${groupId}`
    const group = new ClassicGroup(groupId, {
      process: services.process,
      config,
      nowMs: () => services.nowMs(),
      newMemberId: (prefix) => `${prefix}-${randomUuid(services.random)}`,
      log: (message) => { this.log(message) },
      onChange: (changed) => {
        recorder.setText(recorder.track(name, 'state', 'text'), changed.state)
        recorder.set(recorder.track(name, 'generation'), changed.generationId)
        recorder.set(recorder.track(name, 'members'), changed.roster.size)
      },
      store: (record, done) => { this.append(groupId, [record], done) },
    })
    shard.groups.set(groupId, group)
    return group
  }

  /** Writes records that take effect when they are replicated. */
  write(groupId: string, records: readonly OffsetsRecord[], done: (error: ErrorName) => void): void {
    this.append(groupId, records, (error) => {
      const shard = this.of(groupId)
      if (error === 'NONE' && shard !== undefined) for (const record of records) this.#replay(shard, record)
      done(error)
    })
  }

  /** Writes offsets of an open transaction. */
  writePending(groupId: string, records: readonly OffsetRecord[], producer: { readonly producerId: number; readonly producerEpoch: number }, done: (error: ErrorName) => void): void {
    const { services, config } = this.#options
    const batch = { ...offsetsBatch(records, services.nowMs()), ...producer, isTransactional: true }
    services.append({ topic: OFFSETS_TOPIC, partitionId: this.partitionOf(groupId) }, batch, config.commitTimeoutMs, (error) => {
      if (error === 'NONE') this.of(groupId)?.pending.add(producer.producerId, records)
      done(coordinatorError(error))
    })
  }

  /** A transaction has ended in a partition: its offsets hold, or are forgotten. */
  endTransaction(partitionId: number, producerId: number, isCommit: boolean): void {
    const shard = this.#shards.get(partitionId)
    if (shard !== undefined) for (const record of shard.pending.end(producerId, isCommit)) this.#replay(shard, record)
  }

  /** Writes to the group's partition and waits until it is replicated (acks=all, offsets.commit.timeout.ms). */
  append(groupId: string, records: readonly OffsetsRecord[], done: (error: ErrorName) => void): void {
    const { services, config } = this.#options
    const at = { topic: OFFSETS_TOPIC, partitionId: this.partitionOf(groupId) }
    services.append(at, offsetsBatch(records, services.nowMs()), config.commitTimeoutMs, (error) => { done(coordinatorError(error)) })
  }

  /** A line of the broker's log. */
  log(message: string): void {
    const { services } = this.#options
    services.process.log(`${services.name}/group-coordinator`, 'INFO', message)
  }

  #replay(shard: Shard, record: OffsetsRecord): void {
    switch (record.kind) {
      case 'group':
        this.modern.remove(record.groupId)
        this.classicOrNew(shard, record.groupId).restore(record)
        break
      case 'consumer group':
        this.#removeClassic(shard, record.groupId)
        this.modern.orNew(record.groupId).restore(record)
        break
      case 'group tombstone':
        // Somebody may have joined while it was replicated.
        if (this.groupOf(shard, record.groupId)?.state !== 'Empty') break
        this.#removeClassic(shard, record.groupId)
        this.modern.remove(record.groupId)
        break
      case 'offset':
        this.#replayOffset(shard, record)
        break
    }
  }

  /** An offset of a group that nobody has joined makes it a simple group. */
  #replayOffset(shard: Shard, record: OffsetRecord): void {
    const key = offsetKey(record.groupId, record.topic, record.partition)
    if (record.offset === null) shard.offsets.delete(key)
    else {
      shard.offsets.set(key, record)
      if (this.groupOf(shard, record.groupId) === undefined) this.classicOrNew(shard, record.groupId)
    }
    this.#options.progress.committed(record, record.offset ?? undefined)
  }

  #removeClassic(shard: Shard, groupId: string): void {
    shard.groups.get(groupId)?.stop()
    shard.groups.delete(groupId)
  }
}
