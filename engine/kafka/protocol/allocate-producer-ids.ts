/** AllocateProducerIds request v0. A broker asks the controller for a block of producer ids (KIP-730). */
export interface AllocateProducerIdsRequest {
  readonly brokerId: number
  readonly brokerEpoch: number
}

/** Bytes of the body on the wire (version 0), header excluded. */
export function allocateProducerIdsRequestBytes(): number {
  return 13
}

/** AllocateProducerIds response v0. Start and length of the block. */
export interface AllocateProducerIdsResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly producerIdStart: number
  readonly producerIdLen: number
}

/** Bytes of the body on the wire (version 0), header excluded. */
export function allocateProducerIdsResponseBytes(): number {
  return 19
}
