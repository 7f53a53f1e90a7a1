import { Context } from '../../../../engine/flume/conf/context.ts'
import { JavaException } from '../../../../engine/flume/conf/java/java-exception.ts'
import { loadConf } from '../../../../engine/flume/conf/load-conf.ts'
import { buildProcessor } from '../../../../engine/flume/conf/processors.ts'
import { listOf, plainText, property, textOf, type Json } from '../../../json.ts'

/** Builds the processor of a sink group. @returns its class, or the exceptions */
export function processorOf(_fixed: Json | undefined, input: Json): Json {
  const names = textOf(input, 'sinks').split(' ')
  const sinkLines = names.map((name) => `a1.sinks.${name}.type = null\na1.sinks.${name}.channel = c1\n`)
  const text = `a1.channels = c1\na1.channels.c1.type = memory\na1.sinks = ${names.join(' ')}\n${sinkLines.join('')}`
  const { sinks } = loadConf({ text, fileName: 'flume.conf', agent: 'a1' })
  const context = new Context()
  context.put('type', plainText(property(input, 'processor.type')))
  const list = listOf(input, 'properties').map(plainText)
  for (let index = 0; index + 1 < list.length; index += 2) context.put(list[index] ?? '', list[index + 1] ?? '')
  try {
    return buildProcessor(context, sinks, () => undefined).className
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    return error.chain()
  }
}
