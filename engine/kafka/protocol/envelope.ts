import { appendRun } from '../../ledger/record-runs.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import { type ApiName, type RequestOf, requestBytes, type ResponseOf, responseBytes } from './messages.ts'
import type { RecordBatch } from '../record/record-batch.ts'

/** Port of a broker's client listener (PLAINTEXT://:9092). */
export const BROKER_PORT = 9092

/** Port of a controller's listener (CONTROLLER://:9093). */
export const CONTROLLER_PORT = 9093

/** A request as it travels: header and body. What `carriedRuns` names is in the socket while the message is. */
export interface RequestEnvelope<Api extends ApiName> {
  readonly kind: 'request'
  readonly api: Api
  /** Matches the response to the request; counted by the client for each connection. */
  readonly correlationId: number
  readonly clientId: string
  readonly body: RequestOf<Api>
  /** Records in it: those of a Produce request. */
  readonly carriedRuns: readonly RecordRun[]
}

/** A response as it travels. */
export interface ResponseEnvelope<Api extends ApiName> {
  readonly kind: 'response'
  readonly api: Api
  readonly correlationId: number
  readonly body: ResponseOf<Api>
  /** Records in it: those of a Fetch response. */
  readonly carriedRuns: readonly RecordRun[]
}

/** Any request; `api` tells which. */
export type AnyRequest = { readonly [Api in ApiName]: RequestEnvelope<Api> }[ApiName]

/** Any response; `api` tells which. */
export type AnyResponse = { readonly [Api in ApiName]: ResponseEnvelope<Api> }[ApiName]

/** A message with the bytes that it takes on the wire. */
export interface SizedMessage<Message> {
  readonly message: Message
  readonly bytes: number
}

/** Classes, because a getter in an object literal is defined anew, slowly, for each of a hundred thousand messages. */
class Request<Api extends ApiName> {
  readonly kind = 'request'
  readonly api: Api
  readonly correlationId: number
  readonly clientId: string
  readonly body: RequestOf<Api>

  constructor(api: Api, { correlationId, clientId }: { readonly correlationId: number; readonly clientId: string }, body: RequestOf<Api>) {
    this.api = api
    this.correlationId = correlationId
    this.clientId = clientId
    this.body = body
  }

  get carriedRuns(): readonly RecordRun[] {
    return runsInRequest(this.api, this.body)
  }
}

class Response<Api extends ApiName> {
  readonly kind = 'response'
  readonly api: Api
  readonly correlationId: number
  readonly body: ResponseOf<Api>

  constructor({ api, correlationId }: { readonly api: Api; readonly correlationId: number }, body: ResponseOf<Api>) {
    this.api = api
    this.correlationId = correlationId
    this.body = body
  }

  get carriedRuns(): readonly RecordRun[] {
    return runsInResponse(this.api, this.body)
  }
}

/** Puts a request body into its envelope. */
export function requestEnvelope<Api extends ApiName>(
  api: Api,
  header: { readonly correlationId: number; readonly clientId: string },
  body: RequestOf<Api>,
): SizedMessage<AnyRequest> {
  const envelope = new Request(api, header, body)
  // TypeScript cannot see that a name and a body of the same type parameter belong together in the union.
  return { message: envelope as unknown as AnyRequest, bytes: requestBytes(api, body, header.clientId) }
}

/** Puts the response to a request into its envelope. */
export function responseEnvelope<Api extends ApiName>(
  request: { readonly api: Api; readonly correlationId: number },
  body: ResponseOf<Api>,
): SizedMessage<AnyResponse> {
  const envelope = new Response(request, body)
  // See requestEnvelope.
  return { message: envelope as unknown as AnyResponse, bytes: responseBytes(request.api, body) }
}

/** Puts a response body into its envelope where only the union of all requests is known; the caller answers what was asked. */
export function envelopeFor(request: AnyRequest, body: ResponseOf<ApiName>): SizedMessage<AnyResponse> {
  // A switch over `request.api` has chosen the body; TypeScript keeps no track of that beyond the branch.
  return responseEnvelope<ApiName>(request, body)
}

/** The body of a response to a request of the API `api`; undefined when it answers another API. */
export function responseBody<Api extends ApiName>(response: AnyResponse, api: Api): ResponseOf<Api> | undefined {
  // The names are equal, so the body is that of `api`; a type parameter is not narrowed by the comparison.
  return response.api === api ? (response.body) : undefined
}

/** The records of a list of batches, in order. */
export function runsOfBatches(batches: readonly RecordBatch[] | null): readonly RecordRun[] {
  const runs: RecordRun[] = []
  for (const batch of batches ?? []) for (const run of batch.runs) appendRun(runs, run)
  return runs
}

function runsInRequest<Api extends ApiName>(api: Api, body: RequestOf<Api>): readonly RecordRun[] {
  if (api !== 'Produce') return []
  const runs: RecordRun[] = []
  const { topicData } = body as RequestOf<'Produce'>
  for (const topic of topicData) {
    for (const partition of topic.partitionData) runs.push(...runsOfBatches(partition.records))
  }
  return runs
}

function runsInResponse<Api extends ApiName>(api: Api, body: ResponseOf<Api>): readonly RecordRun[] {
  if (api !== 'Fetch') return []
  const runs: RecordRun[] = []
  const { responses } = body as ResponseOf<'Fetch'>
  for (const topic of responses) for (const partition of topic.partitions) runs.push(...runsOfBatches(partition.records))
  return runs
}
