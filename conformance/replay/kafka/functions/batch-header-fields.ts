import { lastSequence } from '../../../../engine/kafka/record/sequence.ts'
import type { Json } from '../../../json.ts'

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
const transactionalBit = 16
const controlBit = 32

/** The header of a v2 batch, read from its bytes at the offsets that KIP-98 gives. */
export function batchHeaderFields(bytes: Uint8Array): Json {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const attributes = view.getInt16(21)
  const baseOffset = Number(view.getBigInt64(0))
  const baseSequence = view.getInt32(53)
  const count = view.getInt32(57)
  return {
    sizeInBytes: bytes.length,
    baseOffset,
    lastOffset: baseOffset + view.getInt32(23),
    count,
    maxTimestamp: Number(view.getBigInt64(35)),
    producerId: Number(view.getBigInt64(43)),
    producerEpoch: view.getInt16(51),
    baseSequence,
    lastSequence: lastSequence(baseSequence, count),
    isControl: (attributes & controlBit) !== 0,
    isTransactional: (attributes & transactionalBit) !== 0,
    compression: codecs[attributes & 7] ?? null,
    checksum: view.getUint32(17),
  }
}
