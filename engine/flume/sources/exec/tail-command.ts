import type { EventRun } from '../../event/event-run.ts'
import type { LineFile, LineReader } from '../../files/line-file.ts'
import type { SourceContext } from '../source-context.ts'
import type { Command, RunningCommand } from './command.ts'

/** Exit code after SIGTERM. */
const TERMINATED = 143
/** Exit code after SIGPIPE. */
const BROKEN_PIPE = 141
/** The source closes the pipe, then sends SIGTERM: one time in so many a waiting tail sees the closed pipe first (measured: 4 of 12). */
const PIPE_SEEN_FIRST = 3

/**
 * `tail -F FILE` and `cat FILE`: what it does not read while it runs, it never reads, except the last lines that the next
 * start shows again.
 */
export class TailCommand implements Command, LineReader {
  readonly #context: SourceContext
  readonly #path: string
  readonly #lastLines: number
  readonly #follows: boolean
  #file: LineFile
  /** The first line that was not read. */
  #next = 0
  #endedUpTo = 0
  #state: 'following' | 'stopped' | 'given up' = 'stopped'
  #listener: (() => void) | undefined

  constructor(context: SourceContext, options: { readonly path: string; readonly lastLines: number; readonly follows: boolean }) {
    this.#context = context
    this.#path = options.path
    this.#lastLines = options.lastLines
    this.#follows = options.follows
    this.#file = context.agent.files.open(options.path)
    this.#file.addReader(this)
    context.showReading(options.path)
    context.agent.lane.ledger.addHolder({
      place: `${context.agent.host.name}${options.path}`,
      destinations: () => context.everDestinations,
      walk: (visit) => {
        for (const run of this.#readable()) visit(run)
      },
    })
  }

  run(): RunningCommand {
    this.#reopen()
    const start = Math.max(0, this.#file.lineCount - this.#lastLines)
    this.#endBefore(start)
    this.#next = start
    this.#state = 'following'
    const available = (): number => (this.#state === 'following' ? this.#file.lineCount - this.#next : 0)
    const isAtEnd = (): boolean => this.#state !== 'following' || (!this.#follows && available() === 0)
    return {
      get availableLines() {
        return available()
      },
      get isAtEnd() {
        return isAtEnd()
      },
      read: (max) => this.#read(max),
      onReadable: (listener) => {
        this.#listener = listener
        return () => {
          this.#listener = undefined
        }
      },
      kill: () => this.#kill(),
    }
  }

  giveUp(): void {
    this.#state = 'given up'
    this.#endBefore(this.#file.lineCount)
  }

  agentEnded(): void {
    this.#stop()
  }

  onAppend(): void {
    if (this.#state === 'following') this.#notify()
    else this.#endSkipped()
  }

  onTruncated(): void {
    this.#next = Math.min(this.#next, this.#file.lineCount)
    this.#endedUpTo = Math.min(this.#endedUpTo, this.#file.lineCount)
  }

  #read(max: number): EventRun[] {
    const runs = this.#file.read(this.#next, max)
    for (const { count } of runs) this.#next += count
    return runs
  }

  #kill(): number {
    const hadEnded = !this.#follows && this.#next >= this.#file.lineCount
    this.#stop()
    this.#notify()
    if (hadEnded) return 0
    const { agent, id } = this.#context
    const isPipeFirst = this.#follows && agent.lane.simulation.random(`${id}/kill`).nextInt(PIPE_SEEN_FIRST) === 0
    return isPipeFirst ? BROKEN_PIPE : TERMINATED
  }

  #notify(): void {
    const listener = this.#listener
    this.#listener = undefined
    listener?.()
  }

  /** Another file may have the name now (a rotation, a new disk). */
  #reopen(): void {
    const file = this.#context.agent.files.open(this.#path)
    if (file === this.#file) return
    this.#endBefore(this.#file.lineCount)
    this.#file.removeReader(this)
    this.#file = file
    this.#next = 0
    this.#endedUpTo = 0
    file.addReader(this)
  }

  #stop(): void {
    this.#state = 'stopped'
    this.#endSkipped()
  }

  /** Lines that fell out of what the next start would show. */
  #endSkipped(): void {
    this.#endBefore(this.#state === 'given up' ? this.#file.lineCount : this.#file.lineCount - this.#lastLines)
  }

  #endBefore(line: number): void {
    const from = Math.max(this.#next, this.#endedUpTo)
    if (line <= from) return
    const cause =
      this.#state === 'given up'
        ? 'the exec source has ended, and nobody reads the file'
        : `written while the command did not run: it shows no more than the last ${this.#lastLines} lines when it starts`
    this.#context.lost(this.#file.read(from, line - from), cause)
    this.#endedUpTo = line
  }

  #readable(): EventRun[] {
    const { lineCount } = this.#file
    if (this.#state === 'given up') return []
    const from = this.#state === 'following' ? this.#next : Math.max(this.#next, lineCount - this.#lastLines)
    return this.#file.read(from, lineCount - from)
  }
}
