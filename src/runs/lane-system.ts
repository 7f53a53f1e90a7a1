import type { RunLane } from '../../engine/scenario/run/run-document.ts'

/** Which of the two systems a lane runs, by what stands in it; it decides colour and mark. */
export function systemOf(lane: RunLane): 'flume' | 'kafka' | 'other' {
  const kinds = new Set(lane.nodes.map(({ kind }) => kind))
  if (kinds.has('broker') || kinds.has('replica') || kinds.has('topic')) return kinds.has('channel') ? 'other' : 'kafka'
  return kinds.has('channel') || kinds.has('source') ? 'flume' : /kafka/i.test(lane.name) ? 'kafka' : 'flume'
}
