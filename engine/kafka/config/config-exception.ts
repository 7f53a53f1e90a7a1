import { KafkaException } from '../protocol/kafka-exception.ts'

const CONFIG_EXCEPTION = 'org.apache.kafka.common.config.ConfigException'

/** A ConfigException with this message. */
export function configException(message: string): KafkaException {
  return new KafkaException(CONFIG_EXCEPTION, message)
}

/** The ConfigException for one key's value, in its usual words. */
export function invalidValue(key: string, valueText: string, why: string): KafkaException {
  return configException(`Invalid value ${valueText} for configuration ${key}: ${why}`)
}

/** A java.lang.IllegalArgumentException with this message. */
export function illegalArgument(message: string, cause?: KafkaException): KafkaException {
  return new KafkaException('java.lang.IllegalArgumentException', message, cause)
}

/** An InvalidConfigurationException with this message. */
export function invalidConfiguration(message: string): KafkaException {
  return new KafkaException('org.apache.kafka.common.errors.InvalidConfigurationException', message)
}

/** What a client's constructor throws: a general exception, mostly around the one that says why. */
export function constructionFailed(message: string, cause?: KafkaException): KafkaException {
  return new KafkaException('org.apache.kafka.common.KafkaException', message, cause)
}
