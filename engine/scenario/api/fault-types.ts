import type { Duration } from './load-types.ts'

/** How long a fault lasts; for good when not given. */
export interface FaultOptions {
  readonly for?: Duration
}

/** A disk, to be harmed. */
export interface DiskHandle {
  /** The medium fails: everything on it is gone. With `for`, an empty one is put in after that time. */
  lose(options?: FaultOptions): void
  /** Something else fills the disk until only so many bytes are free. */
  fill(options?: FaultOptions & { readonly freeBytes?: number }): void
  /** Every access takes so many times as long. */
  slow(options: FaultOptions & { readonly times: number }): void
}

/** A machine. */
export interface HostHandle {
  readonly name: string
  readonly disk: DiskHandle
  /** The power fails: processes are gone, and with them what the page cache had not yet written. Comes back with `for`. */
  powerCut(options?: FaultOptions): void
  /** The power comes back. */
  powerOn(): void
}

/** A process (an agent, a broker, an application) on its machine. */
export interface ProcessHandle {
  readonly name: string
  readonly host: HostHandle
  readonly disk: DiskHandle
  /** The power of its machine fails. */
  powerCut(options?: FaultOptions): void
  /** SIGKILL; started again after `for`. */
  kill(options?: FaultOptions): void
  /** SIGTERM, an orderly stop; started again after `for`. */
  terminate(options?: FaultOptions): void
  /** SIGSTOP, or a long pause of the JVM; goes on after `for`. */
  pause(options?: FaultOptions): void
  /** SIGCONT. */
  resume(): void
  /** Starts it when it is stopped. */
  start(): void
  /** SIGTERM, and a start as soon as it has ended. */
  restart(): void
}

/** The network between two machines. */
export interface LinkHandle {
  /** Nothing passes. */
  cut(options?: FaultOptions): void
  /** Latency times a factor, bandwidth divided by it. */
  slow(options: FaultOptions & { readonly times: number }): void
  /** A share of packets, from 0 to below 1, is lost and sent again. */
  lose(options: FaultOptions & { readonly rate: number }): void
}
