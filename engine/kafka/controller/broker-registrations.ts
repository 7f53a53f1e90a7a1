import type { MetadataRecord } from '../metadata/metadata-record.ts'
import type { BrokerHeartbeatRequest } from '../protocol/broker-heartbeat.ts'
import type { BrokerRegistrationRequest } from '../protocol/broker-registration.ts'
import { errorCode, type ErrorName } from '../protocol/errors.ts'
import type { BrokerEventKind } from './controller-events.ts'
import type { BrokerControlState, StateStep } from './heartbeat-manager.ts'
import { controlledShutdownUpdates, fenceUpdates, removeFromIsrs, uncleanShutdownUpdates, unfenceUpdates } from './partition-updates.ts'
import type { QuorumController, RespondTo } from './quorum-controller.ts'

function tellOfBroker(controller: QuorumController, brokerId: number, what: BrokerEventKind, text: string, line: string): void {
  const { nodeId, process } = controller.options
  controller.tell({ kind: 'broker', timeMicros: process.simulation.nowMicros, nodeId, brokerId, what, text }, line)
}

/**
 * BrokerRegistration: a broker's new incarnation gets an epoch, unless the session of an older one is still valid
 * (ClusterControlManager.registerBroker). Whoever does not know its last epoch was not shut down cleanly (KIP-966).
 */
export function handleBrokerRegistration(controller: QuorumController, request: BrokerRegistrationRequest, respond: RespondTo): void {
  const { brokerId, incarnationId, rack } = request
  const nowMs = controller.options.nowMs()
  const existing = controller.image.broker(brokerId)
  const answer = (error: ErrorName, brokerEpoch: number): void => { respond({ throttleTimeMs: 0, errorCode: errorCode(error), brokerEpoch }) }
  if (existing !== undefined && existing.incarnationId !== incarnationId && controller.heartbeats.hasValidSession(brokerId, existing.epoch, nowMs)) {
    const text = 'Another broker is registered with that broker id. If the broker was recently restarted this should self-resolve once the heartbeat manager expires the broker\'s session.'
    tellOfBroker(controller, brokerId, 'registration refused', text, `registerBroker: event failed with DuplicateBrokerRegistrationException: ${text}`)
    answer('DUPLICATE_BROKER_REGISTRATION', -1)
    return
  }
  const [listener] = request.listeners
  const register: MetadataRecord = { type: 'RegisterBrokerRecord', brokerId, incarnationId, host: listener?.host ?? '', port: listener?.port ?? 0, rack }
  const brokerEpoch = controller.lastWrittenOffset + 1
  const isClean = existing !== undefined && request.previousBrokerEpoch === existing.epoch
  const cleanUp = existing === undefined || existing.incarnationId === incarnationId ? [] : isClean ? removeFromIsrs(controller, brokerId) : uncleanShutdownUpdates(controller, brokerId)
  const line = existing === undefined
    ? `No previous incarnation of broker ${brokerId}. New incarnation ID is ${incarnationId}. Generated ${cleanUp.length} record(s) to clean up previous incarnations. New broker epoch is ${brokerEpoch}.`
    : `Registering a new incarnation of broker ${brokerId}. Previous incarnation ID was ${existing.incarnationId}; new incarnation ID is ${incarnationId}. Generated ${cleanUp.length} record(s) to clean up previous incarnations. Broker epoch will become ${brokerEpoch}.`
  tellOfBroker(controller, brokerId, 'registered', `new incarnation registered: broker ${brokerId}`, line)
  controller.heartbeats.contact(brokerId, brokerEpoch, nowMs)
  controller.write([register, ...cleanUp], () => { answer('NONE', brokerEpoch) }, () => { respond(undefined) })
}

/** BrokerHeartbeat: keeps the session, and moves the broker between fenced, unfenced and shutdown. */
export function handleBrokerHeartbeat(controller: QuorumController, request: BrokerHeartbeatRequest, respond: RespondTo): void {
  const { brokerId, brokerEpoch, currentMetadataOffset } = request
  const broker = controller.image.broker(brokerId)
  if (broker?.epoch !== brokerEpoch) {
    respond({ throttleTimeMs: 0, errorCode: errorCode('STALE_BROKER_EPOCH'), isCaughtUp: false, isFenced: true, shouldShutDown: false })
    return
  }
  const step = controller.heartbeats.nextState(request, brokerEpoch, hasLeaderships(controller, brokerId))
  const records = step.current === step.next ? [] : recordsFor(controller, brokerId, step.next)
  const isFenced = step.next === 'FENCED' || step.next === 'SHUTDOWN_NOW'
  tellOfStep(controller, brokerId, step)
  controller.heartbeats.contact(brokerId, brokerEpoch, controller.options.nowMs())
  const done = (): void => {
    respond({
      throttleTimeMs: 0,
      errorCode: errorCode('NONE'),
      isCaughtUp: currentMetadataOffset >= brokerEpoch,
      isFenced,
      shouldShutDown: step.next === 'SHUTDOWN_NOW',
    })
  }
  controller.write(records, done, () => { respond(undefined) })
  controller.heartbeats.touch(brokerId, isFenced, currentMetadataOffset)
  if (step.next === 'CONTROLLED_SHUTDOWN') controller.heartbeats.setControlledShutdownOffset(brokerId, controller.lastWrittenOffset)
}

function recordsFor(controller: QuorumController, brokerId: number, next: BrokerControlState): readonly MetadataRecord[] {
  switch (next) {
    case 'FENCED':
    case 'SHUTDOWN_NOW':
      return fenceUpdates(controller, brokerId)
    case 'UNFENCED':
      return unfenceUpdates(controller, brokerId)
    case 'CONTROLLED_SHUTDOWN':
      return controlledShutdownUpdates(controller, brokerId)
  }
}

function tellOfStep(controller: QuorumController, brokerId: number, { current, next, message }: StateStep): void {
  if (message === undefined) return
  if (current === next) {
    controller.options.process.log(controller.options.name, 'INFO', message)
    return
  }
  const words: Readonly<Record<BrokerControlState, BrokerEventKind>> = {
    FENCED: 'fenced',
    UNFENCED: 'unfenced',
    CONTROLLED_SHUTDOWN: 'controlled shutdown granted',
    SHUTDOWN_NOW: current === 'CONTROLLED_SHUTDOWN' ? 'shutdown completed' : 'immediate shutdown granted',
  }
  tellOfBroker(controller, brokerId, words[next], `${words[next]}: broker ${brokerId}`, message)
}

function hasLeaderships(controller: QuorumController, brokerId: number): boolean {
  for (const { state } of controller.image.partitions()) if (state.leader === brokerId) return true
  return false
}
