import { compactStringBytes } from './wire-size.ts'

/** EndTxn request v5. Commits or aborts a transaction. */
export interface EndTxnRequest {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly committed: boolean
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function endTxnRequestBytes(message: EndTxnRequest): number {
  return 12 + compactStringBytes(message.transactionalId)
}

/** EndTxn response v5. Result and, with transaction version 2, the next producer epoch (KIP-890). */
export interface EndTxnResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly producerId: number
  readonly producerEpoch: number
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function endTxnResponseBytes(): number {
  return 17
}
