import { Counters } from '../../agent/counters.ts'
import { appendEvents, countEvents, type EventRun } from '../../event/event-run.ts'
import { asJavaException, asThrowable, InterruptedException, isChannelException, OutOfMemoryError } from '../../exceptions.ts'
import { interruptPoint, JavaThread, sleep, type Flow } from '../../thread/java-thread.ts'
import { Semaphore } from '../../thread/semaphore.ts'
import type { Source } from '../source.ts'
import type { SourceContext } from '../source-context.ts'
import { parseCommand, type Command, type RunningCommand } from './command.ts'
import { constantContent, sequenceContent } from '../sequence-content.ts'
import { PrintingCommand } from './printing-command.ts'
import { TailCommand } from './tail-command.ts'

const LOGGER = 'ExecSource'
const FOREVER_MICROS = Number.MAX_SAFE_INTEGER / 4

/** Runs a command and makes an event of each line that it prints. Source: org.apache.flume.source.ExecSource. */
export class ExecSource implements Source {
  readonly name: string
  readonly counters: Counters
  readonly #context: SourceContext
  readonly #commandLine: string
  readonly #command: Command | undefined
  readonly #batchSize: number
  readonly #batchTimeoutMs: number
  readonly #restartThrottleMs: number
  #restart: boolean
  #thread: JavaThread | undefined
  #flusher: JavaThread | undefined
  #running: RunningCommand | undefined
  #eventList: EventRun[] = []
  #lastPushMs: number
  #lock: Semaphore

