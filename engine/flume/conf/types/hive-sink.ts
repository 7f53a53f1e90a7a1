import type { ComponentSetup, ComponentType, Settings } from '../component-type.ts'
import type { Context } from '../context.ts'
import { flag, integer, keysOf, readFields, type Fields } from '../fields.ts'
import { classProblem } from '../java/class-for-name.ts'
import { JavaException, illegalArgument } from '../java/java-exception.ts'

const LOGGER = 'HiveSink'
const DELIMITED = 'org.apache.flume.sink.hive.HiveDelimitedTextSerializer'
const JSON_SERIALIZER = 'org.apache.flume.sink.hive.HiveJsonSerializer'
/** Constants of java.util.Calendar. */
const CALENDAR: Readonly<Record<string, number>> = { hour: 11, minute: 12, second: 13 }
const REST: Fields = {
  maxOpenConnections: integer('maxOpenConnections', 500),
  autoCreatePartitions: flag('autoCreatePartitions', true),
  useLocalTime: flag('useLocalTimeStamp', false),
}

/** org.apache.flume.sink.hive.HiveSink. */
export const hiveSink: ComponentType = {
  kind: 'sink',
  className: 'org.apache.flume.sink.hive.HiveSink',
  alias: 'HIVE',
  keys: [
    'hive.metastore',
    'hive.database',
    'hive.table',
    'hive.partition',
    'hive.txnsPerBatchAsk',
    'batchSize',
    'idleTimeout',
    'callTimeout',
    'heartBeatInterval',
    ...keysOf(REST),
    'timeZone',
    'round',
    'roundUnit',
    'roundValue',
    'serializer',
    'serializer.',
  ],
  configure: (setup) => {
    const { context, name } = setup
    const place = {
      metaStoreUri: required(setup, 'hive.metastore'),
      database: required(setup, 'hive.database'),
      table: required(setup, 'hive.table'),
    }
    const txnsPerBatchAsk = notNegative(setup, 'hive.txnsPerBatchAsk', 100)
    const batchSize = notNegative(setup, 'batchSize', 15000)
    const times = {
      idleTimeout: notNegative(setup, 'idleTimeout', 0),
      callTimeout: notNegative(setup, 'callTimeout', 10000),
      heartBeatInterval: notNegative(setup, 'heartBeatInterval', 240),
    }
    const settings = { ...place, txnsPerBatchAsk, ...times, ...readFields(context, REST), ...rounding(setup) }
    const serializerType = requireSerializer(context, name)
    if (batchSize <= 0) throw illegalArgument('batchSize must be greater than 0', 'batchSize')
    return { settings: { ...settings, serializerType }, batchSize }
  },
}

function required({ context, name }: ComponentSetup, key: string): string {
  const value = context.getString(key)
  if (value === null) throw illegalArgument(`${key} config setting is not specified for sink ${name}`)
  return value
}

function notNegative({ context, name, warn }: ComponentSetup, key: string, fallback: number): number {
  const value = context.getInteger(key, fallback)
  if (value >= 0) return value
  warn(LOGGER, `${name}. ${key} must be  positive number. Defaulting to ${fallback}`, key)
  return fallback
}

function rounding({ context, name, warn }: ComponentSetup): Settings {
  const needRounding = context.getBoolean('round', false)
  const roundUnit = CALENDAR[context.getString('roundUnit', 'minute').toLowerCase()]
  if (roundUnit === undefined) {
    const advice = 'please set one of minute, hour or second. Rounding will be disabled'
    warn(LOGGER, `${name}. Rounding unit is not valid, ${advice}`, 'roundUnit')
  }
  const roundValue = context.getInteger('roundValue', 1)
  const limit = roundUnit === CALENDAR['hour'] ? 24 : 60
  if (roundUnit !== undefined && (roundValue <= 0 || roundValue > limit)) {
    throw illegalArgument(`Round value must be > 0 and <= ${limit}`, 'roundValue')
  }
  return { needRounding: needRounding && roundUnit !== undefined, roundUnit: roundUnit ?? 0, roundValue }
}

function requireSerializer(context: Context, name: string): string {
  const type = context.getString('serializer')
  if (type === null) throw illegalArgument(`serializer config setting is not specified for sink ${name}`)
  if (type.toLowerCase() === 'delimited' || type === DELIMITED) {
    if (context.has('serializer.fieldnames')) return type
    throw illegalArgument(`serializer.fieldnames is not specified for serializer ${DELIMITED}`, 'serializer')
  }
  if (type.toLowerCase() === 'json' || type === JSON_SERIALIZER) return type
  const message = `Unable to instantiate serializer: ${type} on sink: ${name}`
  throw new JavaException('java.lang.IllegalArgumentException', message, {
    cause: classProblem(type, 'org.apache.flume.sink.hive.HiveEventSerializer', 'serializer'),
  })
}
