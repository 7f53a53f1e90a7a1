import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { SHIPPED_CONNECTORS } from '../connectors/shipped-connectors.ts'
import type { ConnectWorker } from './connect-worker.ts'
import type { RunningConnector } from './running-connector.ts'
import { pluginOf, validateConnector, type ConnectorProperties } from './validate-connector.ts'

/** Plain JSON of requests and answers. */
export type RestJson = null | boolean | number | string | readonly RestJson[] | { readonly [name: string]: RestJson }

/** What the worker answers. */
export interface RestAnswer {
  readonly status: number
  readonly body: RestJson
}

/** A request to the worker's REST interface. */
export interface RestRequest {
  readonly method: string
  readonly path: string
  readonly body: RestJson
}

const MUST_BE_STOPPED = 'Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the specified connector ' +
  "by issuing a 'PUT' request to the '/connectors/"

function refusal(status: number, message: string): RestAnswer {
  return { status, body: { error_code: status, message } }
}

function notFound(name: string): RestAnswer {
  return refusal(404, `Connector ${name} not found`)
}

/** Carries out a request (ConnectorsResource, StandaloneHerder) and calls back with the answer. */
export function restCall(worker: ConnectWorker, request: RestRequest, done: (answer: RestAnswer) => void): void {
  const [, root, name, ...rest] = request.path.split('?', 1).join('').split('/')
  if (root !== 'connectors') done(refusal(404, 'HTTP 404 Not Found'))
  else if (name === undefined || name === '') done(request.method === 'POST' ? create(worker, request.body) : { status: 200, body: [...worker.connectors.keys()] })
  else if (rest[0] === 'offsets') offsets(worker, request.method, name, done)
  else done(ofConnector(worker, request, name, rest))
}

function create(worker: ConnectWorker, body: RestJson): RestAnswer {
  const name = textOf(body, 'name')
  const config = propertiesOf(field(body, 'config'))
  const included = config.get('name')
  if (included !== undefined && included !== name) return refusal(400, `Connector name configuration (${included}) doesn't match connector name in the URL (${name})`)
  return put(worker, name, new Map([...config, ['name', name]]), false)
}

function put(worker: ConnectWorker, name: string, properties: ConnectorProperties, mayReplace: boolean): RestAnswer {
  const problem = problemOf(worker, properties)
  if (problem !== undefined) return refusal(400, problem)
  const known = worker.connectors.get(name)
  if (known !== undefined && !mayReplace) return refusal(409, `Connector ${name} already exists`)
  if (known !== undefined) worker.delete(name)
  return { status: known === undefined ? 201 : 200, body: connectorInfo(worker.start(properties)) }
}

/** Why a configuration cannot be taken (AbstractHerder.maybeAddConfigErrors and before). */
function problemOf(worker: ConnectWorker, properties: ConnectorProperties): string | undefined {
  const className = properties.get('connector.class')
  if (className === undefined) return `Connector config {${[...properties].map(([key, value]) => `${key}=${value}`).join(', ')}} contains no connector type`
  const plugin = pluginOf(properties)
  if (plugin === undefined) return `Failed to find any class that implements Connector and which name matches ${className}, available connectors are: ${pluginTexts(worker)}`
  const messages = [...validateConnector(plugin, properties).values()].flat()
  if (messages.length === 0) return undefined
  return [
    `Connector configuration is invalid and contains the following ${String(messages.length)} error(s):`, ...messages,
    'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
  ].join('\n')
}

function pluginTexts(worker: ConnectWorker): string {
  const locations = worker.options.pluginLocations ?? ['classpath']
  return SHIPPED_CONNECTORS.flatMap(({ className, kind }) => locations.map((location) =>
    `PluginDesc{klass=class ${className}, name='${className}', version='4.3.0', encodedVersion=4.3.0, type=${kind}, typeName='${kind}', location='${location}'}`)).join(', ')
}

function ofConnector(worker: ConnectWorker, { method, body }: RestRequest, name: string, [verb, number, below]: readonly string[]): RestAnswer {
  const connector = worker.connectors.get(name)
  if (verb === 'config' && method === 'PUT') return put(worker, name, new Map([...propertiesOf(body), ['name', name]]), true)
  if (verb === 'status') return connector === undefined ? refusal(404, `No status found for connector ${name}`) : { status: 200, body: statusOf(worker, connector) }
  if (verb === 'tasks' && below === 'status') return taskStatus(worker, name, connector, Number(number))
  if (verb === 'pause' || verb === 'resume' || verb === 'stop') return connector === undefined ? refusal(404, `Unknown connector ${name}`) : changeState(connector, verb)
  if (connector === undefined) return notFound(name)
  if (verb === 'config') return { status: 200, body: Object.fromEntries(connector.properties) }
  if (verb === 'tasks' && below === 'restart') return restartTask(connector, name, Number(number))
  if (verb === 'tasks') return { status: 200, body: tasksOf(connector).map((id) => ({ id, config: { ...Object.fromEntries(connector.properties) } })) }
  // The connector is made anew; its tasks go on as they are (includeTasks = false).
  if (verb === 'restart') return { status: 204, body: null }
  if (method !== 'DELETE') return { status: 200, body: connectorInfo(connector) }
  worker.delete(name)
  return { status: 204, body: null }
}

