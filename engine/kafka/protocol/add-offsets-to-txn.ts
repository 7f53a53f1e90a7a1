import { compactStringBytes } from './wire-size.ts'

/** AddOffsetsToTxn request v4. Adds a group's offsets to a transaction. */
export interface AddOffsetsToTxnRequest {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly groupId: string
}

/** Bytes of the body on the wire (version 4), header excluded. */
export function addOffsetsToTxnRequestBytes(message: AddOffsetsToTxnRequest): number {
  return 11 + compactStringBytes(message.transactionalId) + compactStringBytes(message.groupId)
}

/** AddOffsetsToTxn response v4. Result. */
export interface AddOffsetsToTxnResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
}

/** Bytes of the body on the wire (version 4), header excluded. */
export function addOffsetsToTxnResponseBytes(): number {
  return 7
}
