import type { Host } from './host.ts'
import type { Link } from './link.ts'
import type { Process } from './process.ts'
import { ingressWaitMicros, linkArrivalMicros, type Segment } from './segment.ts'

/** How a connection ended for one side: the peer closed it in order, or its process died. */
export type CloseReason = 'closed' | 'reset'

/** What one side does with what comes in. */
export interface ConnectionEvents<In> {
  /** A message has arrived. With `endpoint.hold()` called before, messages wait until `endpoint.release()`. */
  readonly onMessage: (message: In) => void
  readonly onClosed?: (reason: CloseReason) => void
  /** The peer has taken bytes, and there is room in the window again. */
  readonly onWritable?: () => void
}

/** One side of a connection. */
export interface Endpoint<Out> {
  /** Sends a message of so many bytes; it arrives in order, or never. Does nothing on a closed connection. */
  send(message: Out, bytes: number): void
  /** Closes in order: what was sent still arrives before the end does. */
  close(): void
  /** Stops reading: messages stay in the socket and fill the window. */
  hold(): void
  /** Reads again, beginning with what waits in the socket. */
  release(): void
  readonly isOpen: boolean
  /** Whether the bytes sent and not yet read by the peer leave room in the window. */
  readonly canSend: boolean
}

/** Bytes a receiver's socket takes before the sender has to wait (Linux's usual order of size). */
const windowBytes = 256 * 1024

/** After a reset TCP sends no more of what it had taken on. */
const resetCause = 'its receiver reset the connection'

/** Who is told what becomes of a connection. */
export interface ConnectionWatcher {
  /** It is closed, and nothing that was sent on it waits to be handled. */
  readonly onGone: () => void
  /** A message will never be handled by its receiver. */
  readonly onMessageLost: (message: unknown, from: Process, to: Process, cause: string) => void
}

/** One TCP connection between two processes over a link. */
export class Connection {
  readonly client: ConnectionSide
  readonly server: ConnectionSide
  readonly link: Link

  /** Created by `Network.connect`. */
  constructor(link: Link, client: Process, server: Process, watcher: ConnectionWatcher) {
    this.link = link
    this.client = new ConnectionSide(link, client, watcher)
    this.server = new ConnectionSide(link, server, watcher)
    this.client.attach(this.server)
    this.server.attach(this.client)
  }

  /** Calls back for every message that was sent and is not yet handled. */
  walkMessages(visit: (message: unknown, from: Process, to: Process) => void): void {
    for (const side of [this.client, this.server]) side.walkMessages(visit)
  }
}

