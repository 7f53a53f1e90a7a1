/** Where a broker stands with the controller (BrokerControlState). */
export type BrokerControlState = 'FENCED' | 'UNFENCED' | 'CONTROLLED_SHUTDOWN' | 'SHUTDOWN_NOW'

/** Soft state of a broker: not in the log, lost with the controller's term. */
interface BrokerHeartbeatState {
  fenced: boolean
  metadataOffset: number
  /** Offset that the others must have applied before the broker may go; −1 when it is not going. */
  controlledShutdownOffset: number
}

interface Contact {
  readonly brokerId: number
  readonly brokerEpoch: number
  readonly timeMs: number
}

/** What a heartbeat says. */
export interface Heartbeat {
  readonly brokerId: number
  readonly currentMetadataOffset: number
  readonly wantFence: boolean
  readonly wantShutDown: boolean
}

/** A broker's step from one state to the next, with the controller's words for it. */
export interface StateStep {
  readonly current: BrokerControlState
  readonly next: BrokerControlState
  readonly message: string | undefined
}

/** Brokers' sessions and heartbeats as the active controller follows them (BrokerHeartbeatManager, BrokerHeartbeatTracker). */
export class HeartbeatManager {
  readonly #sessionTimeoutMs: number
  readonly #brokers = new Map<number, BrokerHeartbeatState>()
  /** Last contact of each incarnation, the longest ago first. */
  readonly #contacts = new Map<string, Contact>()

  constructor(sessionTimeoutMs: number) {
    this.#sessionTimeoutMs = sessionTimeoutMs
  }

  /** A broker is registered, or its registration changed. */
  register(brokerId: number, fenced: boolean): void {
    const known = this.#brokers.get(brokerId)
    if (known === undefined) this.#brokers.set(brokerId, { fenced, metadataOffset: -1, controlledShutdownOffset: -1 })
    else {
      known.fenced = fenced
      if (fenced) known.controlledShutdownOffset = -1
    }
  }

  /** A new incarnation takes the place of an older one. */
  remove(brokerId: number): void {
    this.#brokers.delete(brokerId)
  }

  /** The broker was heard of. */
  contact(brokerId: number, brokerEpoch: number, nowMs: number): void {
    const key = `${brokerId}:${brokerEpoch}`
    this.#contacts.delete(key)
    this.#contacts.set(key, { brokerId, brokerEpoch, timeMs: nowMs })
  }

  hasValidSession(brokerId: number, brokerEpoch: number, nowMs: number): boolean {
    const contact = this.#contacts.get(`${brokerId}:${brokerEpoch}`)
    return contact !== undefined && nowMs - contact.timeMs < this.#sessionTimeoutMs
  }

  /** The incarnation whose session ended longest ago, which is then forgotten; undefined when none has. */
  takeExpired(nowMs: number): { readonly brokerId: number; readonly brokerEpoch: number } | undefined {
    const first = this.#contacts.entries().next().value
    if (first === undefined) return undefined
    const [key, contact] = first
    if (nowMs - contact.timeMs < this.#sessionTimeoutMs) return undefined
    this.#contacts.delete(key)
    return contact
  }

  /** What a heartbeat makes of the broker (calculateNextBrokerState). */
  nextState(heartbeat: Heartbeat, registrationOffset: number, hasLeaderships: boolean): StateStep {
    const { brokerId, wantFence, wantShutDown } = heartbeat
    const state = this.#brokers.get(brokerId)
    const current = state === undefined || state.fenced ? 'FENCED' : state.controlledShutdownOffset >= 0 ? 'CONTROLLED_SHUTDOWN' : 'UNFENCED'
    const step = (next: BrokerControlState, message?: string): StateStep => ({ current, next, message })
    switch (current) {
      case 'FENCED':
        if (wantShutDown) return step('SHUTDOWN_NOW', `Fenced broker ${brokerId} has requested and been granted an immediate shutdown.`)
        if (wantFence || heartbeat.currentMetadataOffset < registrationOffset) return step('FENCED')
        return step('UNFENCED', `The request from broker ${brokerId} to unfence has been granted because it has caught up with the offset of its register broker record ${registrationOffset}.`)
      case 'UNFENCED':
        if (wantFence) {
          return wantShutDown
            ? step('SHUTDOWN_NOW', `Unfenced broker ${brokerId} has requested and been granted an immediate shutdown.`)
            : step('FENCED', `Unfenced broker ${brokerId} has requested and been granted fencing`)
        }
        if (!wantShutDown) return step('UNFENCED')
        return hasLeaderships
          ? step('CONTROLLED_SHUTDOWN', `Unfenced broker ${brokerId} has requested and been granted a controlled shutdown.`)
          : step('SHUTDOWN_NOW', `Unfenced broker ${brokerId} has requested and been granted an immediate shutdown.`)
      case 'CONTROLLED_SHUTDOWN': {
        const lowest = this.#lowestActiveOffset()
        const offset = state?.controlledShutdownOffset ?? -1
        if (hasLeaderships) return step('CONTROLLED_SHUTDOWN')
        return offset <= lowest
          ? step('SHUTDOWN_NOW', `The request from broker ${brokerId} to shut down has been granted since the lowest active offset ${lowest} is now greater than the broker's controlled shutdown offset ${offset}.`)
          : step('CONTROLLED_SHUTDOWN', `The request from broker ${brokerId} to shut down can not yet be granted because the lowest active offset ${lowest} is not greater than the broker's shutdown offset ${offset}.`)
      }
    }
  }

  /** Notes the outcome of a heartbeat. */
  touch(brokerId: number, fenced: boolean, metadataOffset: number): void {
    const state = this.#brokers.get(brokerId)
    if (state === undefined) return
    state.fenced = fenced
    state.metadataOffset = metadataOffset
    if (fenced) state.controlledShutdownOffset = -1
  }

  /** The broker is in a controlled shutdown, and the others must come to this offset before it may go. */
  setControlledShutdownOffset(brokerId: number, offset: number): void {
    const state = this.#brokers.get(brokerId)
    if (state !== undefined) state.controlledShutdownOffset = offset
  }

  /** The broker's session has ended. */
  fence(brokerId: number): void {
    const state = this.#brokers.get(brokerId)
    if (state === undefined) return
    state.fenced = true
    state.controlledShutdownOffset = -1
  }

  #lowestActiveOffset(): number {
    let lowest = Number.MAX_SAFE_INTEGER
    for (const { fenced, controlledShutdownOffset, metadataOffset } of this.#brokers.values()) {
      if (!fenced && controlledShutdownOffset < 0) lowest = Math.min(lowest, metadataOffset)
    }
    return lowest
  }
}
