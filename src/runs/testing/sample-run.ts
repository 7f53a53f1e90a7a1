import type { RunDocument, RunLane } from '../../../engine/scenario/run/run-document.ts'
import type { StoryColumns } from '../../../engine/ledger/story.ts'
import type { TopologyNode } from '../../../engine/ledger/topology.ts'

const node = (id: string, kind: TopologyNode['kind'], label: string, parent?: string, properties = {}): TopologyNode => ({
  id,
  kind,
  label,
  parent,
  properties,
})

const story: StoryColumns = {
  kinds: ['offered', 'put', 'copy destroyed', 'delivered'],
  timesMicros: Float64Array.of(0, 100, 1_000_000, 2_000_000),
  kindIndexes: Int32Array.of(0, 1, 2, 3),
  places: Int32Array.of(1, 2, 2, 3),
  details: Int32Array.of(0, 0, 4, 0),
  firsts: Float64Array.of(0, 0, 6, 0),
  counts: Int32Array.of(10, 10, 4, 6),
  entriesNotKept: 0,
}

function flumeLane(): RunLane {
  return {
    name: 'Flume',
    hash: 'f'.repeat(32),
    offered: 10,
    acknowledged: 10,
    refusedAttempts: 1,
    longestWithoutAcknowledgementMicros: 200_000,
    totalWithoutAcknowledgementMicros: 250_000,
    longestWithoutDeliveryMicros: 300_000,
    destinations: [
      {
        name: 'archive',
        owed: 10,
        delivered: 6,
        duplicates: 0,
        replayed: 0,
        reordered: 0,
        lostWrites: 4,
        lines: [
          { fate: 'delivered', place: 'archive', cause: '', isTold: false, count: 6, acknowledged: 6, firstRecord: 0 },
          { fate: 'lost', place: 'Flume/collector/a1/c1', cause: 'process killed', isTold: false, count: 4, acknowledged: 4, firstRecord: 6 },
        ],
        imbalances: [],
        latency: { p50Micros: 1_000, p99Micros: 2_000, p999Micros: 2_000, maxMicros: 2_100 },
        longestWithoutDeliveryMicros: 300_000,
        peakBacklog: 5,
        timeToDrainMicros: 100_000,
      },
    ],
    series: [
      { name: 'offered', destination: undefined, bucketMicros: 100_000, counts: Float64Array.of(5, 5) },
      { name: 'acknowledged', destination: undefined, bucketMicros: 100_000, counts: Float64Array.of(5, 5) },
      { name: 'owed', destination: 'archive', bucketMicros: 100_000, counts: Float64Array.of(5, 5) },
      { name: 'delivered', destination: 'archive', bucketMicros: 100_000, counts: Float64Array.of(2, 3, 1) },
      { name: 'ended', destination: 'archive', bucketMicros: 100_000, counts: Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4) },
    ],
    story,
    nodes: [
      node('Flume/logs', 'outside', 'client'),
      node('Flume/collector', 'host', 'collector'),
      node('Flume/collector/a1', 'process', 'a1', 'Flume/collector'),
      node('Flume/collector/a1/r1', 'source', 'r1', 'Flume/collector/a1'),
      node('Flume/collector/a1/c1', 'channel', 'c1', 'Flume/collector/a1', { capacity: 100 }),
      node('Flume/collector/a1/k1', 'sink', 'k1', 'Flume/collector/a1'),
      node('Flume/archive', 'store', 'archive'),
    ],
    edges: [
      { from: 'Flume/logs', to: 'Flume/collector/a1/r1', label: '' },
      { from: 'Flume/collector/a1/r1', to: 'Flume/collector/a1/c1', label: '' },
      { from: 'Flume/collector/a1/c1', to: 'Flume/collector/a1/k1', label: '' },
      { from: 'Flume/collector/a1/k1', to: 'Flume/archive', label: '' },
    ],
    costs: { hosts: 1, disks: 1, bytesWritten: 0, bytesOffered: 2_000, bytesAccepted: 2_000, bytesSent: 4_000, peakMemoryBytes: 1_000, peakDiskBytes: 0, fsyncs: 0, copies: 1 },
  }
}

/**
 * A small run made by hand: ten records into a memory channel, whose process is killed with four of them inside. For
 * tests of what is shown; no engine has produced it.
 */
export function sampleRun(changed: Partial<RunDocument> = {}): RunDocument {
  return {
    version: 1,
    engineHash: 'e1',
    scenarioHash: 's1',
    seed: 7,
    startMs: 0,
    timeZone: 'UTC',
    durationMicros: 2_000_000,
    endedAtMicros: 2_000_000,
    limitReached: undefined,
    error: undefined,
    diagnostics: [],
    parameters: [{ name: 'rate', value: 50, defaultValue: 50, min: 10, max: 500, step: 10, unit: 'events/s' }],
    modelParameters: [{ name: 'disk.fsyncMicros', value: 5_000, unit: 'µs', source: 'a datasheet' }],
    expectations: [{ description: 'flume.lost', expected: '4', actual: '4', isMet: true, position: undefined }],
    lanes: [flumeLane()],
    streams: [{ name: 'lines', base: 0, count: 10, offeredAtMicros: new Float64Array(10), samples: ['line 0'] }],
    markers: [{ kind: 'fault', timeMicros: 1_000_000, lane: 'Flume', component: 'Flume/collector/a1', text: 'killed' }],
    console: [],
    changes: {
      tracks: [
        { index: 0, component: 'Flume/collector/a1/c1', field: 'ChannelSize', kind: 'number' },
        { index: 1, component: 'Flume/collector/a1', field: 'state', kind: 'text' },
      ],
      texts: ['', 'Flume/logs', 'Flume/collector/a1/c1', 'archive', 'lost: process killed', 'running', 'dead'],
      timesMicros: Float64Array.of(0, 100, 1_000_000, 1_000_000),
      trackIndexes: Int32Array.of(1, 0, 0, 1),
      values: Float64Array.of(5, 4, 0, 6),
      causes: Int32Array.of(0, 0, 4, 4),
      journal: [{ timeMicros: 1_000_000, component: 'Flume/collector/a1', level: 'FAULT', message: 'killed' }],
      journalLinesNotKept: 0,
    },
    eventsExecuted: 42,
    hash: 'a'.repeat(32),
    componentHashes: new Map(),
    ...changed,
  }
}
