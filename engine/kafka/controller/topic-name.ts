import { apiException } from '../metadata/error-of-exception.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'

const nameLengthMax = 249

/**
 * Checks a topic's name (Topic.validate).
 * @throws KafkaException InvalidTopicException
 */
export function checkTopicName(name: string): void {
  const refuse = (reason: string): never => {
    throw apiException('InvalidTopicException', `Topic name is invalid: ${reason}`)
  }
  if (name === '') refuse('the empty string is not allowed')
  if (name === '.' || name === '..') refuse(`'${name}' is not allowed`)
  if (name.length > nameLengthMax) refuse(`the length of '${name}' is longer than the max allowed length ${nameLengthMax}`)
  if (!/^[a-zA-Z0-9._-]+$/.test(name)) {
    refuse(`'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`)
  }
}

/** Whether a topic may have that name. */
export function isTopicName(name: string): boolean {
  try {
    checkTopicName(name)
    return true
  } catch (error) {
    if (error instanceof KafkaException) return false
    throw error
  }
}
