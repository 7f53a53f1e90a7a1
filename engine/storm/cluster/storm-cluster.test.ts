import { describe, expect, it } from 'vitest'
import { Lane } from '../../ledger/lane.ts'
import { RecordStreams } from '../../ledger/record-stream.ts'
import { Simulation } from '../../sim/simulation.ts'
import type { StormConfigValue } from '../config/storm-defaults.ts'
import { StormException } from '../storm-exception.ts'
import type { Bolt, OutputCollector, Spout, SpoutOutputCollector } from '../topology/component.ts'
import { TopologyBuilder } from '../topology/topology-builder.ts'
import type { Tuple } from '../tuple/tuple.ts'
import { StormCluster } from './storm-cluster.ts'

/** Emits 1 … count, once, with ids, and counts answers. */
class NumberSpout implements Spout {
  readonly acked: number[] = []
  readonly failed: { readonly id: number; readonly ms: number }[] = []
  readonly #count: number
  readonly #simulation: Simulation
  readonly #hasIds: boolean
  #next = 1
  #collector: SpoutOutputCollector | undefined

  constructor(simulation: Simulation, count: number, hasIds = true) {
    this.#simulation = simulation
    this.#count = count
    this.#hasIds = hasIds
  }

  open(collector: SpoutOutputCollector): void {
    this.#collector = collector
  }

  nextTuple(done: () => void): void {
    const id = this.#next
    if (id <= this.#count) {
      this.#next++
      this.#collector?.emit([id], this.#hasIds ? { messageId: id } : {})
    }
    done()
  }

  ack(id: unknown): void {
    this.acked.push(Number(id))
  }

  fail(id: unknown): void {
    this.failed.push({ id: Number(id), ms: this.#simulation.nowMicros / 1000 })
  }
}

class FunctionBolt implements Bolt {
  readonly seen: number[] = []
  readonly #does: (collector: OutputCollector, tuple: Tuple) => void
  #collector: OutputCollector | undefined

  constructor(does: (collector: OutputCollector, tuple: Tuple) => void) {
    this.#does = does
  }

  prepare(collector: OutputCollector): void {
    this.#collector = collector
  }

  execute(tuple: Tuple): void {
    this.seen.push(Number(tuple.values[0]))
    if (this.#collector !== undefined) this.#does(this.#collector, tuple)
  }
}

interface Stage {
  readonly simulation: Simulation
  readonly cluster: StormCluster
  readonly lane: Lane
  readonly spouts: NumberSpout[]
  readonly bolts: FunctionBolt[]
}

/** A spout s and a bolt a, on two machines. */
function stage(does: (collector: OutputCollector, tuple: Tuple) => void, config: Readonly<Record<string, StormConfigValue>>, options: { readonly tuples?: number; readonly hasIds?: boolean } = {}): Stage {
  const simulation = new Simulation({ seed: 5 })
  const lane = new Lane({ simulation, name: 'lane', streams: new RecordStreams(), offeredAt: () => 0, startMs: 0 })
  const cluster = new StormCluster(lane, { supervisors: [lane.host('one'), lane.host('two')], timing: { workerBootMicros: 0 } })
  const spouts: NumberSpout[] = []
  const bolts: FunctionBolt[] = []
  const builder = new TopologyBuilder()
  builder.setSpout('s', () => {
    const spout = new NumberSpout(simulation, options.tuples ?? 10, options.hasIds)
    spouts.push(spout)
    return spout
  }, { fields: ['n'] })
  builder.setBolt('a', () => {
    const bolt = new FunctionBolt(does)
    bolts.push(bolt)
    return bolt
  }).grouping('s', { type: 'shuffle' })
  cluster.submitTopology('t', config, builder.createTopology())
  return { simulation, cluster, lane, spouts, bolts }
}

const ackAll = (collector: OutputCollector, tuple: Tuple): void => { collector.ack(tuple) }

describe('a topology', () => {
  it('acks what its bolts ack, over two workers as well as in one', () => {
    for (const workers of [1, 2]) {
      const { simulation, spouts } = stage(ackAll, { 'topology.workers': workers, 'topology.acker.executors': 1 })
      simulation.runUntil(2_000_000)
      expect(spouts[0]?.acked).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    }
  })

  it('fails a tuple that nobody answers between one and two time-outs after it was emitted', () => {
    const { simulation, spouts } = stage(() => undefined, { 'topology.message.timeout.secs': 5 }, { tuples: 1 })
    simulation.runUntil(9_900_000)
    expect(spouts[0]?.failed).toEqual([])
    simulation.runUntil(10_100_000)
    expect(spouts[0]?.failed).toEqual([{ id: 1, ms: 10_000 }])
  })

  it('lets any number of tuples without id pass topology.max.spout.pending, and so many of those with one', () => {
    const config = { 'topology.max.spout.pending': 4 }
    const tracked = stage(() => undefined, config)
    tracked.simulation.runUntil(1_000_000)
    expect(tracked.bolts[0]?.seen).toEqual([1, 2, 3, 4])
    const untracked = stage(() => undefined, config, { hasIds: false })
    untracked.simulation.runUntil(1_000_000)
    expect(untracked.bolts[0]?.seen).toHaveLength(10)
  })

  it('loses a worker whose bolt throws, and the supervisor launches it again', () => {
    const { simulation, cluster, spouts } = stage((collector, tuple) => {
      if (tuple.values[0] === 3 && spouts.length === 1) throw new StormException('java.lang.RuntimeException', 'boom')
      collector.ack(tuple)
    }, {})
    const [worker] = cluster.topologies.get('t')?.workers ?? []
    while (worker?.exitCode === undefined && simulation.advance() === 'instant');
    expect(worker?.exitCode).toBe(1)
    expect(worker?.process.state).toBe('stopped')
    simulation.runUntil(simulation.nowMicros + 5_000_000)
    expect(worker?.process.state).toBe('running')
    expect(spouts[1]?.acked).toHaveLength(10)
  })

  it('moves to another machine when its own has been dark for nimbus.task.timeout.secs', () => {
    const { simulation, cluster, lane, spouts } = stage(ackAll, {}, { tuples: 1 })
    simulation.runUntil(1_000_000)
    const hostOf = (): readonly string[] => [...cluster.topologies.values()].flatMap(({ workers }) => workers.filter(({ process }) => process.isRunning).map(({ address }) => address.host.name))
    expect(hostOf()).toEqual(['lane/one'])
    lane.findHost('one')?.powerCut()
    simulation.runUntil(30_000_000)
    expect(hostOf()).toEqual([])
    simulation.runUntil(60_000_000)
    expect(hostOf()).toEqual(['lane/two'])
    expect(spouts[1]?.acked).toEqual([1])
  })
})
