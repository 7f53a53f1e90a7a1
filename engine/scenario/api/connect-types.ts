import type { HostHandle, ProcessHandle } from './fault-types.ts'
import type { Load } from './load-types.ts'

/** A connector's configuration: `connector.class`, `topics`, `tasks.max`, `transforms`, … as its JSON has them. */
export interface ConnectorConfig {
  readonly [key: string]: string | number | boolean
}

/** What is POSTed to `/connectors`. */
export interface ConnectorJson {
  readonly name: string
  readonly config: ConnectorConfig
}

/** A standalone worker. */
export interface ConnectOptions {
  readonly on: HostHandle
  /** Its name in the picture; `connect` when not given. */
  readonly name?: string
  /** connect-standalone.properties: the text of an imported file, or its keys. `bootstrap.servers` is the lane's cluster when not given. */
  readonly properties?: string | ConnectorConfig
}

/** A connector of a worker. */
export interface ConnectorHandle {
  readonly name: string
  /**
   * Lets the outside world bring the records: an application appends them, a line each, to the file that a FileStreamSource
   * reads; a program sends them as syslog messages to the port of a SyslogSource, from the machine `application` unless
   * `from` names another.
   */
  readonly receives: (load: Load, options?: { readonly from?: HostHandle }) => ConnectorHandle
  /** PUT /connectors/{name}/pause: its tasks stay and do nothing. */
  readonly pauses: () => void
  /** PUT …/resume. */
  readonly resumes: () => void
  /** PUT …/stop: its tasks end. */
  readonly stops: () => void
  /** POST …/tasks/{number}/restart: how a failed task goes on; 0 when not given. */
  readonly restarts: (task?: number) => void
}

/** A worker of Kafka Connect. */
export interface ConnectHandle extends ProcessHandle {
  /**
   * Starts a connector: its JSON as text (`import sink from './sink.json'`) or as an object. A sink's records count as delivered,
   * under the connector's name, when they are in its file.
   */
  readonly connector: (json: string | ConnectorJson) => ConnectorHandle
}
