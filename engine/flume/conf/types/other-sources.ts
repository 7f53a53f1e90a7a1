import type { ComponentType } from '../component-type.ts'
import type { Context } from '../context.ts'
import { integer, keysOf, readFields, text, type Fields } from '../fields.ts'
import { JavaException, classNotFound, illegalArgument, nullPointer } from '../java/java-exception.ts'
import { parseJavaInt } from '../java/parse-number.ts'
import { flumeException } from '../known-types.ts'
import { POLLABLE } from './line-sources.ts'

const JMS_CONVERTER = 'org.apache.flume.source.jms.DefaultJMSMessageConverter'

/** org.apache.flume.source.jms.JMSSource. A provider URL must be a local one; brokers are not there, so the JNDI context cannot be made. */
export const jmsSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.jms.JMSSource',
  alias: 'JMS',
  runner: 'PollableSourceRunner',
  keys: [
    'initialContextFactory',
    'connectionFactory',
    'providerURL',
    'destinationName',
    'destinationType',
    'destinationLocator',
    'messageSelector',
    'userName',
    'passwordFile',
    'batchSize',
    'errorThreshold',
    'pollTimeout',
    'clientId',
    'createDurableSubscription',
    'durableSubscriptionName',
    'converter.',
    ...keysOf(POLLABLE),
  ],
  configure: ({ context, warn }) => {
    verifyJndi(context, 'providerURL', '')
    const batchSize = context.getInteger('batchSize', 100)
    context.getInteger('errorThreshold', 10)
    context.getLong('pollTimeout', 1000)
    readPasswordFile(context)
    checkConverter(context)
    verifyJndi(context, 'connectionFactory', 'ConnectionFactory')
    requireText(context, 'initialContextFactory', 'Initial Context Factory')
    requireText(context, 'providerURL', 'Provider URL')
    requireText(context, 'destinationName', 'Destination Name')
    requireText(context, 'destinationType', 'Destination Type')
    const type = requireConstant(context, 'destinationType', {
      word: 'type',
      enumName: 'JMSDestinationType',
      constants: ['QUEUE', 'TOPIC'],
    })
    checkSubscription(context, type, (message) => {
      warn('JMSSource', message, 'durableSubscriptionName')
    })
    requireConstant(context, 'destinationLocator', {
      word: 'locator',
      enumName: 'JMSDestinationLocator',
      constants: ['CDI', 'JNDI'],
      fallback: 'CDI',
    })
    if (batchSize <= 0) throw illegalArgument('Batch size must be greater than 0', 'batchSize')
    const factory = context.getString('initialContextFactory', '').trim()
    const message = `Could not create initial context ${factory} provider ${context.getString('providerURL', '').trim()}`
    const cause = new JavaException('javax.naming.NoInitialContextException', `Cannot instantiate class: ${factory}`, {
      cause: classNotFound(factory),
    })
    throw new JavaException('org.apache.flume.FlumeException', message, { cause, property: 'initialContextFactory' })
  },
}

/** Source: org.apache.flume.source.jms.JMSSource and its check of JNDI names: no scheme, or `java:`. */
function verifyJndi(context: Context, key: string, fallback: string): void {
  const uri = context.getString(key, fallback).trim()
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(uri)?.[1]
  if (scheme !== undefined && scheme !== 'java') throw illegalArgument(`Invalid JNDI URI: ${uri}`, key)
}

function readPasswordFile(context: Context): void {
  const file = context.getString('passwordFile', '').trim()
  if (file === '') return
  const cause = new JavaException('java.io.FileNotFoundException', `${file} (No such file or directory)`, {
    property: 'passwordFile',
  })
  throw flumeException(`Could not read password file ${file}`, cause)
}

function checkConverter(context: Context): void {
  const type = context.getString('converter.type', 'DEFAULT').trim()
  if (type.toUpperCase() === 'DEFAULT' || type === JMS_CONVERTER || type === `${JMS_CONVERTER}$Builder`) return
  throw flumeException(`Unable to create instance of converter ${type}`, classNotFound(type, 'converter.type'))
}

