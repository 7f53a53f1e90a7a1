import { gzip } from 'pako'
import { compress } from 'snappyjs'
import { lz4FrameBytes } from './lz4-size.ts'
import type { Codec } from '../record-batch.ts'

/** Header of the stream that snappy-java's SnappyOutputStream writes: magic, version, compatible version. */
const snappyStreamHeaderBytes = 16
/** Length field before each block of that stream. */
const snappyBlockHeaderBytes = 4
/** Block size with which Kafka opens that stream (SnappyCompression.wrapForOutput). */
const snappyBlockBytes = 32 * 1024

/** Codecs whose real libraries are at hand; for the others a compressed size is not modelled. */
export type SizedCodec = Extract<Codec, 'none' | 'gzip' | 'snappy' | 'lz4'>

/** Whether sizes of that codec are modelled. */
export function hasSizes(codec: Codec): codec is SizedCodec {
  return codec === 'none' || codec === 'gzip' || codec === 'snappy' || codec === 'lz4'
}

/**
 * Bytes that the records part of a batch takes once compressed, by the real algorithms: zlib's deflate at level 6 in a
 * gzip stream (Kafka's default `compression.gzip.level` is -1, which is 6), snappy in blocks of 32 KiB, and LZ4 in blocks of 64 KiB.
 */
export function compressedBytes(codec: SizedCodec, records: Uint8Array): number {
  if (codec === 'gzip') return gzip(records, { level: 6 }).length
  if (codec === 'none') return records.length
  if (codec === 'lz4') return lz4FrameBytes(records)
  let bytes = snappyStreamHeaderBytes
  for (let start = 0; start < records.length; start += snappyBlockBytes) {
    bytes += snappyBlockHeaderBytes + compress(records.slice(start, start + snappyBlockBytes)).length
  }
  return bytes
}
