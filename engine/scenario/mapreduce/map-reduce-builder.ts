import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import { HadoopException } from '../../hadoop/hadoop-exception.ts'
import { HdfsInputFormat } from '../../hadoop/mapreduce/input/hdfs-input-format.ts'
import type { InputFormat, MapInput } from '../../hadoop/mapreduce/input/map-input.ts'
import { ApplicationMaster } from '../../hadoop/mapreduce/job/application-master.ts'
import type { RecordFile } from '../../hadoop/mapreduce/job/task-attempt-process.ts'
import { mapredDefaults } from '../../hadoop/mapreduce/mapred-defaults.ts'
import { FileTree } from '../../hadoop/mapreduce/output/file-tree.ts'
import { partitionName, type TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import { countRecords } from '../../ledger/record-runs.ts'
import type { Host } from '../../sim/host.ts'
import type { Process } from '../../sim/process.ts'
import type { Track } from '../../sim/recorder.ts'
import { LimitError } from '../../sim/limits.ts'
import type { MapReduceHandle } from '../api/mapreduce-types.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'
import type { ClientGround } from '../kafka/client/client-application.ts'
import type { DeclaredStore, LaneScope } from '../lane/lane-scope.ts'
import { LaneMetric } from '../lane/outcome-metrics.ts'
import { ScenarioError } from '../source/scenario-error.ts'
import { TopicInputFormat, type OffsetRange } from './topic-input-format.ts'

const versionKey = 'mapreduce.fileoutputcommitter.algorithm.version'
const attemptsKey = 'mapreduce.map.maxattempts'

/** The systems that a job reads from. */
export interface JobGround {
  /** What clients of the lane's Kafka cluster share. @throws OptionError when there is none */
  readonly kafka: () => ClientGround
  /** Knows the lane's HDFS clusters. */
  readonly flume: () => FlumeLane
}

/**
 * Declares a job that runs again and again. One over topics imports what is new, and keeps with the output of the runs that
 * have succeeded how far each partition is imported; one over paths of HDFS reads all that is there, and counts it.
 */
export class MapReduceBuilder {
  readonly handle: MapReduceHandle
  readonly #scope: LaneScope
  readonly #ground: JobGround
  readonly #name: string
  readonly #topics: readonly string[]
  readonly #paths: readonly string[]
  readonly #recordsTrack: Track
  readonly #everyMicros: number
  readonly #nodes: readonly Host[]
  readonly #version: 1 | 2
  readonly #maxAttempts: number
  readonly #recordMicros: number
  readonly #map: ((value: string) => void) | undefined
  readonly #trustsPartFiles: boolean
  readonly #output = new FileTree<RecordFile>({ lengthOf: ({ runs }) => runs.length, blockSize: 128 * 1024 * 1024 })
  readonly #reached = new Map<string, number>()
  #store: DeclaredStore | undefined
  #master: ApplicationMaster | undefined
  #runs = 0
  #recordsRead = 0

  /** @throws OptionError */
  constructor(scope: LaneScope, ground: JobGround, options: unknown) {
    const reader = new OptionReader('mapReduce', options, ['topics', 'paths', 'every', 'name', 'nodes', versionKey, attemptsKey, 'takes', 'map', 'trusts'])
    const { play, lane, handles } = scope
    this.#scope = scope
    this.#ground = ground
    this.#name = reader.text('name', 'import')
    this.#topics = textsOf(reader, 'topics')
    this.#paths = textsOf(reader, 'paths')
    if ((this.#topics.length === 0) === (this.#paths.length === 0)) throw new OptionError("mapReduce takes 'topics' or 'paths'.", undefined, "mapReduce({ topics: 'logs', every: '15s' }) imports a topic.")
    this.#recordsTrack = lane.simulation.recorder.track(`${lane.name}/${this.#name}`, 'MAP_INPUT_RECORDS', 'number')
    this.#everyMicros = requireEvery(reader)
    this.#nodes = Array.from({ length: reader.number('nodes', 2, { min: 1, max: 30, whole: true }) }, (_, index) => lane.host(`node-${index + 1}`))
    this.#version = reader.number(versionKey, Number(mapredDefaults[versionKey]), { min: 1, max: 2, whole: true }) === 1 ? 1 : 2
    this.#maxAttempts = reader.number(attemptsKey, Number(mapredDefaults[attemptsKey]), { min: 1, whole: true })
    this.#recordMicros = reader.micros('takes', 0)
    this.#map = readMap(reader)
    const trusts = reader.text('trusts', '_SUCCESS')
    if (trusts !== '_SUCCESS' && trusts !== 'part files') throw reader.wrong('trusts', "'_SUCCESS' or 'part files'", trusts)
    this.#trustsPartFiles = trusts === 'part files'
    const handle: MapReduceHandle = Object.freeze({
      name: this.#name,
      recordsRead: new LaneMetric(`${lane.name}: records that the last run of ${this.#name} has read`, () => this.#recordsRead),
      writes: (to: unknown) => {
        if (this.#paths.length > 0) throw new OptionError('writes: a job over files counts what it reads, and writes nothing.')
        if (play.isBuilt) throw new OptionError('writes: the job is declared, and its store is fixed.')
        this.#store = scope.storeOf(to)
        return handle
      },
      node: (number: unknown) => handles.host(lane, lane.host(`node-${String(number)}`)),
      killJob: () => { handles.edit(lane, `${lane.name}/${this.#name}`, 'the running job is killed', () => { this.#master?.process.kill() }) },
    })
    this.handle = handle
    play.prepare('makers', () => { this.#make() })
    play.modelParameters.set('MapReduce files', { name: 'MapReduce: time of writing and moving files', value: 0, unit: 'µs', source: 'a modelling choice: a file system that does not fail stands for HDFS' })
  }

  #make(): void {
    const { play, lane } = this.#scope
    if (this.#paths.length > 0) {
      play.prepare('starts', () => { this.#repeat(undefined) })
      return
    }
    const store = this.#store
    if (store === undefined) throw new OptionError(`Job '${this.#name}' writes nowhere.`, undefined, "Say .writes(store('archive')).")
    const ground = this.#ground.kafka()
    const destination = lane.ledger.destination(store.name)
    for (const topic of this.#topics) ground.addReader(this.#groupId, topic, destination.index)
    ground.whenReady(() => { this.#repeat(destination) })
  }

  #repeat(destination: Destination | undefined): void {
    const { play } = this.#scope
    play.simulation.after(this.#everyMicros, play.owner, () => {
      if (this.#master === undefined) this.#run(destination)
      this.#repeat(destination)
    })
  }

  get #groupId(): string {
    return `mapreduce-${this.#name}`
  }

  #run(destination: Destination | undefined): void {
    const { lane } = this.#scope
    const live = this.#nodes.filter(({ hasPower }) => hasPower)
    const node = live[this.#runs % Math.max(1, live.length)]
    if (node === undefined) return
    this.#runs++
    let ranges: readonly OffsetRange[] = []
    const deliver = (runs: readonly RecordRun[]): void => {
      if (destination !== undefined) for (const run of runs) lane.ledger.delivered(destination, run, `${lane.name}/${this.#name}`)
    }
    const showsTasks = this.#trustsPartFiles && this.#version === 2
    this.#master = new ApplicationMaster(node, {
      name: `${this.#name}-${this.#runs}`, nodes: this.#nodes, output: this.#output, outputPath: `/${this.#name}/run-${this.#runs}`,
      committerVersion: this.#version, maxAttempts: this.#maxAttempts, recordMicros: this.#recordMicros,
      map: (input) => { this.#look(input) },
      input: (master) => this.#input(master, (found) => { ranges = found }),
      onTaskCommitted: (runs) => { if (showsTasks) deliver(runs) },
      onEnd: (committed) => {
        this.#master = undefined
        if (committed === undefined) return
        if (!showsTasks) deliver(committed)
        this.#ended(countRecords(committed), ranges)
      },
    })
  }

  /** A run has succeeded: what it has read need not be read again. */
  #ended(records: number, ranges: readonly OffsetRange[]): void {
    this.#recordsRead = records
    this.#scope.lane.simulation.recorder.set(this.#recordsTrack, records, `run ${this.#runs}`)
    for (const { topic, partition, to } of ranges) {
      this.#reached.set(partitionName({ topic, partition }), to)
      this.#ground.kafka().progress.committed({ groupId: this.#groupId, topic, partition, leaderEpoch: -1 }, to)
    }
  }

  /** @throws HadoopException when a path leads to no HDFS of the lane */
  #input(master: Process, onSplits: (ranges: readonly OffsetRange[]) => void): InputFormat {
    if (this.#paths.length > 0) return this.#files(master)
    const { lane } = this.#scope
    const ground = this.#ground.kafka()
    return new TopicInputFormat({
      lane, master, bootstrapServers: ground.bootstrapServers, onSplits,
      partitions: () => this.#partitions(ground),
      reached: (partition) => this.#reached.get(partitionName(partition)),
      isRecordByRecord: this.#map !== undefined,
    })
  }

  #files(master: Process): HdfsInputFormat {
    const { hdfs } = this.#ground.flume()
    const found = this.#paths.map((path) => hdfs.find(master.host, path))
    const cluster = found[0]?.cluster
    if (cluster === undefined || found.some((one) => one?.cluster !== cluster)) throw new HadoopException('java.io.IOException', `No FileSystem for ${this.#paths.join(',')}`)
    return new HdfsInputFormat({
      paths: found.flatMap((one) => one?.path ?? []), master, minSize: 0, maxSize: Number.POSITIVE_INFINITY,
      isRecursive: true, ignoresSubdirs: false, clientOf: (process) => cluster.client(process),
    })
  }

  #partitions({ cluster }: ClientGround): readonly TopicPartition[] {
    return this.#topics.flatMap((topic) => (cluster.image?.topic(topic)?.partitions ?? []).map((_, partition) => ({ topic, partition })))
  }

  /** @throws HadoopException for what the reader's code throws */
  #look({ value }: MapInput): void {
    if (this.#map === undefined) return
    this.#scope.play.hasReaderRun = true
    try {
      this.#map(value)
    } catch (error) {
      if (error instanceof LimitError || error instanceof ScenarioError) throw error
      throw new HadoopException('java.lang.RuntimeException', error instanceof Error ? error.name : 'thrown by map')
    }
  }
}

function textsOf(reader: OptionReader, key: 'topics' | 'paths'): readonly string[] {
  if (!reader.has(key)) return []
  const given = reader.raw(key)
  const texts: readonly unknown[] = Array.isArray(given) ? given : [given]
  return texts.map((text) => {
    if (typeof text !== 'string' || text === '') throw new OptionError(`mapReduce: '${key}' takes texts, and got ${describe(text)}.`, key)
    return text
  })
}

function requireEvery(reader: OptionReader): number {
  const micros = reader.optionalMicros('every')
  if (micros === undefined || micros <= 0) throw reader.wrong('every', "a duration such as '30s'", reader.raw('every'))
  return micros
}

function readMap(reader: OptionReader): ((value: string) => void) | undefined {
  const map = reader.raw('map')
  if (map === undefined) return undefined
  if (typeof map !== 'function') throw reader.wrong('map', 'a function (value) => …', map)
  // What a function takes cannot be looked at.
  return map as (value: string) => void
}
