import type { Lane } from '../../../ledger/lane.ts'
import type { Process } from '../../../sim/process.ts'
import { waitUntil, type Flow } from '../../flow.ts'
import { headerBytes, type StreamRequest, type StreamResponse } from './data-transfer.ts'
import { dataNodePort } from './name-node-protocol.ts'

/** Who asks a data node. */
export interface Asker {
  readonly lane: Lane
  readonly process: Process
  readonly timeoutMs: number
}

/** The answer to a request that has one. */
export type StreamAnswer = Extract<StreamResponse, { kind: 'answer' }>

/** Asks a data node over a connection of its own. @returns undefined when it cannot be reached or falls silent */
export function* askDataNode({ lane, process, timeoutMs }: Asker, node: string, request: StreamRequest, bytes = headerBytes): Flow<StreamAnswer | undefined> {
  const to = lane.hosts.find(({ name }) => name === node)
  if (to === undefined) return undefined
  const exchange: { answer: StreamAnswer | undefined; isOver: boolean } = { answer: undefined, isOver: false }
  yield waitUntil((wake) => {
    const end = (): void => {
      if (exchange.isOver) return
      exchange.isOver = true
      process.cancel(silence)
      wake()
    }
    const silence = process.after(2 * timeoutMs * 1000, end)
    lane.network.connect<StreamRequest, StreamResponse>({
      from: process, to, port: dataNodePort, timeoutMicros: timeoutMs * 1000,
      onConnected: (endpoint) => {
        endpoint.send(request, bytes)
        return {
          onMessage: (response) => {
            if (response.kind === 'answer') exchange.answer = response
            endpoint.close()
            end()
          },
          onClosed: end,
        }
      },
      onFailed: end,
    })
  })
  return exchange.answer
}
