import type { BrokerServices } from '../broker/request-handlers.ts'
import type { CoordinatorConfig } from './coordinator-config.ts'
import { ModernGroup } from './modern-group.ts'
import type { ModernGroupRecord } from './offsets-record.ts'
import type { ErrorName } from '../protocol/errors.ts'

/** What the groups need of their coordinator. */
export interface ModernGroupsContext {
  readonly services: BrokerServices
  readonly config: CoordinatorConfig
  readonly log: (message: string) => void
  readonly store: (record: ModernGroupRecord, done: (error: ErrorName) => void) => void
}

/** The groups of the consumer protocol that a coordinator serves. */
export class ModernGroups {
  readonly #context: ModernGroupsContext
  readonly #groups = new Map<string, ModernGroup>()

  constructor(context: ModernGroupsContext) {
    this.#context = context
  }

  /** All of them. */
  get all(): readonly ModernGroup[] {
    return [...this.#groups.values()]
  }

  /** Forgets a group: it is deleted, or classic now. */
  remove(groupId: string): void {
    this.#groups.get(groupId)?.stop()
    this.#groups.delete(groupId)
  }

  /** The group, if there is one. */
  of(groupId: string): ModernGroup | undefined {
    return this.#groups.get(groupId)
  }

  /** The group, made if need be. */
  orNew(groupId: string): ModernGroup {
    const known = this.#groups.get(groupId)
    if (known !== undefined) return known
    const { services, config, log, store } = this.#context
    const { recorder } = services.lane.simulation
    const name = `${services.lane.name}/group/${groupId}`
    const group = new ModernGroup(groupId, {
      process: services.process, config, log, store,
      nowMs: () => services.nowMs(),
      image: () => services.image,
      onChange: (changed) => {
        recorder.setText(recorder.track(name, 'state', 'text'), changed.state)
        recorder.set(recorder.track(name, 'generation'), changed.generationId)
        recorder.set(recorder.track(name, 'members'), changed.size)
      },
    })
    this.#groups.set(groupId, group)
    return group
  }

  /** Forgets the groups that go to another coordinator. */
  unload(isGone: (groupId: string) => boolean): void {
    for (const [groupId, group] of this.#groups) {
      if (!isGone(groupId)) continue
      group.stop()
      this.#groups.delete(groupId)
    }
  }
}