/** One side with what it has sent and the peer has not handled. */
class ConnectionSide implements Endpoint<unknown> {
  events: ConnectionEvents<unknown> | undefined
  readonly process: Process
  readonly #link: Link
  readonly #incarnation: number
  #peer: ConnectionSide | undefined
  readonly #watcher: ConnectionWatcher
  readonly #stopListening: () => void
  /** Made once: it is handed to the process with every message. */
  readonly #handleReceived = (): void => {
    this.#drain()
    this.#leaveWhenEmpty()
  }
  #underWay: Segment[] = []
  #received: Segment[] = []
  #lastArrivalMicros = 0
  #unreadBytes = 0
  #isOpen = true
  #isHolding = false
  #isBlocked = false
  #isLeaving = false

  constructor(link: Link, process: Process, watcher: ConnectionWatcher) {
    this.#link = link
    this.process = process
    this.#watcher = watcher
    this.#incarnation = process.incarnation
    this.#stopListening = process.onEnd((end) => { this.#onProcessEnd(end === 'power loss') })
  }

  /** Called once by the connection. */
  attach(peer: ConnectionSide): void {
    this.#peer = peer
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  get canSend(): boolean {
    return this.#isOpen && this.#unreadBytes < windowBytes
  }

  send(message: unknown, bytes: number): void {
    if (!this.#isOpen) return
    this.#unreadBytes += bytes
    if (this.#unreadBytes >= windowBytes) this.#isBlocked = true
    this.#transmit(message, bytes, false)
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#transmit('closed', 0, true)
  }

  hold(): void {
    this.#isHolding = true
  }

  release(): void {
    this.#isHolding = false
    this.#drain()
  }

  walkMessages(visit: (message: unknown, from: Process, to: Process) => void): void {
    const peer = this.#peer
    if (peer === undefined) return
    for (const segment of this.#underWay) if (!segment.isEnd) visit(segment.message, this.process, peer.process)
    for (const segment of this.#received) if (!segment.isEnd) visit(segment.message, peer.process, this.process)
  }

  #onProcessEnd(isSilent: boolean): void {
    this.#stopListening()
    if (this.process.incarnation !== this.#incarnation) return
    const unread = this.#received
    this.#received = []
    this.#report(unread, this.#peer, this, 'its receiver died with it unread in the socket')
    if (isSilent) {
      this.#isOpen = false
      this.#dropUnsent('its sender lost power with it in the socket')
      return
    }
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#transmit('reset', 0, true)
  }

  #transmit(message: unknown, bytes: number, isEnd: boolean): void {
    const { host, simulation } = this.process
    const sentMicros = simulation.nowMicros
    const segment: Segment = { message, bytes, sentMicros, isEnd, isSparse: this.#underWay.length === 0, isUnderWay: true }
    this.#underWay.push(segment)
    if (this.#link.isUp) this.#scheduleArrival(segment, linkArrivalMicros(segment, this.#link, host, this.#peer?.process.host))
    else this.#waitForHeal(segment)
  }

  #scheduleArrival(segment: Segment, arrivalMicros: number): void {
    const arrival = Math.max(arrivalMicros, this.#lastArrivalMicros)
    this.#lastArrivalMicros = arrival
    this.process.simulation.at(arrival, this.process, () => {
      if (!segment.isUnderWay) return
      if (this.#link.isUp) this.#enter(segment)
      else this.#waitForHeal(segment)
    })
  }

  /** Through the receiver's network card, which costs an event only where others are before it. */
  #enter(segment: Segment): void {
    const { host, simulation } = this.process
    const waitMicros = this.#peer === undefined ? 0 : ingressWaitMicros(segment, host, this.#peer.process.host)
    if (waitMicros <= 0) this.#arrive(segment)
    else simulation.after(waitMicros, this.process, () => { if (segment.isUnderWay) this.#arrive(segment) })
  }

  #waitForHeal(segment: Segment): void {
    const stop = this.#link.onHeal(() => {
      stop()
      if (segment.isUnderWay) this.#scheduleArrival(segment, this.#link.nextRetransmissionMicros(segment.sentMicros))
    })
  }

  /** TCP repeats what a dark host does not acknowledge; when it is back, it knows nothing of the connection. */
  #waitForPower(segment: Segment, host: Host): void {
    const stop = host.onPower((hasPower) => {
      if (!hasPower) return
      stop()
      if (segment.isUnderWay) this.#scheduleArrival(segment, this.#link.nextRetransmissionMicros(segment.sentMicros))
    })
  }

  #arrive(segment: Segment): void {
    const peer = this.#peer
    if (peer === undefined) return
    if (!peer.process.host.hasPower) {
      this.#waitForPower(segment, peer.process.host)
      return
    }
    this.#remove(segment)
    if (!peer.process.isAlive || peer.process.incarnation !== peer.#incarnation) {
      this.#report([segment], this, peer, 'its receiver is dead')
      if (!segment.isEnd) this.#answerReset()
      return
    }
    peer.#received.push(segment)
    peer.process.deliver(peer.#handleReceived)
  }

  #remove(segment: Segment): void {
    segment.isUnderWay = false
    if (this.#underWay[0] === segment) this.#underWay.shift()
    else this.#underWay.splice(this.#underWay.indexOf(segment), 1)
  }

  /** A host that knows nothing of the connection (its process, or the whole machine, was restarted) resets it. */
  #answerReset(): void {
    this.process.simulation.at(this.#link.arrivalMicros(this.process.simulation.nowMicros, 0), this.process, () => {
      if (!this.#isOpen || this.process.incarnation !== this.#incarnation) return
      this.#isOpen = false
      this.#dropUnsent(resetCause)
      this.process.deliver(() => this.events?.onClosed?.('reset'))
      this.#leave()
    })
  }

  /** Sends no more of what it had taken on. */
  #dropUnsent(cause: string): void {
    const unsent = this.#underWay
    this.#underWay = []
    for (const segment of unsent) segment.isUnderWay = false
    this.#report(unsent, this, this.#peer, cause)
  }

  #leave(): void {
    this.#isLeaving = true
    this.#leaveWhenEmpty()
  }

  /** A closed connection is forgotten when the last message on it was handled. */
  #leaveWhenEmpty(): void {
    const peer = this.#peer
    if (peer === undefined || !(this.#isLeaving || peer.#isLeaving)) return
    if (this.#isEmpty && peer.#isEmpty) this.#watcher.onGone()
  }

  get #isEmpty(): boolean {
    return this.#underWay.length + this.#received.length === 0
  }

  #drain(): void {
    while (!this.#isHolding && this.process.isAlive && this.process.incarnation === this.#incarnation) {
      const segment = this.#received.shift()
      if (segment === undefined) return
      if (segment.isEnd) this.#endBy(segment.message === 'reset' ? 'reset' : 'closed')
      else {
        this.#peer?.acknowledge(segment.bytes)
        this.events?.onMessage(segment.message)
      }
    }
  }

  /** The peer has read bytes of this side. */
  acknowledge(bytes: number): void {
    this.#unreadBytes -= bytes
    if (!this.#isBlocked || this.#unreadBytes >= windowBytes || !this.#isOpen) return
    this.#isBlocked = false
    this.process.deliver(() => this.events?.onWritable?.())
  }

  #report(segments: readonly Segment[], from: ConnectionSide | undefined, to: ConnectionSide | undefined, cause: string): void {
    if (from === undefined || to === undefined) return
    for (const segment of segments) {
      if (!segment.isEnd) this.#watcher.onMessageLost(segment.message, from.process, to.process, cause)
    }
  }

  #endBy(reason: CloseReason): void {
    const wasOpen = this.#isOpen
    this.#isOpen = false
    this.#stopListening()
    if (reason === 'reset') this.#dropUnsent(resetCause)
    if (wasOpen) this.events?.onClosed?.(reason)
    this.#leave()
  }
}
