import type { ComponentSetup, ComponentType } from '../component-type.ts'
import { JavaException, classNotFound } from '../java/java-exception.ts'
import { parseJavaLong } from '../java/parse-number.ts'

const LOGGER = 'JdbcChannelProviderImpl'
const OLD_PREFIX = 'org.apache.flume.channel.jdbc.'
const EMBEDDED_DRIVER = 'org.apache.derby.jdbc.EmbeddedDriver'
const KEYS = [
  'driver.class',
  'driver.url',
  'db.username',
  'db.password',
  'connection.properties.file',
  'db.type',
  'transaction.isolation',
  'maximum.connections',
  'create.schema',
  'create.index',
  'create.foreignkey',
  'maximum.capacity',
]

/** org.apache.flume.channel.jdbc.JdbcChannel. Without a URL it creates an embedded Derby database under the home directory. */
export const jdbcChannel: ComponentType = {
  kind: 'channel',
  className: 'org.apache.flume.channel.jdbc.JdbcChannel',
  alias: 'JDBC',
  keys: [...KEYS, 'sysprop.', OLD_PREFIX],
  configure: (setup) => {
    const url = setting(setup, 'driver.url')
    if (url === null) useEmbedded(setup)
    else checkDatabase(setup)
    setup.warn('DerbySchemaHandler', 'Schema for FLUME does not exist')
    if (setting(setup, 'create.schema')?.toLowerCase() === 'false') {
      throw channelException(
        'Schema does not exist and auto-generation is disabled. Please enable auto-generation of schema and try again.',
      )
    }
    if ((setting(setup, 'create.index') ?? 'true').toLowerCase() !== 'true') {
      setup.warn(LOGGER, 'Index creation is disabled, indexes will not be created.', 'create.index')
    }
    warnOfCapacity(setup)
    return { settings: {} }
  },
}

/** A setting under its short name, or under the long one, which is deprecated. */
function setting({ context, warn }: ComponentSetup, key: string): string | null {
  const oldKey = OLD_PREFIX + key
  const old = context.getString(oldKey)
  if (old !== null) {
    warn(
      LOGGER,
      `Long form configuration key "${oldKey}" is deprecated. Please use the short form key "${key}" instead.`,
      oldKey,
    )
  }
  return context.getString(key) ?? old
}

/** Everything configured about the database is overridden. */
function useEmbedded({ homeDirectory, warn }: ComponentSetup): void {
  warn(LOGGER, 'No connection URL specified. Using embedded derby database instance.')
  const url = `jdbc:derby:${homeDirectory}/.flume/jdbc-channel/db;create=true`
  warn(
    LOGGER,
    `Overriding values for - driver: ${EMBEDDED_DRIVER}, user: saconnectUrl: ${url}, jdbc properties file: null, dbtype: DERBY`,
  )
}

function checkDatabase(setup: ComponentSetup): void {
  const driver = setting(setup, 'driver.class')
  const type = setting(setup, 'db.type')?.toUpperCase() ?? 'OTHER'
  if (type !== 'DERBY' && type !== 'MYSQL') {
    const known = ['ORACLE', 'POSTGRESQL'].includes(type) ? type : 'OTHER'
    throw channelException(`Database ${known} not supported at this time`)
  }
  if (driver === null) throw channelException('No jdbc driver specified')
  if (driver !== EMBEDDED_DRIVER)
    throw channelException(`Unable to load driver: ${driver}`, classNotFound(driver, 'driver.class'))
}

function warnOfCapacity(setup: ComponentSetup): void {
  const text = setting(setup, 'maximum.capacity') ?? '0'
  let capacity = 0
  try {
    capacity = parseJavaLong(text)
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    setup.warn(LOGGER, `Invalid value specified for maximum channel capacity: ${text}`, 'maximum.capacity', error)
  }
  if (capacity <= 0) setup.warn(LOGGER, 'JDBC channel will operate without a capacity limit.', 'maximum.capacity')
}

function channelException(message: string, cause?: JavaException): JavaException {
  return new JavaException(
    'org.apache.flume.channel.jdbc.JdbcChannelException',
    message,
    cause === undefined ? {} : { cause },
  )
}
