import { DiskError } from '../../../sim/disk.ts'
import type { ValueFile } from '../../../sim/value-file.ts'
import { Counters } from '../../agent/counters.ts'
import { countEvents, type EventRun } from '../../event/event-run.ts'
import { asThrowable, InterruptedException, isChannelException } from '../../exceptions.ts'
import type { Status } from '../../sinks/sink.ts'
import { JavaThread, sleep, type Flow } from '../../thread/java-thread.ts'
import type { PollableSource } from '../source.ts'
import type { SourceContext } from '../source-context.ts'
import { fileGroups, type FileGroup } from './file-group.ts'
import { TaildirAccount, type SavedPosition } from './taildir-account.ts'
import { TailFile } from './tail-file.ts'

const LOGGER = 'TaildirSource'
const READER = 'ReliableTaildirEventReader'
const FIRST_POSITION_WRITE_MS = 5000
const IDLE_CHECK_MS = 5000
const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 5000

/**
 * Follows files by pattern and remembers its position in each; the positions are written to a file every few seconds, so
 * that a killed agent reads some lines again. Source: org.apache.flume.source.taildir.TaildirSource.
 */
export class TaildirSource implements PollableSource {
  readonly name: string
  readonly counters: Counters
  readonly backoffSleepIncrementMs: number
  readonly maxBackoffSleepMs: number
  readonly #context: SourceContext
  readonly #batchSize: number
  readonly #maxBatchCount: number
  readonly #writePositionMs: number
  readonly #idleTimeoutMs: number
  readonly #offsetHeader: string | undefined
  readonly #fileHeaderKey: string | undefined
  readonly #groups: readonly FileGroup[]
  readonly #positionFile: ValueFile<readonly SavedPosition[]>
  readonly #account: TaildirAccount
  readonly #tailFiles = new Map<number, TailFile>()
  #existing: readonly TailFile[] = []
  #idle: TailFile[] = []
  #services: JavaThread[] = []
  #retryMs = FIRST_RETRY_MS
  #isCommitted = true
  #updateMs = 0

  constructor(context: SourceContext) {
    const { settings, properties, batchSize } = context.loaded
    this.#context = context
    this.name = context.name
    this.counters = new Counters(context.agent, 'SOURCE', context.name)
    this.backoffSleepIncrementMs = Number(settings['backoffSleepIncrement'] ?? 1000)
    this.maxBackoffSleepMs = Number(settings['maxBackOffSleepInterval'] ?? 5000)
    this.#batchSize = batchSize ?? 100
    this.#maxBatchCount = Number(settings['maxBatchCount'] ?? Number.MAX_SAFE_INTEGER)
    this.#writePositionMs = Number(settings['writePosInterval'] ?? 3000)
    this.#idleTimeoutMs = Number(settings['idleTimeout'] ?? 120_000)
    this.#offsetHeader = settings['byteOffsetHeader'] === true ? 'byteoffset' : undefined
    this.#fileHeaderKey = settings['fileHeader'] === true ? String(settings['fileHeaderKey'] ?? 'file') : undefined
    const { files, homeDirectory } = context.agent
    this.#groups = fileGroups(properties, files)
    this.#positionFile = files.valueFile(String(settings['positionFilePath'] ?? `${homeDirectory}/.flume/taildir_position.json`))
    this.#account = context.agent.lasting(`taildir ${context.id}`, () => new TaildirAccount(context))
  }

  get description(): string {
    const path = this.#positionFile.path
    return `Taildir source: { positionFile: ${path}, skipToEnd: ${String(this.#skipsToEnd)}, byteOffsetHeader: ${String(this.#offsetHeader !== undefined)}, idleTimeout: ${this.#idleTimeoutMs}, writePosInterval: ${this.#writePositionMs} }`
  }

