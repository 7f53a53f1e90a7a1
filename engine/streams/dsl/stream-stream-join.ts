import { joinWindowProcessor, streamJoinProcessor, type StreamJoinSide } from '../processor/stream-join.ts'
import { stateless } from '../processor/stateless.ts'
import { topologyException } from '../streams-exception.ts'
import { KStream, type JoinOptions } from './k-stream.ts'
import type { TopicOptions } from './materialized.ts'
import type { ValueJoiner } from './operations.ts'
import type { JoinWindows } from './windows.ts'

/** Serdes and names of a join (StreamJoined, Joined). */
export type StreamJoined = TopicOptions

interface StreamJoin {
  readonly left: KStream
  readonly right: KStream
  readonly joiner: ValueJoiner
  readonly options: JoinOptions
  readonly isLeft: boolean
  readonly isOuter: boolean
}

/** Two streams joined over windows (KStreamImplJoin): a store for each side, and one for records without partner. */
export function joinStreams(join: StreamJoin): KStream {
  const { options, isLeft, isOuter } = join
  const { windows } = options
  if (windows === undefined) throw topologyException('a join of two streams needs windows')
  const left = coPartitioned(join.left, options, '-left')
  const right = coPartitioned(join.right, options, '-right')
  const { builder } = left
  if (isLeft) for (const gate of left.position.gates) gate.isOpen = true
  if (isOuter) for (const gate of right.position.gates) gate.isOpen = true
  const windowed = [builder.newName('KSTREAM-WINDOWED-'), builder.newName('KSTREAM-WINDOWED-')] as const
  const leftName = builder.newName(isOuter ? 'KSTREAM-OUTERTHIS-' : 'KSTREAM-JOINTHIS-')
  const rightName = builder.newName(isLeft ? 'KSTREAM-OUTEROTHER-' : 'KSTREAM-JOINOTHER-')
  const merge = builder.newName('KSTREAM-MERGE-')
  const prefix = options.as
  const leftStore = prefix === undefined ? `${leftName}-store` : `${prefix}-this-join-store`
  const rightStore = prefix === undefined ? `${rightName}-store` : `${prefix}-other-join-store`
  const unmatchedStore = !isLeft ? undefined : prefix === undefined ? `KSTREAM-OUTERSHARED-${leftName.slice(-10)}-store` : `${prefix}-${isOuter ? 'outer' : 'left'}-shared-join-store`
  const shared = { unmatchedStore, windows, joiner: join.joiner, keySerde: left.position.keySerde, leftSerde: left.position.valueSerde, rightSerde: right.position.valueSerde, times: new WeakMap() }
  const sides = [{ ...shared, isLeft: true, isOuter: isLeft, otherStore: rightStore }, { ...shared, isLeft: false, isOuter, otherStore: leftStore }] as const
  builder.processor(windowed[0], [left.position.name], joinWindowProcessor(leftStore))
  builder.processor(windowed[1], [right.position.name], joinWindowProcessor(rightStore))
  builder.processor(leftName, [windowed[0]], streamJoinProcessor(sides[0]))
  builder.processor(rightName, [windowed[1]], streamJoinProcessor(sides[1]))
  builder.processor(merge, [leftName, rightName], stateless((record, context) => { context.forward(record) }))
  addStores(left, windows, sides[0], { leftStore, rightStore, leftNodes: [windowed[0], rightName], rightNodes: [windowed[1], leftName], both: [leftName, rightName] })
  const gates = [...left.position.gates, ...right.position.gates]
  return new KStream(builder, { name: merge, keySerde: left.position.keySerde, valueSerde: builder.defaults.valueSerde, hasNewKey: false, gates })
}

function coPartitioned(stream: KStream, options: JoinOptions, suffix: string): KStream {
  if (!stream.position.hasNewKey) return stream
  const prefix = options.as === undefined ? stream.position.name : options.as + suffix
  return stream.through({ prefix }, stream.builder.serdesOf(options, stream.position))
}

function addStores(
  { builder }: KStream,
  { beforeMs, afterMs, graceMs }: JoinWindows,
  { keySerde, leftSerde, rightSerde, unmatchedStore }: StreamJoinSide,
  names: Record<'leftStore' | 'rightStore', string> & Record<'leftNodes' | 'rightNodes' | 'both', readonly string[]>,
): void {
  const window = { kind: 'window', keySerde, isCached: false, isLogged: true, sizeMs: beforeMs + afterMs, retentionMs: beforeMs + afterMs + graceMs, retainDuplicates: true } as const
  builder.addStore({ ...window, name: names.leftStore, valueSerde: leftSerde }, names.leftNodes)
  builder.addStore({ ...window, name: names.rightStore, valueSerde: rightSerde }, names.rightNodes)
  if (unmatchedStore !== undefined) builder.addStore({ kind: 'list', name: unmatchedStore, keySerde, valueSerde: leftSerde, isCached: false, isLogged: true }, names.both)
}
