import type { HttpRequest, HttpResponse } from '../../../../engine/flume/rpc/http-messages.ts'
import { property, textOf, type Json } from '../../../json.ts'
import type { Setup } from './network-source.ts'

const port = 4002
const silenceSeconds = 1
/** The standard reason phrases of the answers. */
const reasons: Readonly<Record<number, string>> = {
  200: 'OK', 400: 'Bad Request', 403: 'Forbidden', 405: 'Method Not Allowed', 500: 'Server Error', 503: 'Service Unavailable',
}

/** Makes one request of an HTTP source: its answer, and the events that it gave. */
export function httpAnswer(setup: Setup, input: Json, takenEvents: (setup: Setup, call: Json | undefined) => readonly Json[]): Json {
  const { machine } = setup
  const { lane, client, host } = machine
  const body = textOrNull(input, 'body')
  const events = [machine.records(Array.from({ length: eventsAtMost(body ?? '') }, () => ''), 'client', [])]
  let status = 0
  lane.network.connect<HttpRequest, HttpResponse>({
    from: client, to: host, port, timeoutMicros: 1_000_000,
    onConnected: (endpoint) => {
      const written = { method: textOf(input, 'method'), contentType: textOrNull(input, 'contentType'), body }
      endpoint.send({ events, carriedRuns: events, written }, 160 + (body ?? '').length)
      return { onMessage: (response) => { status = response.status } }
    },
    onFailed: () => undefined,
  })
  machine.runFor(silenceSeconds)
  return { status, reason: reasons[status] ?? '', events: takenEvents(setup, undefined) }
}

/** Every event of a list begins with a brace; one record for each, and one for a text without any. */
function eventsAtMost(body: string): number {
  return Math.max(1, body.split('{').length - 1)
}

function textOrNull(input: Json, name: string): string | null {
  const value = property(input, name)
  return typeof value === 'string' ? value : null
}
