/**
 * Sizes of the flexible encoding (KIP-482), in which every message here is sent: lengths are unsigned varints of
 * length + 1 (0 = null), and each structure ends with a section of tagged fields, one byte when there are none.
 * The number that opens each `…Bytes` sum of a message is its fixed-width fields plus that byte.
 */
import type { SizedBatch } from '../record/record-batch.ts'
import { utf8Bytes } from '../record/utf8-bytes.ts'
import { unsignedVarintBytes } from '../record/varint.ts'

/** A 16-byte id in Kafka's text form (URL-safe base64, 22 characters), or any other unique text in a simulation. */
export type Uuid = string

/** Bytes of a nullable compact string. */
export function compactStringBytes(text: string | null): number {
  return text === null ? 1 : compactPayloadBytes(utf8Bytes(text))
}

/** Bytes of a field that holds `payloadBytes` bytes behind a compact length. */
export function compactPayloadBytes(payloadBytes: number): number {
  return unsignedVarintBytes(payloadBytes + 1) + payloadBytes
}

/** Bytes of a nullable compact array whose elements differ in size. */
export function compactArrayBytes<Element>(
  elements: readonly Element[] | null,
  elementBytes: (element: Element) => number,
): number {
  if (elements === null) return 1
  let bytes = unsignedVarintBytes(elements.length + 1)
  for (const element of elements) bytes += elementBytes(element)
  return bytes
}

/** Bytes of a nullable compact array whose elements take `elementBytes` each. */
export function compactFixedArrayBytes(elements: readonly unknown[] | null, elementBytes: number): number {
  return elements === null ? 1 : unsignedVarintBytes(elements.length + 1) + elements.length * elementBytes
}

/** Bytes of a nullable `records` field: the batches as they lie in the log, behind one compact length. */
export function compactRecordsBytes(batches: readonly SizedBatch[] | null): number {
  if (batches === null) return 1
  let payloadBytes = 0
  for (const batch of batches) payloadBytes += batch.sizeInBytes
  return compactPayloadBytes(payloadBytes)
}

/** Bytes that one present tagged field adds: its tag and size (tags here are below 128) and its value. */
export function taggedFieldBytes(valueBytes: number): number {
  return 1 + unsignedVarintBytes(valueBytes) + valueBytes
}

/** Bytes of the frame length and a request header v2: api key, version, correlation id, client id, tagged fields. */
export function requestHeaderBytes(clientId: string | null): number {
  return 4 + 2 + 2 + 4 + 2 + (clientId === null ? 0 : utf8Bytes(clientId)) + 1
}

/** Bytes of the frame length and a response header: the correlation id and, in version 1, tagged fields. */
export function responseHeaderBytes(headerVersion: 0 | 1): number {
  return 4 + 4 + headerVersion
}
