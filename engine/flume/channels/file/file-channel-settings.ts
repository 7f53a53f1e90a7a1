/** Settings of a file channel. */
export interface FileChannelSettings {
  readonly capacity: number
  readonly transactionCapacity: number
  readonly keepAliveSeconds: number
  readonly checkpointDir: string
  readonly dataDirs: readonly string[]
  readonly checkpointIntervalMs: number
  readonly maxFileSizeBytes: number
  readonly minimumRequiredSpaceBytes: number
  readonly checkpointOnClose: boolean
}
