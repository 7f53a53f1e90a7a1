import { dumpEvent } from '../../../../engine/flume/sinks/dump-event.ts'
import { isObject, numberOf, plainText, property, textOf, type Json } from '../../../json.ts'
import { Machine } from '../run/machine.ts'

/** The text of an event in the logger sink's line. */
export function dumpedEvent(_fixed: Json | undefined, input: Json): Json {
  const machine = new Machine(1)
  const headers = property(input, 'headers')
  const pairs = Object.entries(isObject(headers) ? headers : {}).map(([key, value]): [string, string] => [key, plainText(value)])
  const event = { ...machine.records([textOf(input, 'body')], 'test', []), headers: new Map(pairs) }
  return dumpEvent(machine.lane.streams, event, numberOf(input, 'maxBytesToLog') ?? 16)
}
