import { HDFS_SINK, SHIPPED_CONNECTORS } from '../../../../engine/connect/connectors/shipped-connectors.ts'
import { SHIPPED_CONVERTERS } from '../../../../engine/connect/converter/shipped-converters.ts'
import { SHIPPED_PREDICATES } from '../../../../engine/connect/transform/predicates.ts'
import { SHIPPED_TRANSFORMATIONS } from '../../../../engine/connect/transform/shipped-transformations.ts'
import type { CatalogueEntry, CatalogueSection, Snippet } from './catalogue-section.ts'
import { changedSink, connectBase, predicateSnippet, transformationSnippet } from './connect-snippet.ts'
import { scenarioFiles } from '../scenario-folders.ts'

/** The other connectors of Apache's tree: MirrorMaker 2. */
const MIRROR = ['MirrorSourceConnector', 'MirrorCheckpointConnector', 'MirrorHeartbeatConnector'].map((name) => `org.apache.kafka.connect.mirror.${name}`)

/** What Kafka 4.3 brings for Connect, and the one connector of another publisher that is modelled. */
export function kafkaCatalogue(): readonly CatalogueSection[] {
  const base: Snippet = { base: connectBase, files: scenarioFiles(connectBase) }
  const modelled = (className: string, snippet: Snippet | undefined): CatalogueEntry => ({ alias: undefined, className, isModelled: true, snippet })
  const mirrors = MIRROR.map((className) => ({ alias: undefined, className, isModelled: false, snippet: undefined }))
  return [
    { title: 'Connectors', entries: [...SHIPPED_CONNECTORS.map(({ className }) => modelled(className, base)), ...mirrors] },
    { title: 'Of another publisher', entries: [modelled(HDFS_SINK.className, hdfsSnippet())] },
    { title: 'Transformations', entries: SHIPPED_TRANSFORMATIONS.map((className) => modelled(className, transformationSnippet(className))) },
    { title: 'Predicates', entries: [...SHIPPED_PREDICATES.keys()].map((className) => modelled(className, predicateSnippet(className))) },
    { title: 'Converters', entries: SHIPPED_CONVERTERS.map((className) => modelled(className, converterSnippet(className))) },
  ]
}

function hdfsSnippet(): Snippet {
  const keys = { 'connector.class': HDFS_SINK.className, file: null, 'hdfs.url': 'hdfs://namenode', 'flush.size': 50, 'rotate.interval.ms': 5000 }
  return changedSink(keys, (scenario) => scenario.replace('({ host, cluster, connect }) => {\n', '({ host, cluster, connect, hdfs }) => {\n    hdfs()\n'))
}

/** Lines of text and of JSON have converters; numbers and headers would need other records. */
function converterSnippet(className: string): Snippet | undefined {
  if (!/\.(?:String|ByteArray)Converter$/.test(className)) return className.endsWith('.JsonConverter') ? { base: connectBase, files: scenarioFiles(connectBase) } : undefined
  return changedSink({ 'value.converter': className, 'value.converter.schemas.enable': null })
}
