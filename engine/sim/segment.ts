import type { Host } from './host.ts'
import type { Link } from './link.ts'

/** A message on a connection, on its way through the network cards of both machines and the link between them. */
export interface Segment {
  readonly message: unknown
  readonly bytes: number
  readonly sentMicros: number
  readonly isEnd: boolean
  /** Whether nothing else of its flow was under way when it was sent (see NetworkInterface). */
  readonly isSparse: boolean
  /** Neither arrived nor given up. */
  isUnderWay: boolean
}

/** When a segment that is sent now comes out of the link: the sender's card, the link's bandwidth and latency. */
export function linkArrivalMicros({ bytes, isSparse, sentMicros }: Segment, link: Link, from: Host, to: Host | undefined): number {
  if (bytes === 0 || from === to) return link.arrivalMicros(sentMicros, bytes)
  const { egress } = from.nic
  const last = egress.pass(bytes, isSparse)
  return link.arrivalMicros(last - egress.transferMicros(bytes), bytes, last)
}

/**
 * How much longer a segment that came out of the link takes until its receiver has it. The bytes came at the sender's pace:
 * what is before them at the receiver's card makes them wait, and the card itself where it is slower than the sender's.
 */
export function ingressWaitMicros({ bytes, isSparse }: Segment, from: Host, to: Host): number {
  if (bytes === 0 || from === to || !to.hasPower) return 0
  const { ingress } = to.nic
  const ownMicros = Math.min(ingress.transferMicros(bytes), from.nic.egress.transferMicros(bytes))
  return Math.floor(ingress.pass(bytes, isSparse) - to.simulation.nowMicros - ownMicros)
}
