import { numberOf, property, textOf, type Json, type JsonObject } from '../../json.ts'
import { Machine } from '../flume/run/machine.ts'
import { SinkUnderTest } from '../hbase/sink-under-test.ts'
import { NotReplayable, type Replayer } from '../replayer.ts'
import { clusterVerbs } from './cluster-verbs.ts'
import { HdfsWorld } from './hdfs-world.ts'
import { answerOf, replaySteps, stepsOf } from './replay-steps.ts'
import { listSinkFiles, maskedPath, openSinkFile, firstSinkFile } from './sink-files.ts'

/** Sequences and runs of Flume's hdfs sink on an HDFS cluster. */
export const hdfsSinkReplayer: Replayer = {
  usesChance: true,
  accepts: ({ setup, replay }) => textOf(property(setup, 'sink'), 'type') === 'hdfs' && property(setup, 'cluster') !== undefined && Array.isArray(replay),
  replay: ({ setup, replay }, { seed }) => {
    const script = new SinkScript(setup, seed)
    for (const step of stepsOf(property(setup, 'before'))) answerOf(script.world, step, (one) => script.do(one))
    return { observed: replaySteps(script.world, stepsOf(replay), (step) => script.do(step)).observed }
  },
}

class SinkScript {
  readonly world: HdfsWorld
  readonly #machine: Machine
  readonly #setup: Json | undefined
  #sink: SinkUnderTest | undefined
  #sinks = 0
  #collected: Json[] = []

  constructor(setup: Json | undefined, seed: number) {
    this.#setup = setup
    this.#machine = new Machine(seed)
    this.world = new HdfsWorld(setup, seed, this.#machine.lane)
    this.#machine.flume.hdfs.add('nn', this.world.hdfs)
  }

  /** Does a step. */
  do(step: JsonObject): Json | undefined {
    const op = textOf(step, 'op')
    const ofCluster = clusterVerbs[op]
    if (ofCluster !== undefined) return ofCluster(this.world, step)
    if (op === 'ls') return listSinkFiles(this.world, this.#machine, this.#setup, textOf(step, 'answer'))
    if (op === 'log') return this.#log(step)
    if (op === 'repeat') return this.#repeat(step)
    if (op === 'allEqual') return this.#collected.every((answer) => answer === step['value'])
    return this.#onFiles(op, step) ?? this.#onSink(op, step)
  }

  #onSink(op: string, step: JsonObject): Json | undefined {
    if ((op === 'start' && this.#sink === undefined) || op === 'newSink') {
      this.#sink = new SinkUnderTest({ machine: this.#machine, labels: new Map() }, this.#setup, ++this.#sinks)
      if (op === 'newSink') return 'ok'
    }
    const sink = this.#sink
    if (sink === undefined) throw new NotReplayable(`the verb '${op}' needs a sink`)
    switch (op) {
      case 'start':
        return sink.start()
      case 'put':
        return sink.put(step)
      case 'process':
        return sink.process(textOf(step, 'answer'))
      case 'drain':
        return sink.drain()
      case 'chan':
        return sink.chan
      case 'counters':
        return sink.counters
      case 'stop':
        return sink.stop()
      case 'kill':
        return sink.kill()
      default:
        return undefined
    }
  }

  /** What another client does to the sink's files. */
  #onFiles(op: string, step: JsonObject): Json | undefined {
    const { client, process } = this.world.client('other')
    const path = (): string => this.#path(textOf(step, 'path'))
    switch (op) {
      case 'hdfsDelete':
        return this.world.do(process, client.delete(path()))
      case 'hdfsAppend':
        this.world.do(process, client.append(path()))
        return 'ok'
      case 'hdfsMkdirs':
        return this.world.do(process, client.mkdirs(path()))
      case 'hdfsSetQuota': {
        const [names, spaceBytes] = [step['names'], step['space']].map((value) => (typeof value === 'number' || value === null ? value : undefined))
        this.world.do(process, client.call('setQuota', { ...client.caller, path: path(), names, spaceBytes }))
        return 'ok'
      }
      case 'recoverLease': {
        const file = path()
        const ask = (): boolean => this.world.do(process, client.recoverLease(file))
        const everyMs = numberOf(step, 'everyMs') ?? 500
        return step['untilTrue'] === true ? this.world.waitFor(ask, everyMs * (numberOf(step, 'maxTries') ?? 60), everyMs) : ask()
      }
      default:
        return undefined
    }
  }

  #path(name: string): string {
    if (name === 'openFile') return openSinkFile(this.world)
    if (name === 'firstFile') return firstSinkFile(this.world)
    return name === 'sinkDirectory' ? '/f' : name
  }

  #repeat(step: JsonObject): Json {
    const collect = textOf(step, 'collect')
    for (let time = 0; time < (numberOf(step, 'times') ?? 1); time++) {
      for (const part of stepsOf(step['do'] ?? step['steps'])) {
        const answer = answerOf(this.world, part, (one) => this.do(one))
        if (collect === '' || textOf(part, 'op') === collect) this.#collected.push(answer)
      }
    }
    return [...this.#collected]
  }

  /** Lines of the agents' logs: `LEVEL Logger message`, the first line of each. */
  #log(step: JsonObject): Json {
    const wanted = new RegExp(textOf(step, 'match'))
    const { recorder } = this.#machine.simulation
    const lines = recorder.journal
      .filter(({ component }) => component.includes('/agent'))
      .map(({ level, message }) => `${level} ${(message.split('\n', 1)[0] ?? '').replace(' - ', ' ')}`)
      .filter((line) => wanted.test(line))
      .map((line) => maskedPath(line))
    const answer = textOf(step, 'answer')
    if (answer.includes('count')) {
      const counts: Record<string, number> = {}
      for (const line of [...lines].sort()) counts[line] = (counts[line] ?? 0) + 1
      return counts
    }
    return answer.includes('set') ? [...new Set(lines)].sort() : lines
  }
}
