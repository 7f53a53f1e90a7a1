import { StormException } from '../storm-exception.ts'
import type { DeclaredBolt, StormTopology, Subscription } from './topology-builder.ts'

const invalidTopology = 'org.apache.storm.utils.WrappedInvalidTopologyException'

/**
 * What nimbus refuses in a name. @throws StormException WrappedInvalidTopologyException
 * Source: org.apache.storm.utils.Utils.validateTopologyName.
 */
export function checkTopologyName(name: string): void {
  if (/^[^/.:\\]+$/.test(name)) return
  throw new StormException(invalidTopology, `Topology name '${name}' is not valid. It can't be null and it must match ^[^/.:\\\\]+$`)
}

/**
 * What nimbus refuses in a topology. @throws StormException WrappedInvalidTopologyException
 * Source: org.apache.storm.daemon.StormCommon.validateBasic and validateStructure.
 */
export function checkTopology(topology: StormTopology): void {
  for (const { id, streams } of [...topology.spouts, ...topology.bolts]) {
    for (const system of [id, ...streams.keys()].filter((name) => name.startsWith('__'))) {
      throw new StormException(invalidTopology, `${system} is not a valid component id`)
    }
  }
  for (const bolt of topology.bolts) for (const subscription of bolt.subscriptions) checkSubscription(topology, bolt, subscription)
}

function checkSubscription({ spouts, bolts }: StormTopology, { id }: DeclaredBolt, { from, stream, grouping }: Subscription): void {
  const refuse = (text: string): never => { throw new StormException(invalidTopology, `Component: [${id}] subscribes from ${text}`) }
  const source = [...spouts, ...bolts].find((component) => component.id === from)
  if (source === undefined) return refuse(`non-existent component [${from}]`)
  const declared = source.streams.get(stream)
  if (declared === undefined) return refuse(`non-existent stream: [${stream}] of component [${from}]`)
  if (grouping.type !== 'fields') return
  const missing = grouping.fields.filter((name) => !declared.fields.names.includes(name))
  if (missing.length > 0) refuse(`stream: [${stream}] of component [${from}] + with non-existent fields: [${missing.join(', ')}]`)
}
