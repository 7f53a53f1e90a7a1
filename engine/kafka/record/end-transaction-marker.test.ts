import { describe, expect, it } from 'vitest'
import { END_TRANSACTION_MARKER_BYTES, encodeEndTransactionMarker, endTransactionMarkerBatch } from './end-transaction-marker.ts'
import { markerKey, markerValue } from './end-transaction-marker.ts'

const marker = {
  marker: 'COMMIT',
  coordinatorEpoch: 5,
  baseOffset: 10,
  partitionLeaderEpoch: 0,
  producerId: 4000,
  producerEpoch: 1,
  timestampMs: 1_700_000_000_000,
} as const

describe('an end-of-transaction marker', () => {
  it('is a control batch of 78 bytes', () => {
    expect(encodeEndTransactionMarker(marker)).toHaveLength(END_TRANSACTION_MARKER_BYTES)
    expect(END_TRANSACTION_MARKER_BYTES).toBe(78)
  })

  // KIP-98: attributes bit 4 is transactional, bit 5 is control; they lie at byte 21 and 22.
  it('has the transactional and the control bit', () => {
    expect([...encodeEndTransactionMarker(marker).slice(21, 23)]).toEqual([0, 0x30])
  })

  it('says commit or abort in its key, and the coordinator epoch in its value', () => {
    expect([...markerKey('COMMIT')]).toEqual([0, 0, 0, 1])
    expect([...markerKey('ABORT')]).toEqual([0, 0, 0, 0])
    expect([...markerValue(5)]).toEqual([0, 0, 0, 0, 0, 5])
  })

  it('takes one offset and carries no record of anybody', () => {
    const batch = endTransactionMarkerBatch(marker)
    expect(batch).toMatchObject({ baseOffset: 10, lastOffset: 10, recordCount: 1, isControl: true, runs: [] })
  })
})
