import { apiException } from '../metadata/error-of-exception.ts'
import type { QuorumController } from './quorum-controller.ts'

/**
 * Checks replicas that somebody chose by hand.
 * @throws KafkaException InvalidReplicaAssignmentException for an empty list, a broker that is not registered, or one named twice
 */
export function checkManualAssignment(controller: QuorumController, brokerIds: readonly number[]): void {
  const refuse = (message: string): never => {
    throw apiException('InvalidReplicaAssignmentException', message)
  }
  if (brokerIds.length === 0) refuse('The manual partition assignment includes an empty replica list.')
  const sorted = [...brokerIds].sort((left, right) => left - right)
  for (const [index, id] of sorted.entries()) {
    if (controller.image.broker(id) === undefined) refuse(`The manual partition assignment includes broker ${id}, but no such broker is registered.`)
    if (sorted[index - 1] === id) refuse(`The manual partition assignment includes the broker ${id} more than once.`)
  }
}
