import type { Host } from './host.ts'
import { DiskError } from './disk.ts'
import type { EventId, EventOwner } from './event-queue.ts'
import type { Simulation } from './simulation.ts'
import type { Track } from './recorder.ts'

/** What a process is doing, as an operator sees it. */
export type ProcessState = 'stopped' | 'starting' | 'running' | 'stopping' | 'paused' | 'exiting'

/** Why the memory of a process went away. */
export type ProcessEnd = 'exit' | 'SIGKILL' | 'power loss'

/** The code that runs in a process. The object outlives the process: its memory must be reset in `onEnd`. */
export interface Program {
  /** Called when the process is up: after its boot time. */
  onStart(): void
  /** SIGTERM: stop in order and call `process.exit()` when done. Without this method the process exits at once. */
  onTerminate?(): void
  /** The process has ended: whatever it held in memory is gone. Reports the records that went with it. */
  onEnd(end: ProcessEnd): void
  /** A disk refused what the program asked of it, and nothing caught the error. Without this method it is a defect of the engine. */
  onDiskError?(error: DiskError): void
}

/** Settings of a process. */
export interface ProcessOptions {
  readonly name: string
  /** From exec to `onStart`, for example a JVM's start. */
  readonly bootMicros: number
  /**
   * From SIGKILL to the closing of its sockets: the kernel first gives back the memory of a large process, and until then
   * takes what is sent to it. 0 when absent.
   */
  readonly teardownMicros?: number
  /** Whether it starts again by itself when its host gets power back. */
  readonly startsWithHost?: boolean
}

/** Names a timer of a process. */
export interface Timer {
  readonly id: EventId
}

/**
 * An operating system process on a host: timers and messages reach its program only while it runs. A paused process
 * (SIGSTOP, a long GC) handles what came in the meantime, in order, when it continues; a killed one never does.
 */
export class Process implements EventOwner {
  readonly name: string
  readonly host: Host
  readonly simulation: Simulation
  readonly bootMicros: number
  readonly startsWithHost: boolean
  readonly teardownMicros: number
  eventsUsed = 0
  readonly #program: Program
  readonly #stateTrack: Track
  readonly #endListeners = new Set<(end: ProcessEnd) => void>()
  #state: ProcessState = 'stopped'
  #stateBeforePause: ProcessState = 'running'
  #incarnation = 0
  #deferred: (() => void)[] = []

  /** Created by `Host.process`. */
  constructor(host: Host, program: Program, options: ProcessOptions) {
    this.host = host
    this.simulation = host.simulation
    this.name = `${host.name}/${options.name}`
    this.bootMicros = options.bootMicros
    this.startsWithHost = options.startsWithHost ?? true
    this.teardownMicros = options.teardownMicros ?? 0
    this.#program = program
    this.simulation.addOwner(this)
    this.#stateTrack = this.simulation.recorder.track(this.name, 'state', 'text')
    this.#setState('stopped', '')
  }

  get state(): ProcessState {
    return this.#state
  }

  /** How often it was started; timers and connections of an earlier life are dead. */
  get incarnation(): number {
    return this.#incarnation
  }

  /** Whether it exists for the operating system (a paused or booting process does). */
  get isAlive(): boolean {
    return this.#state !== 'stopped'
  }

  /** Whether its code runs now. */
  get isRunning(): boolean {
    return this.#state === 'running' || this.#state === 'stopping'
  }

  /** Starts it, if its host has power and it is stopped; its program begins after the boot time. */
  start(cause = 'started'): void {
    if (this.#state !== 'stopped' || !this.host.hasPower) return
    this.#incarnation++
    this.#setState('starting', cause)
    this.after(this.bootMicros, () => {
      this.#setState('running', cause)
      this.#program.onStart()
    })
  }

  /** SIGTERM. */
  terminate(): void {
    if (this.#state === 'stopped' || this.#state === 'stopping' || this.#state === 'exiting') return
    if (this.#state === 'paused') {
      this.#deferred.push(() => { this.terminate() })
      return
    }
    const started = this.#state === 'running'
    this.#setState('stopping', 'SIGTERM')
    if (started && this.#program.onTerminate !== undefined) this.#run(() => { this.#program.onTerminate?.() })
    else this.exit()
  }

  /** The program has finished. */
  exit(): void {
    this.#end('exit')
  }

  /** SIGKILL: its code stops at once; the operating system closes its sockets after `teardownMicros`, and keeps its page cache. */
  kill(): void {
    if (this.#state === 'stopped' || this.#state === 'exiting') return
    if (this.teardownMicros === 0) {
      this.#end('SIGKILL')
      return
    }
    const incarnation = this.#incarnation
    this.#setState('exiting', 'SIGKILL')
    this.simulation.after(this.teardownMicros, this, () => {
      if (this.#incarnation === incarnation) this.#end('SIGKILL')
    })
  }

  /** Called by the host when it loses power. */
  losePower(): void {
    this.#end('power loss')
  }

  /** SIGSTOP, or a pause of the whole JVM. */
  pause(): void {
    if (!this.isAlive || this.#state === 'paused' || this.#state === 'exiting') return
    this.#stateBeforePause = this.#state
    this.#setState('paused', 'SIGSTOP')
  }

  /** SIGCONT: what was due or arrived while paused is handled now, in order. */
  resume(): void {
    if (this.#state !== 'paused') return
    this.#setState(this.#stateBeforePause, 'SIGCONT')
    const due = this.#deferred
    this.#deferred = []
    const incarnation = this.#incarnation
    for (const action of due) {
      this.simulation.after(0, this, () => { this.#runIn(incarnation, action) })
    }
  }

  /** Runs an action of this life of the process after a delay in whole microseconds. */
  after(delayMicros: number, action: () => void): Timer {
    const incarnation = this.#incarnation
    return { id: this.simulation.after(delayMicros, this, () => { this.#runIn(incarnation, action) }) }
  }

  /** Cancels a timer; harmless when it has fired. */
  cancel(timer: Timer | undefined): void {
    if (timer !== undefined) this.simulation.cancel(timer.id)
  }

  /** Hands the process something from outside (a message): runs now, when it continues, or never if it is dead. */
  deliver(action: () => void): void {
    this.#runIn(this.#incarnation, action)
  }

  /**
   * Calls back whenever a life of this process ends, before its program hears of it.
   * @returns a function that ends the calls
   */
  onEnd(listener: (end: ProcessEnd) => void): () => void {
    this.#endListeners.add(listener)
    return () => this.#endListeners.delete(listener)
  }

  /** Writes a line to the run's journal under a component of this process. */
  log(component: string, level: 'INFO' | 'WARN' | 'ERROR', message: string): void {
    this.simulation.recorder.log(component, level, message)
  }

  #runIn(incarnation: number, action: () => void): void {
    if (incarnation !== this.#incarnation || this.#state === 'stopped') return
    if (this.#state === 'paused' || this.#state === 'exiting') this.#deferred.push(() => { this.#runIn(incarnation, action) })
    else this.#run(action)
  }

  #run(action: () => void): void {
    try {
      action()
    } catch (error) {
      if (!(error instanceof DiskError) || this.#program.onDiskError === undefined) throw error
      if (this.isAlive) this.#program.onDiskError(error)
    }
  }

  #end(end: ProcessEnd): void {
    if (this.#state === 'stopped') return
    this.#deferred = []
    this.#setState('stopped', end)
    for (const listener of [...this.#endListeners]) listener(end)
    this.#program.onEnd(end)
  }

  #setState(state: ProcessState, cause: string): void {
    this.#state = state
    this.simulation.recorder.setText(this.#stateTrack, state, cause)
  }
}
