import { foreignChangeProcessor, responseJoinProcessor, subscriptionAnswerProcessor, subscriptionReceiveProcessor, subscriptionSendProcessor } from '../processor/foreign-key.ts'
import { tableSourceProcessor } from '../processor/table-source.ts'
import type { Serde } from '../serde/serde.ts'
import { subscriptionResponseSerde, subscriptionSerde } from '../serde/subscription.ts'
import { KTable } from './k-table.ts'
import type { KeyValueMapper, ValueJoiner } from './operations.ts'
import type { StreamsBuilder } from './streams-builder.ts'

interface ForeignKeyJoin {
  readonly left: KTable
  readonly right: KTable
  readonly foreignKey: KeyValueMapper
  readonly joiner: ValueJoiner
  readonly isLeft: boolean
}

/** Two tables joined by a key in the left one's rows (KTableImpl.doJoinOnForeignKey): a topic to ask by, and one to answer by. */
export function joinByForeignKey({ left, right, foreignKey, joiner, isLeft }: ForeignKeyJoin): KTable {
  const { builder } = left
  left.sendOldValues()
  const { keySerde, valueSerde } = left.position
  const rightSerdes = right.position
  const registration = `${builder.newName('KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-')}-topic`
  const sendName = builder.newName('KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-')
  builder.processor(sendName, [left.position.name], subscriptionSendProcessor({ foreignKey, foreignKeySerde: rightSerdes.keySerde, valueSerde, isLeft }))
  const asked = throughTopic(builder, { parents: [sendName], topic: registration, keySerde: rightSerdes.keySerde, valueSerde: subscriptionSerde(keySerde) })
  const storeName = builder.newName('KTABLE-FK-JOIN-SUBSCRIPTION-STATE-STORE-')
  const receiveName = builder.newName('KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-')
  const answerName = builder.newName('KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-')
  const changeName = builder.newName('KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-')
  const rightGetter = right.getter()
  builder.processor(receiveName, [asked], subscriptionReceiveProcessor(storeName, rightSerdes.keySerde))
  builder.processor(answerName, [receiveName], subscriptionAnswerProcessor(rightGetter), rightGetter.stores)
  builder.processor(changeName, [right.position.name], foreignChangeProcessor(storeName, rightSerdes.keySerde))
  builder.addStore({ kind: 'subscription', name: storeName, keySerde, valueSerde: subscriptionSerde(keySerde), isCached: false, isLogged: true }, [receiveName, changeName])
  const response = `${builder.newName('KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-')}-topic`
  const answered = throughTopic(builder, { parents: [answerName, changeName], topic: response, keySerde, valueSerde: subscriptionResponseSerde(rightSerdes.valueSerde) })
  const resolverName = builder.newName('KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-RESOLVER-PROCESSOR-')
  const leftGetter = left.getter()
  builder.processor(resolverName, [answered], responseJoinProcessor({ getter: leftGetter, valueSerde, joiner, isLeft }), leftGetter.stores)
  return output(builder, resolverName, keySerde)
}

function output(builder: StreamsBuilder, parent: string, keySerde: Serde): KTable {
  const name = builder.newName('KTABLE-FK-JOIN-OUTPUT-')
  const storeName = builder.newStoreName('KTABLE-FK-JOIN-OUTPUT-')
  const { valueSerde } = builder.defaults
  const table = new KTable(builder, { name, keySerde, valueSerde, stores: [] })
  table.canKeep(() => { builder.addStore({ kind: 'keyValue', name: storeName, keySerde, valueSerde, isCached: true, isLogged: true }, [name]) }, storeName)
  builder.processor(name, [parent], tableSourceProcessor({ storeName, isKept: () => table.isKept, sendsOld: table.sendsOld }))
  return table
}

function throughTopic(builder: StreamsBuilder, sink: { readonly parents: readonly string[]; readonly topic: string; readonly keySerde: Serde; readonly valueSerde: Serde }): string {
  const { topic, keySerde, valueSerde } = sink
  builder.topology.internalTopics.push({ name: topic, partitions: undefined })
  builder.topology.add({ kind: 'sink', name: builder.newName('KTABLE-SINK-'), writesChanges: false, ...sink })
  const name = builder.newName('KTABLE-SOURCE-')
  builder.topology.add({ kind: 'source', name, topics: [topic], isGlobal: false, keySerde, valueSerde })
  return name
}
