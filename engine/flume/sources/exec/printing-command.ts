import type { RecordContent, RecordStream } from '../../../ledger/record-stream.ts'
import type { SourceContext } from '../source-context.ts'
import type { Command, RunningCommand } from './command.ts'

/** What a pipe holds: a command that has written so much to it ends, though nobody has read it. */
const PIPE_BYTES = 65_536
/** Exit code of a program whose reader went away. */
const BROKEN_PIPE = 141

/** A command that prints certain lines and ends, as `seq FIRST LAST` and `echo WORDS` do: it prints them again at every start. */
export class PrintingCommand implements Command {
  readonly #context: SourceContext
  readonly #stream: RecordStream
  readonly #count: number
  #next = 0
  #state: 'running' | 'stopped' | 'given up' = 'stopped'
  #wasRun = false

  /** @param lines what it prints: the first `count` records of the content */
  constructor(context: SourceContext, lines: RecordContent, count: number) {
    this.#context = context
    this.#count = count
    const { lane } = context.agent
    this.#stream = lane.streams.add(lines)
    lane.ledger.addHolder({
      place: context.id,
      destinations: () => context.destinations,
      walk: (visit) => {
        const from = this.#state === 'running' ? this.#next : this.#state === 'stopped' ? 0 : this.#count
        if (this.#wasRun && from < this.#count) visit({ first: this.#stream.base + from, count: this.#count - from })
      },
    })
  }

  run(): RunningCommand {
    const { ledger } = this.#context.agent.lane
    ledger.owe(this.#stream.index, this.#context.destinations)
    if (this.#count > 0) ledger.offered({ first: this.#stream.base, count: this.#count }, this.#context.id)
    this.#wasRun = true
    this.#state = 'running'
    this.#next = 0
    const available = (): number => (this.#state === 'running' ? this.#count - this.#next : 0)
    return {
      get availableLines() {
        return available()
      },
      get isAtEnd() {
        return available() === 0
      },
      read: (max) => {
        const count = Math.min(max, available())
        this.#next += count
        return [{ first: this.#stream.base + this.#next - count, count }]
      },
      onReadable: (listener) => {
        listener()
        return () => undefined
      },
      kill: () => this.#kill(),
    }
  }

  giveUp(): void {
    this.#state = 'given up'
    this.#endUnread()
  }

  agentEnded(): void {
    this.#state = 'stopped'
  }

  #kill(): number {
    const unread = { first: this.#stream.base + this.#next, count: this.#count - this.#next }
    const code = unread.count > 0 && this.#context.agent.lane.streams.valueBytes(unread) + unread.count > PIPE_BYTES ? BROKEN_PIPE : 0
    this.#state = 'stopped'
    return code
  }

  #endUnread(): void {
    const unread = { first: this.#stream.base + this.#next, count: this.#count - this.#next }
    if (unread.count > 0) this.#context.lost([unread], 'the command was killed, and its source ended')
  }
}
