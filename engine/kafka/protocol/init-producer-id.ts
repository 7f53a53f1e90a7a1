import { compactStringBytes } from './wire-size.ts'

/** InitProducerId request v5. A producer id, and for a transactional id the fencing of its older producers. */
export interface InitProducerIdRequest {
  readonly transactionalId: string | null
  readonly transactionTimeoutMs: number
  readonly producerId: number
  readonly producerEpoch: number
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function initProducerIdRequestBytes(message: InitProducerIdRequest): number {
  return 15 + compactStringBytes(message.transactionalId)
}

/** InitProducerId response v5. Producer id and epoch. */
export interface InitProducerIdResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly producerId: number
  readonly producerEpoch: number
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function initProducerIdResponseBytes(): number {
  return 17
}
