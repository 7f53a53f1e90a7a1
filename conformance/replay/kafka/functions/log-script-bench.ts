import { BROKER_CONFIG } from '../../../../engine/kafka/config/broker-config.ts'
import { parseConfig, plainEnvironment } from '../../../../engine/kafka/config/parse-config.ts'
import type { RecordContents } from '../../../../engine/kafka/log/cleaner/record-contents.ts'
import type { LogConfig } from '../../../../engine/kafka/log/log-config.ts'
import { LogFiles } from '../../../../engine/kafka/log/log-files.ts'
import { PartitionLog } from '../../../../engine/kafka/log/partition-log.ts'
import type { TimedBatch } from '../../../../engine/kafka/log/timed-batch.ts'
import { readTopicSettings } from '../../../../engine/kafka/metadata/topic-settings.ts'
import { recordBatchSize, type RecordShape } from '../../../../engine/kafka/record/record-size.ts'
import { utf8Bytes } from '../../../../engine/kafka/record/utf8-bytes.ts'
import { Host } from '../../../../engine/sim/host.ts'
import type { Process } from '../../../../engine/sim/process.ts'
import { Simulation } from '../../../../engine/sim/simulation.ts'
import { isObject, plainText, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import type { ScriptProducer, ScriptRecord } from './log-script-words.ts'

/** A log of one partition with a clock of its own, and the records that a script has put into it. */
export class LogScriptBench implements RecordContents {
  readonly log: PartitionLog
  readonly process: Process
  nowMs: number
  /** The high watermark, once a script has set it. */
  fixedHighWatermark: number | undefined
  readonly #startMs: number
  readonly #records: ScriptRecord[] = []

  /** @throws NotReplayable for a setting that stands for another one that is not known */
  constructor(setup: Json, conf: Json | undefined) {
    this.#startMs = Number(property(setup, 't0') ?? 0)
    this.nowMs = this.#startMs
    const host = new Host(new Simulation({ seed: 1 }), 'log/broker-1')
    this.process = host.process({ onStart: () => undefined, onEnd: () => undefined }, { name: 'kafka', bootMicros: 0 })
    this.process.start()
    host.simulation.runUntil(1)
    this.log = new PartitionLog({
      files: new LogFiles(host.mainDisk, 'logs/t-0', () => undefined),
      topicPartition: 't-0',
      config: logConfig(property(setup, 'stands'), conf),
      process: this.process,
      nowMs: () => this.nowMs,
      onRemoved: () => undefined,
    })
  }

  /** The record with a number. */
  record(number: number): ScriptRecord {
    const record = this.#records[number]
    if (record === undefined) throw new RangeError(`no record ${String(number)}`)
    return record
  }

  keyOf(number: number): string | undefined {
    return this.record(number).key
  }

  shapeOf(number: number): RecordShape {
    return shapeOf(this.record(number))
  }

  /** A batch of new records as a client sends it. */
  batchOf(records: readonly ScriptRecord[], producer: ScriptProducer | undefined): TimedBatch {
    const first = this.#records.length
    this.#records.push(...records)
    const timestampsMs = records.map(({ timestampMs }) => (timestampMs === undefined ? this.nowMs : this.#startMs + timestampMs))
    return {
      baseOffset: 0,
      lastOffset: records.length - 1,
      partitionLeaderEpoch: -1,
      producerId: producer?.producerId ?? -1,
      producerEpoch: producer?.epoch ?? -1,
      baseSequence: producer?.sequence ?? -1,
      recordCount: records.length,
      sizeInBytes: recordBatchSize(records.map(shapeOf), timestampsMs),
      firstTimestampMs: timestampsMs[0] ?? this.nowMs,
      maxTimestampMs: Math.max(...timestampsMs),
      isControl: false,
      isTransactional: producer?.isTransactional ?? false,
      codec: 'none',
      runs: [{ first, count: records.length }],
      recordTimestampsMs: timestampsMs,
    }
  }

  /** Lets the high watermark follow, unless the script has set it. */
  follow(): void {
    this.log.updateHighWatermark(this.fixedHighWatermark ?? this.log.logEndOffset)
  }

  /** A time as the recorder wrote it: from the beginning on. */
  shownTime(timestampMs: number): string {
    const afterMs = timestampMs - this.#startMs
    return `T0${afterMs < 0 ? '' : '+'}${String(afterMs)}`
  }

  /** The time that many milliseconds after the beginning. */
  timeAt(afterMs: number): number {
    return this.#startMs + afterMs
  }
}

function shapeOf({ key, value }: ScriptRecord): RecordShape {
  return { keySize: key === undefined ? -1 : utf8Bytes(key), valueSize: value === null ? -1 : utf8Bytes(value), headers: [] }
}

/** A topic's settings; one that stands for another is taken as it is, below that one's minimum as well. */
function logConfig(stands: Json | undefined, conf: Json | undefined): LogConfig {
  const given = Object.entries(isObject(conf) ? conf : {}).map(([key, value]): [string, string] => [key, plainText(value)])
  const plain = given.filter(([key]) => textOf(stands, key) === '')
  const broker = parseConfig(BROKER_CONFIG, new Map([['process.roles', 'broker'], ['node.id', '1'], ['controller.listener.names', 'CONTROLLER']]), plainEnvironment(() => undefined))
  const { log } = readTopicSettings(new Map(plain), broker)
  const standing = given.filter(([key]) => textOf(stands, key) !== '')
  return standing.reduce((config, [key, value]) => {
    if (textOf(stands, key) !== 'segment.bytes') throw new NotReplayable(`nothing stands for ${textOf(stands, key)}`)
    return { ...config, segmentBytes: Number(value) }
  }, log)
}
