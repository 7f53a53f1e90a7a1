import type { HostFiles } from '../../flume/files/host-files.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import type { KafkaAdminClient } from '../../kafka/admin/kafka-admin-client.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { Process } from '../../sim/process.ts'
import type { OffsetStore } from './offset-store.ts'
import type { RecordForms } from './record-forms.ts'
import { below } from './transformation-chain.ts'
import type { ConnectorProperties } from './validate-connector.ts'

/** States of a connector or a task as the REST interface tells them (AbstractStatus.State). */
export type ConnectState = 'UNASSIGNED' | 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FAILED'

/** What a task of a connector is given by its worker. */
export interface TaskContext {
  readonly lane: Lane
  readonly process: Process
  readonly files: HostFiles
  readonly admin: KafkaAdminClient
  readonly offsets: OffsetStore
  /** In which forms the connector sends on what it gets. */
  readonly forms: RecordForms
  readonly progress: GroupProgress | undefined
  /** The worker's properties. */
  readonly worker: ConnectorProperties
  readonly connector: string
  readonly properties: ConnectorProperties
  readonly number: number
  /** Where a sink's records are owed to; for a source, where they are on the way to. */
  readonly destinations: () => readonly Destination[]
  /** Its state has changed. @param trace of a failure */
  readonly onState: (state: ConnectState, trace?: string) => void
}

/** A running task. */
export interface ConnectTask {
  pause(): void
  resume(): void
  /** Stops and calls back when it has committed what it could. */
  stop(done: () => void): void
}

/** The task's name in tracks, journal and picture. */
export function taskName({ process, connector, number }: TaskContext): string {
  return `${process.name}/${connector}-${String(number)}`
}

/** Properties of a task's client: the worker's with the prefix (`consumer.`), then the connector's (`consumer.override.`). */
export function clientProperties(context: TaskContext, kind: 'producer' | 'consumer', fixed: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const worker = below(context.worker, `${kind}.`)
  const connector = below(context.properties, `${kind}.override.`)
  return { 'bootstrap.servers': context.worker.get('bootstrap.servers') ?? '', ...fixed, ...Object.fromEntries(worker), ...Object.fromEntries(connector) }
}

/** Milliseconds of a key; its default where it is not given. */
export function millisOf(properties: ConnectorProperties, key: string, fallback: number): number {
  const text = properties.get(key)
  return text === undefined ? fallback : Number(text)
}

/** An exception with its causes as a stack trace begins, without frames. */
export function traceOf(error: KafkaException): string {
  const lines = [`${error.className}: ${error.message}`]
  for (let { cause } = error; cause !== undefined; cause = cause.cause) lines.push(`Caused by: ${cause.className}: ${cause.message}`)
  return `${lines.join('\n')}\n`
}

/** Runs what may throw an exception of Connect or Kafka; gives it back instead. */
export function caughtException<Value>(work: () => Value): Value | KafkaException {
  try {
    return work()
  } catch (error) {
    if (error instanceof KafkaException) return error
    throw error
  }
}