  constructor(context: SourceContext) {
    const { settings, batchSize } = context.loaded
    this.#context = context
    this.name = context.name
    this.counters = new Counters(context.agent, 'SOURCE', context.name)
    this.#commandLine = String(settings['command'])
    this.#batchSize = batchSize ?? 20
    this.#batchTimeoutMs = Number(settings['batchTimeout'] ?? 3000)
    this.#restartThrottleMs = Number(settings['restartThrottle'] ?? 10_000)
    this.#restart = settings['restart'] === true
    this.#lastPushMs = context.agent.lane.nowMs
    this.#lock = new Semaphore(context.agent.process, 1)
    this.#command = commandOf(context, this.#commandLine)
    context.hands.watch((visit) => {
      for (const run of this.#eventList) visit(run)
    })
  }

  get description(): string {
    return `org.apache.flume.source.ExecSource{name:${this.name},state:IDLE}`
  }

  /** Whether its command still runs. */
  get isChildAlive(): boolean {
    return this.#running !== undefined
  }

  /** The agent has ended, and its command with it. */
  agentEnded(): void {
    this.#command?.agentEnded()
  }

  *start(): Flow<void> {
    this.#info(`Exec source starting with command: ${this.#commandLine}`)
    this.counters.start()
    this.#lastPushMs = this.#context.agent.lane.nowMs
    this.#thread = new JavaThread(this.#context.agent.process, `exec-${this.name}`, (thread) => this.#run(thread))
  }

  /** Kills the command and interrupts its reader: what was read and not flushed is gone. */
  *stop(): Flow<void> {
    this.#info(`Stopping exec source with command: ${this.#commandLine}`)
    this.#restart = false
    this.#thread?.interrupt()
    if (this.#thread !== undefined) yield* this.#thread.join()
    this.counters.stop()
  }

  *#run(thread: JavaThread): Flow<void> {
    for (;;) {
      yield* this.#runOnce(thread)
      if (!this.#restart) break
      yield* this.#throttle(thread)
      if (!this.#mayRestart()) break
    }
    this.#command?.giveUp()
  }

  /** A stop may have forbidden it while the thread slept. */
  #mayRestart(): boolean {
    return this.#restart
  }

  *#throttle(thread: JavaThread): Flow<void> {
    try {
      yield* sleep(this.#context.agent.process, this.#restartThrottleMs * 1000)
    } catch (error) {
      if (!(error instanceof InterruptedException)) throw error
      thread.keepInterrupt()
    }
  }

  *#runOnce(thread: JavaThread): Flow<void> {
    const running = this.#command?.run()
    this.#running = running
    this.#eventList = []
    this.#flusher = new JavaThread(this.#context.agent.process, `timedFlushExecService-${this.name}`, (own) => this.#flushTimed(own))
    try {
      if (running !== undefined) yield* this.#readAll(thread, running)
    } catch (error) {
      const thrown = asThrowable(error)
      if (thrown instanceof OutOfMemoryError) this.#dieOf(thrown, running)
      this.#context.log('ERROR', { logger: LOGGER, message: `Failed while running command: ${this.#commandLine}`, thrown })
      if (thrown instanceof InterruptedException) thread.keepInterrupt()
      this.#context.dropped(this.#eventList, `${thrown.message}; the batch in hand was discarded and the command killed`)
    }
    this.#eventList = []
    const exitCode = running?.kill() ?? 0
    this.#running = undefined
    this.#flusher.interrupt()
    if (this.#restart) this.#info(`Restarting in ${this.#restartThrottleMs}ms, exit code ${exitCode}`)
    else this.#info(`Command [${this.#commandLine}] exited with ${exitCode}`)
  }

  /** ExecRunnable catches no Error: it kills the command and is gone, and nothing restarts it. */
  #dieOf(thrown: OutOfMemoryError, running: RunningCommand | undefined): never {
    this.#context.dropped(this.#eventList, `${thrown.message}; the batch in hand was discarded and the command killed`)
    this.#eventList = []
    running?.kill()
    this.#running = undefined
    this.#flusher?.interrupt()
    this.#command?.giveUp()
    throw thrown
  }

  *#readAll(thread: JavaThread, running: RunningCommand): Flow<void> {
    while (!running.isAtEnd) {
      if (running.availableLines === 0) yield { isInterruptible: true, begin: (wake) => running.onReadable(wake) }
      yield* this.#locked(() => this.#readSome(thread, running))
    }
    if (this.#eventList.length > 0) yield* this.#locked(() => this.#flush(thread))
  }

  /** Reads lines up to the next flush: a full batch, or the first line after the timeout. */
  *#readSome(thread: JavaThread, running: RunningCommand): Flow<void> {
    yield interruptPoint
    const room = this.#isTimedOut ? 1 : Math.max(1, this.#batchSize - countEvents(this.#eventList))
    const lines = running.read(Math.min(room, running.availableLines))
    this.counters.add('EventReceivedCount', countEvents(lines))
    for (const run of lines) {
      appendEvents(this.#eventList, run)
      this.#context.agent.lane.ledger.note('read', run, this.#context.id)
    }
    if (countEvents(this.#eventList) >= this.#batchSize || (this.#eventList.length > 0 && this.#isTimedOut)) yield* this.#flush(thread)
  }

  *#flushTimed(thread: JavaThread): Flow<void> {
    const { process } = this.#context.agent
    for (;;) {
      try {
        yield* sleep(process, this.#batchTimeoutMs * 1000)
        yield* this.#locked(() => this.#flushIfTimedOut(thread))
      } catch (error) {
        const thrown = asJavaException(error)
        if (thrown instanceof InterruptedException || !isChannelException(thrown)) return
        this.#context.log('ERROR', { logger: LOGGER, message: 'Exception occurred when processing event batch', thrown })
      }
    }
  }

  *#flushIfTimedOut(thread: JavaThread): Flow<void> {
    if (this.#eventList.length > 0 && this.#isTimedOut) yield* this.#flush(thread)
  }

  *#flush(thread: JavaThread): Flow<void> {
    const batch = this.#eventList
    yield* this.#context.processor.processEventBatch(thread, batch)
    this.counters.add('EventAcceptedCount', countEvents(batch))
    this.#context.accepted(batch)
    this.#eventList = []
    this.#lastPushMs = this.#context.agent.lane.nowMs
  }

  /** The monitor of the list of events, which the reader and the timer share. */
  *#locked(code: () => Flow<void>): Flow<void> {
    if (!this.#lock.tryAcquire(1)) yield* this.#lock.acquireWithin(1, FOREVER_MICROS)
    try {
      yield* code()
    } finally {
      this.#lock.release(1)
    }
  }

  get #isTimedOut(): boolean {
    return this.#context.agent.lane.nowMs - this.#lastPushMs >= this.#batchTimeoutMs
  }

  #info(message: string): void {
    this.#context.log('INFO', { logger: LOGGER, message })
  }
}

/** The command of a source; the same object for every life of the agent. */
function commandOf(context: SourceContext, line: string): Command | undefined {
  const parsed = parseCommand(line)
  if (parsed === undefined) return undefined
  return context.agent.lasting<Command>(`exec ${context.id} ${line}`, () => {
    switch (parsed.program) {
      case 'tail':
        return new TailCommand(context, { path: parsed.path, lastLines: parsed.lastLines, follows: true })
      case 'cat':
        return new TailCommand(context, { path: parsed.path, lastLines: Number.MAX_SAFE_INTEGER, follows: false })
      case 'seq':
        return new PrintingCommand(context, sequenceContent(context.id, parsed.first), Math.max(0, parsed.last - parsed.first + 1))
      case 'echo':
        return new PrintingCommand(context, constantContent(context.id, parsed.text), 1)
    }
  })
}
