import { Connection, type ConnectionEvents, type Endpoint } from './connection.ts'
import type { Host } from './host.ts'
import { Link, type LinkOptions } from './link.ts'
import type { Process, Timer } from './process.ts'
import type { Simulation } from './simulation.ts'

/** Called for each new connection of a listener; returns what the server does with messages and the end. */
export type Acceptor<Out, In> = (endpoint: Endpoint<Out>, from: Process) => ConnectionEvents<In>

/** How an attempt to connect ended without a connection. */
export type ConnectFailure = 'refused' | 'timeout'

/** What a client does with a connection that it asks for. */
export interface ConnectRequest<Out, In> {
  readonly from: Process
  readonly to: Host
  readonly port: number
  readonly timeoutMicros: number
  readonly onConnected: (endpoint: Endpoint<Out>) => ConnectionEvents<In>
  readonly onFailed: (failure: ConnectFailure) => void
}

/** A request that is under way. */
interface ConnectAttempt<Out, In> {
  readonly request: ConnectRequest<Out, In>
  readonly giveUp: Timer
  readonly deadlineMicros: number
  /** Of the asking process: another one knows nothing of it. */
  readonly incarnation: number
}

/** When a SYN that nobody answered is sent again: Linux's TCP_TIMEOUT_INIT, the initial time-out of RFC 6298. */
const firstKnockRepeatMicros = 1_000_000

interface Listener {
  readonly process: Process
  readonly incarnation: number
  readonly accept: Acceptor<unknown, unknown>
}

/**
 * The network between hosts: one link for each pair, TCP-like connections over it. A dead process resets its
 * connections; a host without power, or a cut link, is silent.
 */
export class Network {
  readonly simulation: Simulation
  readonly #links = new Map<string, Link>()
  readonly #listeners = new Map<string, Listener>()
  readonly #connections = new Set<Connection>()
  readonly #linkOptions: Partial<LinkOptions>
  readonly #lossListeners: ((message: unknown, from: Process, to: Process, cause: string) => void)[] = []

  constructor(simulation: Simulation, linkOptions: Partial<LinkOptions> = {}) {
    this.simulation = simulation
    this.#linkOptions = linkOptions
  }

  /** The link between two hosts (in both directions); a host reaches itself over a loopback without faults. */
  link(left: Host, right: Host): Link {
    const [first, second] = left.name < right.name ? [left, right] : [right, left]
    const name = `${first.name}~${second.name}`
    let link = this.#links.get(name)
    if (link === undefined) {
      link = new Link(this.simulation, name, left === right ? { latencyMicros: 20 } : this.#linkOptions)
      this.#links.set(name, link)
    }
    return link
  }

  /**
   * Opens a port. The payload types are the protocol's: whoever connects to the port must speak it.
   * @returns a function that closes the port (open connections stay)
   */
  listen<Out, In>(process: Process, port: number, accept: Acceptor<Out, In>): () => void {
    const key = portKey(process.host, port)
    const listener: Listener = { process, incarnation: process.incarnation, accept: eraseProtocol(accept) }
    this.#listeners.set(key, listener)
    const close = (): void => {
      stopListening()
      if (this.#listeners.get(key) === listener) this.#listeners.delete(key)
    }
    const stopListening = process.onEnd(close)
    return close
  }

  /** Whether somebody listens on a port now (a probe for tools, without traffic). */
  isListening(host: Host, port: number): boolean {
    return host.hasPower && this.#listeners.has(portKey(host, port))
  }

  /** Opens a connection; one of the two callbacks is called later, if the asking process still lives. */
  connect<Out, In>(request: ConnectRequest<Out, In>): void {
    const giveUp = request.from.after(request.timeoutMicros, () => { request.onFailed('timeout') })
    const deadlineMicros = this.simulation.nowMicros + request.timeoutMicros
    this.#knock({ request, giveUp, deadlineMicros, incarnation: request.from.incarnation }, firstKnockRepeatMicros)
  }

  /** Sends a SYN; one that a dark host or a cut link swallows is repeated, each time after twice as long (RFC 6298). */
  #knock<Out, In>(attempt: ConnectAttempt<Out, In>, repeatMicros: number): void {
    const { request: { from, to }, deadlineMicros, incarnation } = attempt
    const { simulation } = this
    const link = this.link(from.host, to)
    const sentMicros = simulation.nowMicros
    const answeredMicros = link.arrivalMicros(link.arrivalMicros(sentMicros, 0), 0)
    if (answeredMicros > deadlineMicros) return
    const isGivenUp = (): boolean => from.incarnation !== incarnation || !from.isAlive
    simulation.at(answeredMicros, from, () => {
      if (isGivenUp()) return
      if (to.hasPower && link.isUp) {
        from.cancel(attempt.giveUp)
        this.#establish(attempt.request, link)
        return
      }
      const repeatAtMicros = Math.max(simulation.nowMicros, sentMicros + repeatMicros)
      if (repeatAtMicros >= deadlineMicros) return
      simulation.at(repeatAtMicros, from, () => { if (!isGivenUp()) this.#knock(attempt, 2 * repeatMicros) })
    })
  }

  /** Calls back for each message that its receiver will never handle, so that the records in it can be accounted for. */
  onMessageLost(listener: (message: unknown, from: Process, to: Process, cause: string) => void): void {
    this.#lossListeners.push(listener)
  }

  /** Calls back for every message that has been sent and not yet handled by its receiver. */
  walkMessages(visit: (message: unknown, from: Process, to: Process) => void): void {
    for (const connection of this.#connections) connection.walkMessages(visit)
  }

  #establish<Out, In>(request: ConnectRequest<Out, In>, link: Link): void {
    const listener = this.#listeners.get(portKey(request.to, request.port))
    if (listener === undefined || !listener.process.isAlive) {
      request.from.deliver(() => { request.onFailed('refused') })
      return
    }
    const connection = new Connection(link, request.from, listener.process, {
      onGone: () => this.#connections.delete(connection),
      onMessageLost: (message, from, to, cause) => {
        for (const lost of this.#lossListeners) lost(message, from, to, cause)
      },
    })
    this.#connections.add(connection)
    connection.server.events = listener.accept(connection.server, request.from)
    request.from.deliver(() => {
      connection.client.events = eraseEvents(request.onConnected(connection.client))
    })
  }
}

function portKey(host: Host, port: number): string {
  return `${host.name}:${String(port)}`
}

/** A port number cannot carry a type; both sides of a port are written against the same protocol module. */
function eraseProtocol<Out, In>(accept: Acceptor<Out, In>): Acceptor<unknown, unknown> {
  return (endpoint, from) => eraseEvents(accept(endpoint, from))
}

function eraseEvents<In>(events: ConnectionEvents<In>): ConnectionEvents<unknown> {
  return events as ConnectionEvents<unknown>
}
