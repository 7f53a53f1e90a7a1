import type { ClusterImage } from '../metadata/cluster-image.ts'

/** Address of a broker in a response. */
export interface NodeEndpoint {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

/** The addresses of leaders that a response names (KIP-951); nothing when it names none. */
export function nodeEndpoints(image: ClusterImage, leaders: ReadonlySet<number>): { readonly nodeEndpoints?: readonly NodeEndpoint[] } {
  const endpoints = [...leaders].flatMap((id) => {
    const broker = image.broker(id)
    return broker === undefined || broker.fenced ? [] : [{ nodeId: id, host: broker.host, port: broker.port, rack: broker.rack }]
  })
  return endpoints.length === 0 ? {} : { nodeEndpoints: endpoints }
}
