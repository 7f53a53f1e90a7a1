import type { ProcessorSupplier } from '../processor/processor.ts'
import { stateless } from '../processor/stateless.ts'
import type { DefaultSerdes, StreamsBuilder } from './streams-builder.ts'

/** What lets records without a key into a repartition topic, or keeps them out. */
export interface NullKeyGate {
  /** Whether an operation behind the topic takes records without a key: a left or outer join (KIP-962). */
  isOpen: boolean
}

/** A stream's way through a topic of its own, so that records of one key come together (KStreamImpl.createRepartitionedSource). */
export function repartitioned(
  builder: StreamsBuilder,
  from: { readonly name: string; readonly serdes: DefaultSerdes },
  topic: { readonly prefix: string; readonly partitions?: number | undefined },
): { readonly name: string; readonly gate: NullKeyGate } {
  const sink = builder.newName('KSTREAM-SINK-')
  const filter = builder.newName('KSTREAM-FILTER-')
  const name = builder.newName('KSTREAM-SOURCE-')
  const gate: NullKeyGate = { isOpen: false }
  const topicName = topic.prefix.endsWith('-repartition') ? topic.prefix : `${topic.prefix}-repartition`
  builder.topology.internalTopics.push({ name: topicName, partitions: topic.partitions })
  builder.processor(filter, [from.name], keyFilter(gate))
  builder.topology.add({ kind: 'sink', name: sink, parents: [filter], topic: topicName, writesChanges: false, ...from.serdes })
  builder.topology.add({ kind: 'source', name, topics: [topicName], isGlobal: false, ...from.serdes })
  return { name, gate }
}

function keyFilter(gate: NullKeyGate): ProcessorSupplier {
  return stateless((record, context) => {
    if (record.key !== null || gate.isOpen) context.forward(record)
  })
}
