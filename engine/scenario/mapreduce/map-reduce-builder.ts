import { HadoopException } from '../../hadoop/hadoop-exception.ts'
import type { MapInput } from '../../hadoop/mapreduce/input/map-input.ts'
import { ApplicationMaster } from '../../hadoop/mapreduce/job/application-master.ts'
import type { RecordFile } from '../../hadoop/mapreduce/job/task-attempt-process.ts'
import { mapredDefaults } from '../../hadoop/mapreduce/mapred-defaults.ts'
import { FileTree } from '../../hadoop/mapreduce/output/file-tree.ts'
import { partitionName, type TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { Host } from '../../sim/host.ts'
import { LimitError } from '../../sim/limits.ts'
import type { MapReduceHandle } from '../api/mapreduce-types.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'
import type { ClientGround } from '../kafka/client/client-application.ts'
import type { DeclaredStore, LaneScope } from '../lane/lane-scope.ts'
import { ScenarioError } from '../source/scenario-error.ts'
import { TopicInputFormat, type OffsetRange } from './topic-input-format.ts'

const versionKey = 'mapreduce.fileoutputcommitter.algorithm.version'
const attemptsKey = 'mapreduce.map.maxattempts'

/** Declares a job that imports topics into files, run by run. How far each partition is imported is kept with the output of the runs that have succeeded. */
export class MapReduceBuilder {
  readonly handle: MapReduceHandle
  readonly #scope: LaneScope
  readonly #ground: () => ClientGround
  readonly #name: string
  readonly #topics: readonly string[]
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

  /** @throws OptionError */
  constructor(scope: LaneScope, ground: () => ClientGround, options: unknown) {
    const reader = new OptionReader('mapReduce', options, ['topics', 'every', 'name', 'nodes', versionKey, attemptsKey, 'takes', 'map', 'trusts'])
    const { play, lane, handles } = scope
    this.#scope = scope
    this.#ground = ground
    this.#name = reader.text('name', 'import')
    this.#topics = topicsOf(reader)
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
      writes: (to: unknown) => {
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
    const store = this.#store
    if (store === undefined) throw new OptionError(`Job '${this.#name}' writes nowhere.`, undefined, "Say .writes(store('archive')).")
    const ground = this.#ground()
    const destination = lane.ledger.destination(store.name)
    for (const topic of this.#topics) ground.addReader(this.#groupId, topic, destination.index)
    const turn = (): void => {
      play.simulation.after(this.#everyMicros, play.owner, () => {
        if (this.#master === undefined) this.#run(ground, destination)
        turn()
      })
    }
    ground.whenReady(turn)
  }

  get #groupId(): string {
    return `mapreduce-${this.#name}`
  }

  #run(ground: ClientGround, destination: Destination): void {
    const { lane } = this.#scope
    const live = this.#nodes.filter(({ hasPower }) => hasPower)
    const node = live[this.#runs % Math.max(1, live.length)]
    if (node === undefined) return
    this.#runs++
    const name = `${this.#name}-${this.#runs}`
    let ranges: readonly OffsetRange[] = []
    const deliver = (runs: readonly RecordRun[]): void => {
      for (const run of runs) lane.ledger.delivered(destination, run, `${lane.name}/${this.#name}`)
    }
    const showsTasks = this.#trustsPartFiles && this.#version === 2
    this.#master = new ApplicationMaster(node, {
      name, nodes: this.#nodes, output: this.#output, outputPath: `/${this.#name}/run-${this.#runs}`,
      committerVersion: this.#version, maxAttempts: this.#maxAttempts, recordMicros: this.#recordMicros,
      map: (input) => { this.#look(input) },
      input: (master) => new TopicInputFormat({
        lane, master, bootstrapServers: ground.bootstrapServers,
        partitions: () => this.#partitions(ground),
        reached: (partition) => this.#reached.get(partitionName(partition)),
        isRecordByRecord: this.#map !== undefined,
        onSplits: (found) => { ranges = found },
      }),
      onTaskCommitted: (runs) => { if (showsTasks) deliver(runs) },
      onEnd: (committed) => {
        this.#master = undefined
        if (committed === undefined) return
        if (!showsTasks) deliver(committed)
        for (const { topic, partition, to } of ranges) {
          this.#reached.set(partitionName({ topic, partition }), to)
          ground.progress.committed({ groupId: this.#groupId, topic, partition, leaderEpoch: -1 }, to)
        }
      },
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

function topicsOf(reader: OptionReader): readonly string[] {
  const given = reader.raw('topics')
  const topics: readonly unknown[] = Array.isArray(given) ? given : [given]
  return topics.map((topic) => {
    if (typeof topic !== 'string' || topic === '') throw new OptionError(`mapReduce: 'topics' takes names of topics, and got ${describe(topic)}.`, 'topics')
    return topic
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