function requireText(context: Context, key: string, words: string): void {
  if (context.getString(key, '').trim() === '') throw illegalArgument(`${words} is empty. This is specified by ${key}`)
}

function requireConstant(
  context: Context,
  key: string,
  rule: {
    readonly word: string
    readonly enumName: string
    readonly constants: readonly string[]
    readonly fallback?: string
  },
): string {
  const value = context
    .getString(key, rule.fallback ?? '')
    .trim()
    .toUpperCase()
  if (rule.constants.includes(value)) return value
  const cause = illegalArgument(`No enum constant org.apache.flume.source.jms.${rule.enumName}.${value}`, key)
  throw flumeException(`Destination ${rule.word} '${value}' is invalid.`, cause)
}

function checkSubscription(context: Context, type: string, warn: (message: string) => void): void {
  const name = context.getString('durableSubscriptionName', '')
  const [create, key] = ['createDurableSubscription', 'durableSubscriptionName']
  if (!context.getBoolean(create, false)) {
    if (name !== '')
      warn(
        `'${key}' is set, but '${create}' is false.If you want to create a durable subscription, set ${create} to true.`,
      )
    return
  }
  if (type !== 'TOPIC') throw flumeException("Only Destination type 'TOPIC' supports durable subscriptions.")
  if (!context.has('clientId')) throw flumeException("You have to specify 'clientId' when using durable subscriptions.")
  if (name === '') throw flumeException(`If '${create}' is set to true, '${key}' has to be specified.`)
}

/** org.apache.flume.source.scribe.ScribeSource. */
export const scribeSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.scribe.ScribeSource',
  runner: 'EventDrivenSourceRunner',
  keys: ['port', 'maxReadBufferBytes', 'workerThreads'],
  configure: ({ context }) => {
    const port = context.getInteger('port', 1499)
    const bytes = context.getInteger('maxReadBufferBytes', 16384000)
    const workers = context.getInteger('workerThreads', 5)
    return {
      settings: { port, maxReadBufferBytes: bytes <= 0 ? 16384000 : bytes, workers: workers <= 0 ? 5 : workers },
    }
  },
}

/** org.apache.flume.source.twitter.TwitterSource. */
export const twitterSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.twitter.TwitterSource',
  runner: 'EventDrivenSourceRunner',
  keys: ['consumerKey', 'consumerSecret', 'accessToken', 'accessTokenSecret', 'maxBatchSize', 'maxBatchDurationMillis'],
  configure: ({ context }) => {
    if (!context.has('consumerKey')) throw nullPointer('consumer key is null')
    if (!context.has('consumerSecret')) throw nullPointer('consumer secret is null')
    // The Twitter client looks for a dash in the token.
    if (!context.has('accessToken')) throw nullPointer('Cannot invoke "String.indexOf(String)" because "token" is null')
    const batchSize = context.getInteger('maxBatchSize', 1000)
    context.getInteger('maxBatchDurationMillis', 1000)
    return { settings: {}, batchSize }
  },
}

const LEGACY: Fields = { port: integer('port'), host: text('host') }

/** org.apache.flume.source.avroLegacy.AvroLegacySource. */
export const avroLegacySource: ComponentType = legacySource('org.apache.flume.source.avroLegacy.AvroLegacySource')

/** org.apache.flume.source.thriftLegacy.ThriftLegacySource. */
export const thriftLegacySource: ComponentType = legacySource('org.apache.flume.source.thriftLegacy.ThriftLegacySource')

function legacySource(className: string): ComponentType {
  return {
    kind: 'source',
    className,
    runner: 'EventDrivenSourceRunner',
    keys: keysOf(LEGACY),
    configure: ({ context }) => {
      parseJavaInt(context.getString('port'))
      return { settings: readFields(context, LEGACY) }
    },
  }
}