  *start(): Flow<void> {
    this.#info(LOGGER, `${this.name} TaildirSource source starting with directory: {${this.#groups.map(({ name }) => name).join(', ')}}`)
    this.#account.start(this.#groups, this.#positionFile)
    this.#updateTailFiles(this.#skipsToEnd)
    this.#loadPositions()
    this.#account.tailFiles = this.#tailFiles
    const { process } = this.#context.agent
    this.#services = [
      new JavaThread(process, `positionWriter-${this.name}`, () => this.#every(FIRST_POSITION_WRITE_MS, this.#writePositionMs, () => { this.#writePositions() })),
      new JavaThread(process, `idleFileChecker-${this.name}`, () => this.#every(this.#idleTimeoutMs, IDLE_CHECK_MS, () => { this.#checkIdle() })),
    ]
    this.counters.start()
  }

  /** Writes the positions a last time. */
  *stop(): Flow<void> {
    for (const service of this.#services) service.interrupt()
    this.#writePositions()
    this.#account.tailFiles = undefined
    this.counters.stop()
    this.#info(LOGGER, `Taildir source ${this.name} stopped. Metrics: SOURCE:${this.name}`)
  }

  agentEnded(): void {
    this.#account.tailFiles = undefined
  }

  *process(thread: JavaThread): Flow<Status> {
    let status: Status = 'BACKOFF'
    try {
      this.#updateTailFiles(false)
      for (const tailFile of this.#existing) {
        if (tailFile.needsTail && (yield* this.#tail(thread, tailFile))) status = 'READY'
      }
      yield* this.#closeIdle(thread)
    } catch (error) {
      this.#context.log('ERROR', { logger: LOGGER, message: 'Unable to tail files', thrown: asThrowable(error) })
      this.counters.add('EventReadFail')
      status = 'BACKOFF'
    }
    return status
  }

  /** @returns whether there are more lines than the batches that were allowed */
  *#tail(thread: JavaThread, tailFile: TailFile): Flow<boolean> {
    for (let batchCount = 0; ; ) {
      const events = this.#read(tailFile)
      const count = countEvents(events)
      if (count === 0) return false
      this.counters.add('EventReceivedCount', count)
      this.counters.add('AppendBatchReceivedCount')
      if (!(yield* this.#put(thread, tailFile, events))) continue
      if (count < this.#batchSize) return false
      if (++batchCount >= this.#maxBatchCount) return true
    }
  }

  /** @returns false when the channel refused it; then it has waited */
  *#put(thread: JavaThread, tailFile: TailFile, events: readonly EventRun[]): Flow<boolean> {
    try {
      yield* this.#context.processor.processEventBatch(thread, events)
    } catch (error) {
      if (!isChannelException(error)) throw error
      const message = `The channel is full or unexpected failure. The source will try again after ${this.#retryMs} ms`
      this.#context.log('WARN', { logger: LOGGER, message })
      this.counters.add('ChannelWriteFail')
      const pause = this.#retryMs
      yield* sleep(this.#context.agent.process, pause * 1000)
      this.#retryMs = Math.min(pause * 2, MAX_RETRY_MS)
      return false
    }
    tailFile.commit(this.#updateMs)
    this.#isCommitted = true
    this.#retryMs = FIRST_RETRY_MS
    this.counters.add('EventAcceptedCount', countEvents(events))
    this.counters.add('AppendBatchAcceptedCount')
    this.#context.accepted(events)
    return true
  }

  #read(tailFile: TailFile): EventRun[] {
    if (!this.#isCommitted) {
      this.#info(READER, 'Last read was never committed - resetting position')
      tailFile.seek(tailFile.positionBytes)
    }
    const events = tailFile.read(this.#batchSize, this.#offsetHeader)
    if (events.length > 0) this.#isCommitted = false
    for (const run of events) this.#context.agent.lane.ledger.note('read', run, this.#context.id)
    return events
  }

  #updateTailFiles(skipsToEnd: boolean): void {
    this.#updateMs = this.#context.agent.lane.nowMs
    this.#existing = this.#groups.flatMap((group) => group.matchingFiles().map((file) => this.#updateTailFile(group, file, skipsToEnd)))
  }

  #updateTailFile(group: FileGroup, file: TailFile['file'], skipsToEnd: boolean): TailFile {
    const known = this.#tailFiles.get(file.inode)
    if (known === undefined || known.path !== file.path) return this.#open(group, file, skipsToEnd ? file.lengthBytes : 0)
    const isUpdated = known.lastUpdatedMs < file.modifiedMs || known.positionBytes !== file.lengthBytes
    if (isUpdated) {
      if (!known.isOpen) return this.#open(group, file, known.positionBytes)
      if (file.lengthBytes < known.positionBytes) {
        const where = `file: ${known.path}, inode: ${known.inode}`
        this.#info(READER, `Pos ${known.positionBytes} is larger than file size! Restarting from pos 0, ${where}`)
        known.updatePosition(0)
      }
    }
    known.needsTail = isUpdated
    return known
  }

  #open(group: FileGroup, file: TailFile['file'], position: number): TailFile {
    this.#info(READER, `Opening file: ${file.path}, inode: ${file.inode}, pos: ${position}`)
    const isNew = !this.#tailFiles.has(file.inode)
    const headers = this.#fileHeaderKey === undefined ? group.headers : new Map([...group.headers, [this.#fileHeaderKey, file.path]])
    const tailFile = new TailFile(file, headers, position)
    this.#tailFiles.set(file.inode, tailFile)
    file.addReader(this.#account)
    this.#context.showReading(file.path)
    if (isNew && position > 0) this.#context.lost(file.read(0, file.lineOfByte(position)), 'skipToEnd: written before the source saw the file')
    return tailFile
  }

  #loadPositions(): void {
    const { path } = this.#positionFile
    this.#info(READER, `Updating position from position file: ${path}`)
    const saved = this.#positionFile.read()
    if (saved === undefined) this.#info(READER, `File not found: ${path}, not updating position`)
    for (const { inode, pos, file } of saved ?? []) {
      const tailFile = this.#tailFiles.get(inode)
      const where = `file: ${file}, inode: ${inode}, pos: ${pos}`
      if (tailFile?.path === file) {
        tailFile.updatePosition(pos)
        this.#info(READER, `Updated position, ${where}`)
      } else this.#info(READER, `Missing file: ${where}`)
    }
  }

  #writePositions(): void {
    try {
      this.#positionFile.write(this.#existing.map(({ inode, positionBytes, path }) => ({ inode, pos: positionBytes, file: path })))
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      this.#context.log('ERROR', { logger: LOGGER, message: `Failed writing positionFile\njava.io.IOException: ${error.message}` })
      this.counters.add('GenericProcessingFail')
    }
    const { recorder } = this.#context.agent.lane.simulation
    const text = this.#existing.map(({ path, positionBytes }) => `${path}:${positionBytes}`).join(' ')
    recorder.setText(recorder.track(this.#context.id, 'positionFile', 'text'), text)
  }

  #checkIdle(): void {
    const { nowMs } = this.#context.agent.lane
    for (const tailFile of this.#tailFiles.values()) {
      if (tailFile.lastUpdatedMs + this.#idleTimeoutMs < nowMs && tailFile.isOpen) this.#idle.push(tailFile)
    }
  }

  *#closeIdle(thread: JavaThread): Flow<void> {
    const idle = this.#idle
    this.#idle = []
    for (const tailFile of idle) {
      if (!tailFile.isOpen) continue
      yield* this.#tail(thread, tailFile)
      tailFile.isOpen = false
      tailFile.lastUpdatedMs = this.#context.agent.lane.nowMs
      this.#info(LOGGER, `Closed file: ${tailFile.path}, inode: ${tailFile.inode}, pos: ${tailFile.positionBytes}`)
    }
  }

  /** ScheduledExecutorService.scheduleWithFixedDelay. */
  *#every(firstMs: number, delayMs: number, action: () => void): Flow<void> {
    try {
      for (let pauseMs = firstMs; ; pauseMs = delayMs) {
        yield* sleep(this.#context.agent.process, pauseMs * 1000)
        action()
      }
    } catch (error) {
      if (!(error instanceof InterruptedException)) throw error
    }
  }

  get #skipsToEnd(): boolean {
    return this.#context.loaded.settings['skipToEnd'] === true
  }

  #info(logger: string, message: string): void {
    this.#context.log('INFO', { logger, message })
  }
}
