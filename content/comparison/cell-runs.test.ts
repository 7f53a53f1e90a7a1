import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { loadEngine } from '../../scripts/engine-realm.ts'
import { readScenario } from '../../scripts/scenario-files.ts'
import { runNumber } from '../../src/runs/run-number.ts'
import type { Cell, CellRun } from './row.ts'
import { comparisonRow, comparisonRows } from './rows.ts'

const cells = comparisonRows.flatMap(({ slug, flume, kafka }) => [
  { slug, system: 'flume', ...flume },
  { slug, system: 'kafka', ...kafka },
])
const runsOf = ({ shownBy, brokenBy }: Cell): readonly CellRun[] => [shownBy, brokenBy]
const numberOf = async (slug: string, system: 'flume' | 'kafka', which: 'shownBy' | 'brokenBy'): Promise<number> => {
  const cellRun = comparisonRow(slug)[system][which]
  return runNumber(await runOf(cellRun.scenario), cellRun)
}

const runs = new Map<string, Promise<RunDocument>>()

/** The run of a shipped scenario with its defaults; each is run once for all tests here. */
function runOf(id: string): Promise<RunDocument> {
  const known = runs.get(id)
  if (known !== undefined) return known
  const { engine, drain } = loadEngine()
  const run = engine.runScenario({ ...readScenario(`content/scenarios/${id}`), drain })
  runs.set(id, run)
  return run
}

describe('the table', () => {
  it('has nine rows, and two runs for each of its eighteen cells', () => {
    expect(comparisonRows).toHaveLength(9)
    expect(new Set(cells.flatMap(runsOf).map((cellRun) => JSON.stringify(cellRun))).size).toBe(36)
  })

  it('takes its runs from the row that they are to speak for', () => {
    for (const cell of cells) for (const { scenario } of runsOf(cell)) expect(scenario.split('/')[0]).toBe(cell.slug)
  })
})

describe.each(cells)('the cell of $slug and $system', { timeout: 240_000 }, (cell) => {
  it('has runs that end, balance, meet their expectations, and have the numbers that it shows', async () => {
    for (const cellRun of runsOf(cell)) {
      const run = await runOf(cellRun.scenario)
      expect(run.error).toBeUndefined()
      expect(run.limitReached).toBeUndefined()
      expect(run.expectations.length).toBeGreaterThan(0)
      expect(run.expectations.filter(({ isMet }) => !isMet)).toEqual([])
      expect(run.lanes.flatMap(({ destinations }) => destinations.flatMap(({ imbalances }) => imbalances))).toEqual([])
      expect(Number.isFinite(runNumber(run, cellRun))).toBe(true)
    }
  })
})

describe('what the cells show', { timeout: 240_000 }, () => {
  it('is a loss where the claim is one, and none where it is not', async () => {
    expect(await numberOf('durability', 'flume', 'shownBy')).toBeGreaterThan(0)
    expect(await numberOf('durability', 'flume', 'brokenBy')).toBeGreaterThan(0)
    expect(await numberOf('durability', 'kafka', 'shownBy')).toBe(0)
    expect(await numberOf('durability', 'kafka', 'brokenBy')).toBeGreaterThan(0)
    expect(await numberOf('replication', 'flume', 'shownBy')).toBeGreaterThan(0)
    expect(await numberOf('replication', 'kafka', 'shownBy')).toBe(0)
    expect(await numberOf('hadoop', 'flume', 'brokenBy')).toBeGreaterThan(0)
    expect(await numberOf('hadoop', 'kafka', 'brokenBy')).toBeGreaterThan(0)
    expect(await numberOf('connectors', 'flume', 'brokenBy')).toBeGreaterThan(0)
    expect(await numberOf('processing', 'flume', 'brokenBy')).toBeGreaterThan(0)
  })

  it('is a burst turned away by a small channel and taken by a file and by the log, until retention', async () => {
    expect(await numberOf('spikes', 'flume', 'shownBy')).toBeGreaterThan(0)
    expect(await numberOf('spikes', 'flume', 'brokenBy')).toBe(0)
    expect(await numberOf('spikes', 'kafka', 'shownBy')).toBe(0)
    expect(await numberOf('spikes', 'kafka', 'brokenBy')).toBeGreaterThan(0)
  })

  it('is a pause that readers notice or do not', async () => {
    expect(await numberOf('scalability', 'flume', 'shownBy')).toBeGreaterThanOrEqual(1_000)
    expect(await numberOf('scalability', 'flume', 'brokenBy')).toBe(0)
    expect(await numberOf('scalability', 'kafka', 'shownBy')).toBeLessThan(1_000)
    expect(await numberOf('scalability', 'kafka', 'brokenBy')).toBeGreaterThan(1_000)
    expect(await numberOf('replication', 'kafka', 'brokenBy')).toBeGreaterThan(20_000)
  })

  it('is read again from the log, as long as it reaches, and from no channel but a Kafka channel', async () => {
    expect(await numberOf('consumption', 'flume', 'shownBy')).toBe(0)
    expect(await numberOf('consumption', 'kafka', 'brokenBy')).toBeGreaterThan(0)
    expect(await numberOf('definition', 'flume', 'brokenBy')).toBeGreaterThan(0)
    expect(await numberOf('definition', 'kafka', 'shownBy')).toBeGreaterThan(0)
    expect(await numberOf('definition', 'kafka', 'brokenBy')).toBe(0)
  })
})

describe('every system that the table names', { timeout: 240_000 }, () => {
  // By a node that stands in a run for it and for nothing else.
  it.each([
    ['Flume', 'channel', /./],
    ['Kafka', 'broker', /./],
    ['HDFS', 'process', /^namenode$/],
    ['HBase', 'process', /^HMaster/],
    ['Hadoop, for its jobs', 'host', /^node-1$/],
    ['Storm', 'host', /^supervisor-1$/],
  ])('%s stands in a run of the table', async (_name, kind, mark) => {
    const ran = await Promise.all(cells.flatMap(runsOf).map(({ scenario }) => runOf(scenario)))
    const lanes = ran.flatMap((run) => run.lanes)
    expect(lanes.some(({ nodes }) => nodes.some((node) => node.kind === kind && mark.test(node.label)))).toBe(true)
  })
})
