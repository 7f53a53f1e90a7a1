import type { ComponentType } from '../component-type.ts'
import { long, readFields, text, type Fields } from '../fields.ts'

const MORPHLINE: Fields = {
  maxBatchDurationMillis: long('batchDurationMillis', 1000),
  handlerClass: text('handlerClass', 'org.apache.flume.sink.solr.morphline.MorphlineHandlerImpl'),
}
const MORPHLINE_KEYS = [
  'batchSize',
  'batchDurationMillis',
  'handlerClass',
  'morphlineFile',
  'morphlineId',
  'morphlineVariable.',
  'isProductionMode',
  'recoverableExceptionClasses',
  'isIgnoringRecoverableExceptions',
]

/** org.apache.flume.sink.solr.morphline.MorphlineSolrSink. The morphline is compiled only when it starts. */
export const morphlineSolrSink: ComponentType = morphlineType(
  'org.apache.flume.sink.solr.morphline.MorphlineSolrSink',
  'MORPHLINE_SOLR',
)

/** org.apache.flume.sink.solr.morphline.MorphlineSink. */
export const morphlineSink: ComponentType = morphlineType('org.apache.flume.sink.solr.morphline.MorphlineSink')

function morphlineType(className: string, alias?: string): ComponentType {
  return {
    kind: 'sink',
    className,
    ...(alias === undefined ? {} : { alias }),
    keys: MORPHLINE_KEYS,
    configure: ({ context }) => {
      const batchSize = context.getInteger('batchSize', 1000)
      return { settings: { maxBatchSize: batchSize, ...readFields(context, MORPHLINE) }, batchSize }
    },
  }
}
