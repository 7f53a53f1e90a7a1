import type { Process, Timer } from '../../sim/process.ts'
import { microsPerMilli } from '../../sim/time.ts'
import type { ControllerChannel } from '../cluster/controller-channel.ts'
import type { BrokerHeartbeatResponse } from '../protocol/broker-heartbeat.ts'
import { BROKER_PORT } from '../protocol/envelope.ts'
import { errorByCode } from '../protocol/errors.ts'

/** Where a broker is in its life (BrokerState). */
export type BrokerState = 'NOT_RUNNING' | 'STARTING' | 'RECOVERY' | 'RUNNING' | 'PENDING_CONTROLLED_SHUTDOWN' | 'SHUTTING_DOWN'

/** What a lifecycle is made from. */
export interface BrokerLifecycleOptions {
  readonly nodeId: number
  readonly name: string
  readonly hostName: string
  readonly rack: string | null
  readonly process: Process
  readonly channel: ControllerChannel
  readonly heartbeatIntervalMs: number
  /** The share of the interval after which the first heartbeat follows once the broker runs. */
  readonly firstHeartbeatShare: number
  /** Names this life of the broker. */
  readonly incarnationId: string
  /** The epoch of the last life, if it was shut down cleanly. */
  readonly previousBrokerEpoch: number | undefined
  readonly metadataOffset: () => number
  readonly onCaughtUp: () => void
  readonly onState: (state: BrokerState) => void
}

/** After the controller has said that the broker has caught up, the next heartbeat follows quickly. */
const afterCatchUpMs = 10
/** The first answer to a wish to shut down is followed up sooner than usual. */
const firstShutdownRetryMs = 50

/** Registers a broker with the controller and keeps its session until it shuts down (BrokerLifecycleManager). */
export class BrokerLifecycle {
  readonly #options: BrokerLifecycleOptions
  #state: BrokerState = 'NOT_RUNNING'
  #brokerEpoch = -1
  #isReadyToUnfence = false
  #isInFlight = false
  #isNextImmediate = false
  #hasShutdownAnswer = false
  #timer: Timer | undefined
  #onShutdown: (() => void) | undefined

  constructor(options: BrokerLifecycleOptions) {
    this.#options = options
  }

  get state(): BrokerState {
    return this.#state
  }

  /** −1 until the broker is registered. */
  get brokerEpoch(): number {
    return this.#brokerEpoch
  }

  /** Registers the broker. */
  start(): void {
    this.#enter('STARTING')
    this.#schedule(0)
  }

  /** The broker has loaded its logs and applied the metadata: it may be unfenced. */
  setReadyToUnfence(): void {
    this.#isReadyToUnfence = true
    this.#schedule(0)
  }

  /** Asks the controller to move leaderships away; calls back when the broker may go. */
  beginControlledShutdown(done: () => void): void {
    this.#onShutdown = done
    if (this.#state !== 'RUNNING') {
      this.#shutDown()
      return
    }
    this.#enter('PENDING_CONTROLLED_SHUTDOWN')
    this.#schedule(0)
  }

  #schedule(delayMs: number): void {
    const { process } = this.#options
    process.cancel(this.#timer)
    const adjusted = this.#isNextImmediate ? 0 : delayMs
    this.#isNextImmediate = false
    this.#timer = process.after(adjusted * microsPerMilli, () => { this.#communicate() })
  }

