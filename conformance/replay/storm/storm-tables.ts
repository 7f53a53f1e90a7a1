import { stormDefaults } from '../../../engine/storm/config/storm-defaults.ts'
import { plainText, textOf, type Json } from '../../json.ts'
import { defaultMaxRetries, kafkaPropertiesOf, kafkaSpoutDefaults, processingGuarantees, retryText } from '../../../engine/storm/spout/kafka-spout-config.ts'
import type { Replayer } from '../replayer.ts'

/** Storm's defaults by key, where the fact says that they are defaults.yaml's. */
export const stormTableReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, given }) => kind === 'table' && textOf(given, 'conf').startsWith('defaults.yaml'),
  replay: ({ inputs }) => ({ outputs: inputs.map((input) => rows.get(plainText(input))) }),
}

const rows: ReadonlyMap<string, Json> = new Map<string, Json>(Object.entries(stormDefaults))

/** The defaults of a Kafka spout by guarantee, where the fact says that they are its builder's. */
export const kafkaSpoutTableReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, given }) => kind === 'table' && textOf(given, 'conf').startsWith('new KafkaSpoutConfig.Builder'),
  replay: ({ inputs }) => ({ outputs: inputs.map((input) => spoutDefault(plainText(input))) }),
}

function spoutDefault(name: string): Json | undefined {
  const { processingGuarantee, retry, ...defaults } = kafkaSpoutDefaults
  if (name === 'default guarantee') return processingGuarantee
  if (name === 'DEFAULT_MAX_RETRIES') return defaultMaxRetries
  const guarantee = processingGuarantees.find((one) => one === name)
  if (guarantee === undefined) return undefined
  return { ...defaults, retryService: retryText(retry), kafkaProps: { 'bootstrap.servers': 'b:9092', ...kafkaPropertiesOf(guarantee) } }
}
