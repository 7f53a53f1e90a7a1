/** Keys of every client that its connections read (CommonClientConfigs), in milliseconds. */
export interface NetworkConfig {
  /** request.timeout.ms */
  readonly requestTimeoutMs: number
  /** reconnect.backoff.ms */
  readonly reconnectBackoffMs: number
  /** reconnect.backoff.max.ms */
  readonly reconnectBackoffMaxMs: number
  /** socket.connection.setup.timeout.ms */
  readonly connectionSetupTimeoutMs: number
  /** socket.connection.setup.timeout.max.ms */
  readonly connectionSetupTimeoutMaxMs: number
  /** retry.backoff.ms */
  readonly retryBackoffMs: number
  /** retry.backoff.max.ms */
  readonly retryBackoffMaxMs: number
  /** metadata.max.age.ms */
  readonly metadataMaxAgeMs: number
  /** max.in.flight.requests.per.connection of producers; others have 100. */
  readonly maxInFlight: number
}
