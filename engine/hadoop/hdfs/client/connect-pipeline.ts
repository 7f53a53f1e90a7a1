import type { Endpoint } from '../../../sim/connection.ts'
import { waitUntil, type Flow } from '../../flow.ts'
import { headerBytes, type StreamRequest, type StreamResponse, type WriteRequest } from '../protocol/data-transfer.ts'
import { dataNodePort } from '../protocol/name-node-protocol.ts'
import type { WritingClient } from './writing-client.ts'

/** What happens on a pipeline that stands. */
interface PipelineEvents {
  answered(endpoint: Endpoint<StreamRequest>, response: Extract<StreamResponse, { kind: 'ack' }>): void
  closed(endpoint: Endpoint<StreamRequest>): void
  writable(): void
}

/** A connection to a pipeline's first node, or the node that could not be reached. */
interface Connected {
  endpoint: Endpoint<StreamRequest> | undefined
  badNode: string | undefined
}

/** Connects to the first node, which connects to the next, and so on. Source: DataStreamer.createBlockOutputStream. */
export function* connectPipeline(client: WritingClient, nodes: readonly string[], request: WriteRequest, events: PipelineEvents): Flow<Connected> {
  const [first] = nodes
  const connected: Connected = { endpoint: undefined, badNode: first }
  const to = client.lane.hosts.find(({ name }) => name === first)
  if (to === undefined) return connected
  yield waitUntil((wake) => {
    let isOver = false
    const end = (badNode: string | undefined, endpoint?: Endpoint<StreamRequest>): void => {
      if (isOver) return
      isOver = true
      connected.badNode = badNode
      connected.endpoint = endpoint
      client.process.cancel(silence)
      wake()
    }
    const silence = client.process.after((client.socketTimeoutMs + 5000 * nodes.length) * 1000, () => { end(first) })
    client.lane.network.connect<StreamRequest, StreamResponse>({
      from: client.process, to, port: dataNodePort, timeoutMicros: client.socketTimeoutMs * 1000,
      onConnected: (endpoint) => {
        endpoint.send(request, headerBytes)
        return {
          onMessage: (response) => {
            if (response.kind === 'ack') events.answered(endpoint, response)
            else if (response.kind === 'setup' && response.badNode === undefined) end(undefined, endpoint)
            else if (response.kind === 'setup') {
              endpoint.close()
              end(response.badNode)
            }
          },
          onClosed: () => {
            end(first)
            events.closed(endpoint)
          },
          onWritable: () => { events.writable() },
        }
      },
      onFailed: () => { end(first) },
    })
  })
  return connected
}
