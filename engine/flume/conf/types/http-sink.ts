import type { ComponentType } from '../component-type.ts'
import { flag, keysOf, readFields, text, type Fields } from '../fields.ts'
import { JavaException, illegalArgument } from '../java/java-exception.ts'

const HTTP: Fields = {
  acceptHeader: text('acceptHeader', 'text/plain'),
  contentTypeHeader: text('contentTypeHeader', 'text/plain'),
  defaultBackoff: flag('defaultBackoff', true),
  defaultRollback: flag('defaultRollback', true),
  defaultIncrementMetrics: flag('defaultIncrementMetrics', false),
}
const URL_PROTOCOLS = ['http', 'https', 'ftp', 'file', 'jar', 'mailto', 'jrt', 'jmod']

/** org.apache.flume.sink.http.HttpSink. */
export const httpSink: ComponentType = {
  kind: 'sink',
  className: 'org.apache.flume.sink.http.HttpSink',
  alias: 'HTTP',
  keys: [...keysOf(HTTP), 'endpoint', 'connectTimeout', 'requestTimeout', 'backoff.', 'rollback.', 'incrementMetrics.'],
  configure: ({ context }) => {
    checkEndpoint(context.getString('endpoint', ''))
    const connectTimeout = context.getInteger('connectTimeout', 5000)
    if (connectTimeout <= 0) throw illegalArgument('Connect timeout must be a non-zero and positive', 'connectTimeout')
    const requestTimeout = context.getInteger('requestTimeout', 5000)
    if (requestTimeout <= 0) throw illegalArgument('Request timeout must be a non-zero and positive', 'requestTimeout')
    return { settings: { connectTimeout, requestTimeout, ...readFields(context, HTTP) } }
  },
}

function checkEndpoint(endpoint: string): void {
  const protocol = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(endpoint)?.[1]
  if (protocol !== undefined && URL_PROTOCOLS.includes(protocol.toLowerCase())) return
  const message = protocol === undefined ? `no protocol: ${endpoint}` : `unknown protocol: ${protocol}`
  const cause = new JavaException('java.net.MalformedURLException', message)
  throw new JavaException('java.lang.IllegalArgumentException', 'Endpoint URL invalid', { cause, property: 'endpoint' })
}