function changeState(connector: RunningConnector, verb: 'pause' | 'resume' | 'stop'): RestAnswer {
  connector[verb]()
  return { status: verb === 'stop' ? 204 : 202, body: null }
}

function restartTask(connector: RunningConnector, name: string, number: number): RestAnswer {
  if (connector.statuses[number] === undefined) return refusal(404, `Task ${name}-${String(number)} not found`)
  connector.restartTask(number)
  return { status: 204, body: null }
}

function taskStatus(worker: ConnectWorker, name: string, connector: RunningConnector | undefined, number: number): RestAnswer {
  if (connector?.statuses[number] === undefined) return refusal(404, `No status found for task ${name}-${String(number)}`)
  return { status: 200, body: taskBody(worker, connector, number) }
}

function tasksOf(connector: RunningConnector): readonly { readonly connector: string; readonly task: number }[] {
  return connector.statuses.map((_, task) => ({ connector: connector.name, task }))
}

function connectorInfo(connector: RunningConnector): RestJson {
  return { name: connector.name, config: Object.fromEntries(connector.properties), tasks: tasksOf(connector), type: connector.plugin.kind }
}

function workerId(worker: ConnectWorker): string {
  return `${worker.options.host.name.slice(worker.options.host.name.lastIndexOf('/') + 1)}:8083`
}

function statusOf(worker: ConnectWorker, connector: RunningConnector): RestJson {
  return {
    name: connector.name,
    connector: { state: connector.state, worker_id: workerId(worker), version: '4.3.0' },
    tasks: connector.statuses.map((_, number) => taskBody(worker, connector, number)),
    type: connector.plugin.kind,
  }
}

function taskBody(worker: ConnectWorker, connector: RunningConnector, number: number): RestJson {
  const status = connector.statuses[number]
  return { id: number, state: status?.state ?? 'UNASSIGNED', worker_id: workerId(worker), version: '4.3.0', ...(status?.trace === undefined ? {} : { trace: status.trace }) }
}

function offsets(worker: ConnectWorker, method: string, name: string, done: (answer: RestAnswer) => void): void {
  const connector = worker.connectors.get(name)
  if (connector === undefined) done(notFound(name))
  else if (method !== 'GET' && connector.state !== 'STOPPED') done(refusal(400, `${MUST_BE_STOPPED}${name}/stop' endpoint`))
  else if (method === 'DELETE' && connector.plugin.kind === 'source') {
    worker.offsets.forget(name)
    done({ status: 200, body: { message: 'The offsets for this connector have been reset successfully' } })
  } else if (method !== 'GET') done(refusal(405, 'HTTP 405 Method Not Allowed'))
  else if (connector.plugin.kind === 'source') done({ status: 200, body: { offsets: sourceOffsets(worker, connector) } })
  else {
    worker.sinkOffsets(name, (found) => {
      if (found instanceof KafkaException) done(refusal(500, `Failed to retrieve consumer group offsets for connector ${name}`))
      else done({ status: 200, body: { offsets: found.map(({ topic, partition, offset }) => ({ partition: { kafka_partition: partition, kafka_topic: topic }, offset: { kafka_offset: offset } })) } })
    })
  }
}

function sourceOffsets(worker: ConnectWorker, connector: RunningConnector): readonly RestJson[] {
  const filename = connector.properties.get('file') ?? ''
  const position = worker.offsets.read(connector.name, filename)
  return position === undefined ? [] : [{ partition: { filename }, offset: { position } }]
}

function field(body: RestJson, name: string): RestJson {
  return typeof body === 'object' && body !== null && !isList(body) ? (body[name] ?? null) : null
}

function isList(body: RestJson): body is readonly RestJson[] {
  return Array.isArray(body)
}

function textOf(body: RestJson, name: string): string {
  const value = field(body, name)
  return typeof value === 'string' ? value : ''
}

function propertiesOf(body: RestJson): ConnectorProperties {
  if (typeof body !== 'object' || body === null || isList(body)) return new Map()
  return new Map(Object.entries(body).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const))
}
