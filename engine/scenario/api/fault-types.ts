import type { Duration } from './load-types.ts'

/** How long a fault lasts; for good when not given. */
export interface FaultOptions {
  readonly for?: Duration
}

/** One disk of an array. */
export interface MemberHandle {
  /** It fails for good. With `for`, a new one is put in after that time and rebuilt from the others. */
  readonly lose: (options?: FaultOptions) => void
  /** A new disk is put in and rebuilt from the others. */
  readonly replace: () => void
}

/** A disk, to be harmed. */
export interface DiskHandle {
  /** A member of an array, by number from 0. */
  readonly member: (number: number) => MemberHandle
  /** The medium, or an array with its controller, fails: everything on it is gone. With `for`, an empty one is put in after that time. */
  readonly lose: (options?: FaultOptions) => void
  /** Something else fills the disk until only so many bytes are free. */
  readonly fill: (options?: FaultOptions & { readonly freeBytes?: number }) => void
  /** Every access takes so many times as long. */
  readonly slow: (options: FaultOptions & { readonly times: number }) => void
}

/** A machine. */
export interface HostHandle {
  readonly name: string
  readonly disk: DiskHandle
  /** The power fails: processes are gone, and with them what the page cache had not yet written. Comes back with `for`. */
  readonly powerCut: (options?: FaultOptions) => void
  /** The power comes back. */
  readonly powerOn: () => void
  /** The machine is destroyed with its disks. With `for`, one of the same name with empty disks takes its place after that time. */
  readonly lose: (options?: FaultOptions) => void
}

/** All machines of a rack. */
export interface RackHandle {
  readonly name: string
  readonly hosts: readonly HostHandle[]
  /** The power of all its machines fails at once. Comes back with `for`. */
  readonly powerCut: (options?: FaultOptions) => void
  readonly powerOn: () => void
}

/** A process (an agent, a broker, an application) on its machine. */
export interface ProcessHandle {
  readonly name: string
  readonly host: HostHandle
  readonly disk: DiskHandle
  /** The power of its machine fails. */
  readonly powerCut: (options?: FaultOptions) => void
  /** SIGKILL; started again after `for`. */
  readonly kill: (options?: FaultOptions) => void
  /** SIGTERM, an orderly stop; started again after `for`. */
  readonly terminate: (options?: FaultOptions) => void
  /** SIGSTOP, or a long pause of the JVM; goes on after `for`. */
  readonly pause: (options?: FaultOptions) => void
  /** SIGCONT. */
  readonly resume: () => void
  /** Starts it when it is stopped. */
  readonly start: () => void
  /** SIGTERM, and a start as soon as it has ended. */
  readonly restart: () => void
}

/** The network between two machines. */
export interface LinkHandle {
  /** Nothing passes. */
  readonly cut: (options?: FaultOptions) => void
  /** Latency times a factor, bandwidth divided by it. */
  readonly slow: (options: FaultOptions & { readonly times: number }) => void
  /** A share of packets, from 0 to below 1, is lost and sent again. */
  readonly lose: (options: FaultOptions & { readonly rate: number }) => void
}