  #communicate(): void {
    if (this.#state === 'SHUTTING_DOWN') return
    if (this.#isInFlight) {
      this.#isNextImmediate = true
      return
    }
    this.#isInFlight = true
    if (this.#brokerEpoch < 0) this.#register()
    else this.#heartbeat()
  }

  #register(): void {
    const { channel, hostName, incarnationId, nodeId, previousBrokerEpoch, rack } = this.#options
    const request = {
      brokerId: nodeId,
      clusterId: '',
      incarnationId,
      listeners: [{ name: 'PLAINTEXT', host: hostName, port: BROKER_PORT, securityProtocol: 0 }],
      features: [],
      rack,
      isMigratingZkBroker: false,
      logDirs: [],
      previousBrokerEpoch: previousBrokerEpoch ?? -1,
    }
    channel.send('BrokerRegistration', request, (response) => {
      this.#isInFlight = false
      if (response === undefined) {
        this.#log('INFO', 'Unable to register the broker because the RPC got timed out before it could be sent.')
        this.#afterFailure()
      } else if (response.errorCode !== 0) {
        this.#log('INFO', `Unable to register broker ${nodeId} because the controller returned error ${errorByCode(response.errorCode).name}`)
        this.#afterFailure()
      } else {
        this.#brokerEpoch = response.brokerEpoch
        this.#log('INFO', `Successfully registered broker ${nodeId} with broker epoch ${response.brokerEpoch}`)
        this.#schedule(0)
      }
    })
  }

  #heartbeat(): void {
    const { channel, metadataOffset, nodeId } = this.#options
    const request = {
      brokerId: nodeId,
      brokerEpoch: this.#brokerEpoch,
      currentMetadataOffset: metadataOffset(),
      wantFence: !this.#isReadyToUnfence,
      wantShutDown: this.#state === 'PENDING_CONTROLLED_SHUTDOWN',
    }
    channel.send('BrokerHeartbeat', request, (response) => {
      this.#isInFlight = false
      if (response === undefined) {
        this.#log('INFO', 'Unable to send a heartbeat because the RPC got timed out before it could be sent.')
        this.#afterFailure()
      } else if (response.errorCode !== 0) {
        this.#log('WARN', `Broker ${nodeId} sent a heartbeat request but received error ${errorByCode(response.errorCode).name}.`)
        this.#afterFailure()
      } else this.#onHeartbeat(response)
    })
  }

  #onHeartbeat(response: BrokerHeartbeatResponse): void {
    const { heartbeatIntervalMs } = this.#options
    switch (this.#state) {
      case 'STARTING':
        if (response.isCaughtUp) {
          this.#log('INFO', 'The broker has caught up. Transitioning from STARTING to RECOVERY.')
          this.#enter('RECOVERY')
          this.#options.onCaughtUp()
        }
        this.#schedule(afterCatchUpMs)
        break
      case 'RECOVERY':
        if (response.isFenced) {
          this.#log('INFO', 'The broker is in RECOVERY.')
          this.#schedule(heartbeatIntervalMs)
        } else {
          this.#log('INFO', 'The broker has been unfenced. Transitioning from RECOVERY to RUNNING.')
          this.#enter('RUNNING')
          this.#schedule(Math.round(heartbeatIntervalMs * this.#options.firstHeartbeatShare))
        }
        break
      case 'PENDING_CONTROLLED_SHUTDOWN':
        if (response.shouldShutDown) {
          this.#log('INFO', 'The controller has asked us to exit controlled shutdown.')
          this.#shutDown()
          break
        }
        this.#log('INFO', 'The broker is in PENDING_CONTROLLED_SHUTDOWN state, still waiting for the active controller.')
        this.#schedule(this.#hasShutdownAnswer ? heartbeatIntervalMs : firstShutdownRetryMs)
        this.#hasShutdownAnswer = true
        break
      default:
        this.#schedule(heartbeatIntervalMs)
    }
  }

  #afterFailure(): void {
    this.#isNextImmediate = false
    this.#schedule(this.#options.heartbeatIntervalMs)
  }

  #shutDown(): void {
    if (this.#state === 'SHUTTING_DOWN') return
    this.#enter('SHUTTING_DOWN')
    this.#options.process.cancel(this.#timer)
    this.#onShutdown?.()
  }

  #enter(state: BrokerState): void {
    this.#state = state
    this.#options.onState(state)
  }

  #log(level: 'INFO' | 'WARN', message: string): void {
    this.#options.process.log(this.#options.name, level, message)
  }
}
