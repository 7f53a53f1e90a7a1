import { exceptionOfError } from '../client/exception-of-error.ts'
import type { NetworkClient } from '../client/network-client.ts'
import type { RequestOutcome } from '../client/node-connection.ts'
import { CoordinatorLink } from '../consumer/coordinator-link.ts'
import type { GroupIdentity, OffsetAndMetadata } from '../consumer/offset-requests.ts'
import { errorByCode, type ErrorName, type ProtocolError } from '../protocol/errors.ts'
import type { RequestOf } from '../protocol/messages.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { ProducerIdAndEpoch } from './producer-batch.ts'

type State = 'UNINITIALIZED' | 'INITIALIZING' | 'READY' | 'IN_TRANSACTION' | 'COMMITTING_TRANSACTION' | 'ABORTING_TRANSACTION' | 'ABORTABLE_ERROR' | 'FATAL_ERROR'

/** Calls back with the exception that Java's call would throw. */
export type TransactionCallback = (error: KafkaException | undefined) => void

/** What a transactional producer works with. */
export interface TransactionManagerOptions {
  readonly client: NetworkClient
  readonly transactionalId: string
  readonly timeoutMs: number
  /** The producer's id and epoch are new. */
  readonly setProducer: (producer: ProducerIdAndEpoch) => void
  readonly producer: () => ProducerIdAndEpoch
  /** Calls back when all that was sent is settled. */
  readonly flush: (done: () => void) => void
}

const allowedFrom: Readonly<Partial<Record<State, readonly State[]>>> = {
  INITIALIZING: ['UNINITIALIZED'],
  IN_TRANSACTION: ['READY'],
  COMMITTING_TRANSACTION: ['IN_TRANSACTION'],
  ABORTING_TRANSACTION: ['IN_TRANSACTION', 'ABORTABLE_ERROR'],
}

const transactionKeyType = 1
const errors = 'org.apache.kafka.common.errors'
const retriedErrors: ReadonlySet<ErrorName> = new Set<ErrorName>(['CONCURRENT_TRANSACTIONS', 'COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'NETWORK_EXCEPTION', 'UNKNOWN_TOPIC_OR_PARTITION'])
const fencingErrors: ReadonlySet<ErrorName> = new Set<ErrorName>(['PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH'])

/** Transactions of a producer (the transactional part of Kafka's TransactionManager, with transaction version 2). */
export class TransactionManager {
  readonly transactionalId: string
  readonly #options: TransactionManagerOptions
  readonly #link: CoordinatorLink
  readonly #groupLinks = new Map<string, CoordinatorLink>()
  #state: State = 'UNINITIALIZED'
  #error: KafkaException | undefined
  #hasStarted = false
  #isStopped = false

  constructor(options: TransactionManagerOptions) {
    this.#options = options
    this.transactionalId = options.transactionalId
    this.#link = new CoordinatorLink(options.client, options.transactionalId, () => undefined, transactionKeyType)
  }

  /** Gets the producer's id, and fences older producers of the same transactional id. @throws KafkaException */
  initTransactions(done: TransactionCallback): void {
    this.#throwIfFailed()
    this.#to('INITIALIZING')
    this.#ask('InitProducerId', { transactionalId: this.transactionalId, transactionTimeoutMs: this.#options.timeoutMs, producerId: -1, producerEpoch: -1 }, (error, body) => {
      if (error === undefined && body !== undefined) {
        this.#options.setProducer({ producerId: body.producerId, epoch: body.producerEpoch })
        this.#state = 'READY'
        done(undefined)
      } else done(this.#fatal(new KafkaException('org.apache.kafka.common.KafkaException', `Unexpected error in InitProducerIdResponse; ${error?.message ?? ''}`)))
    }, () => { done(this.#fatal(fenced())) })
  }

  /** A connection has moved: what waits for one may go. */
  onProgress(): void {
    this.#link.flush()
    for (const link of this.#groupLinks.values()) link.flush()
  }

  /** The producer has closed. */
  stop(): void {
    this.#isStopped = true
    this.#link.stop()
    for (const link of this.#groupLinks.values()) link.stop()
  }

  /** Begins a transaction; no broker hears of it. @throws KafkaException */
  beginTransaction(): void {
    this.#throwIfFailed()
    this.#to('IN_TRANSACTION')
    this.#hasStarted = false
  }

  /** Whether a record may be sent now. @throws KafkaException IllegalStateException outside of transactions, and what the transaction has failed with */
  beforeSend(topicPartition: string): void {
    this.#throwIfFailed()
    if (this.#state === 'UNINITIALIZED' || this.#state === 'INITIALIZING') {
      throw illegalState(`Cannot add partition ${topicPartition} to transaction before completing a call to initTransactions`)
    }
    if (this.#state !== 'IN_TRANSACTION') throw illegalState(`Cannot add partition ${topicPartition} to transaction while in state  ${this.#state}`)
    this.#hasStarted = true
  }

  /** Commits what a group has consumed with the transaction. @throws KafkaException */
  sendOffsetsToTransaction(offsets: readonly OffsetAndMetadata[], group: GroupIdentity & { readonly groupId: string }, done: TransactionCallback): void {
    this.#throwIfFailed()
    if (this.#state !== 'IN_TRANSACTION') throw illegalState(`Cannot send offsets if a transaction is not in progress (currentState= ${this.#state})`)
    if (offsets.length === 0) {
      done(undefined)
      return
    }
    this.#hasStarted = true
    const link = this.#groupLinks.get(group.groupId) ?? new CoordinatorLink(this.#options.client, group.groupId, () => undefined)
    this.#groupLinks.set(group.groupId, link)
    const send = (): void => {
      const { producerId, epoch } = this.#options.producer()
      const names = [...new Set(offsets.map(({ topic }) => topic))]
      const topics = names.map((name) => ({
        name,
        partitions: offsets.filter(({ topic }) => topic === name).map((one) => ({ partitionIndex: one.partition, committedOffset: one.offset, committedLeaderEpoch: one.leaderEpoch, committedMetadata: one.metadata })),
      }))
      const { groupId, generationId, memberId, groupInstanceId } = group
      link.send({
        api: 'TxnOffsetCommit',
        body: { transactionalId: this.transactionalId, groupId, producerId, producerEpoch: epoch, generationId, memberId, groupInstanceId, topics },
        onComplete: (outcome) => {
          const code = outcome.kind === 'response' ? (outcome.body.topics.flatMap(({ partitions }) => partitions).find(({ errorCode }) => errorCode !== 0)?.errorCode ?? 0) : undefined
          const error = code === undefined ? undefined : errorByCode(code)
          if (error?.name === 'NONE') done(undefined)
          else if (error === undefined || retriedErrors.has(error.name)) this.#later(() => {
            if (error?.name === 'NOT_COORDINATOR') link.markUnknown('NOT_COORDINATOR')
            send()
          })
          else done(fencingErrors.has(error.name) ? this.#fatal(fenced()) : this.#abortable(commitFailed(error)))
        },
      })
    }
    send()
  }

  /** Commits: waits for all that was sent, then has the coordinator decide. @throws KafkaException */
  commitTransaction(done: TransactionCallback): void {
    this.#throwIfFailed()
    this.#to('COMMITTING_TRANSACTION')
    this.#end(true, done)
  }

  /** Aborts. @throws KafkaException */
  abortTransaction(done: TransactionCallback): void {
    if (this.#state !== 'ABORTABLE_ERROR') this.#throwIfFailed()
    this.#to('ABORTING_TRANSACTION')
    this.#error = undefined
    this.#end(false, done)
  }

  /** A batch has failed for good: the transaction can only be aborted, or nothing more can be done. */
  batchFailed(error: KafkaException): void {
    if (error.className.endsWith('.ProducerFencedException')) this.#fatal(error)
    else if (this.#state === 'IN_TRANSACTION' || this.#state === 'COMMITTING_TRANSACTION') this.#abortable(error)
  }

  #end(committed: boolean, done: TransactionCallback): void {
    this.#options.flush(() => {
      if (this.#error !== undefined) {
        done(this.#error)
        return
      }
      if (!this.#hasStarted) {
        this.#state = 'READY'
        done(undefined)
        return
      }
      const { producerId, epoch } = this.#options.producer()
      this.#ask('EndTxn', { transactionalId: this.transactionalId, producerId, producerEpoch: epoch, committed }, (error, body) => {
        if (error === undefined && body !== undefined) {
          this.#state = 'READY'
          this.#options.setProducer({ producerId: body.producerId, epoch: body.producerEpoch })
          done(undefined)
        } else if (error?.name === 'INVALID_TXN_STATE') done(this.#fatal(exceptionOfError(error)))
        else done(this.#fatal(new KafkaException('org.apache.kafka.common.KafkaException', `Unhandled error in EndTxnResponse: ${error?.message ?? ''}`)))
      }, () => { done(this.#fatal(fenced())) })
    })
  }

  /** Asks the coordinator, again after errors that pass. `onFenced` hears that there is a newer producer. */
  #ask<Api extends 'InitProducerId' | 'EndTxn'>(
    api: Api, body: RequestOf<Api>,
    done: (error: ProtocolError | undefined, body: Answer | undefined) => void, onFenced: () => void,
  ): void {
    const onComplete = (outcome: RequestOutcome<Api>): void => {
      const answer: Answer | undefined = outcome.kind === 'response' ? outcome.body : undefined
      const error = answer === undefined ? undefined : errorByCode(answer.errorCode)
      if (error?.name === 'NONE') done(undefined, answer)
      else if (error === undefined || retriedErrors.has(error.name)) {
        if (error?.name === 'NOT_COORDINATOR') this.#link.markUnknown('NOT_COORDINATOR')
        this.#later(() => { this.#ask(api, body, done, onFenced) })
      } else if (fencingErrors.has(error.name)) onFenced()
      else done(error, undefined)
    }
    this.#link.send({ api, body, onComplete })
  }

  #later(action: () => void): void {
    const { client } = this.#options
    client.context.process.after(client.retryBackoff.micros(0), () => { if (!this.#isStopped) action() })
  }

  #to(state: State): void {
    if (allowedFrom[state]?.includes(this.#state) === true) this.#state = state
    else throw illegalState(`TransactionalId ${this.transactionalId}: Invalid transition attempted from state ${this.#state} to state ${state}`)
  }

  #fatal(error: KafkaException): KafkaException {
    this.#state = 'FATAL_ERROR'
    this.#error = error
    return error
  }

  #abortable(error: KafkaException): KafkaException {
    this.#state = 'ABORTABLE_ERROR'
    this.#error = error
    return error
  }

  #throwIfFailed(): void {
    const error = this.#error
    if (error === undefined || (this.#state !== 'FATAL_ERROR' && this.#state !== 'ABORTABLE_ERROR')) return
    const { producerId, epoch } = this.#options.producer()
    const who = `Producer with transactionalId '${this.transactionalId}' and (producerId=${String(producerId)}, epoch=${String(epoch)})`
    if (error.className.endsWith('.ProducerFencedException')) throw new KafkaException(error.className, `${who} has been fenced by another producer with the same transactionalId`)
    if (error.className.endsWith('.InvalidProducerEpochException')) throw new KafkaException(error.className, `${who} attempted to produce with an old epoch`)
    throw new KafkaException('org.apache.kafka.common.KafkaException', 'Cannot execute transactional method because we are in an error state', error)
  }
}

/** What is thrown by transactional calls of a producer without transactional.id. */
export function notTransactional(): KafkaException {
  return illegalState('Transactional method invoked on a non-transactional producer.')
}

interface Answer {
  readonly errorCode: number
  readonly producerId: number
  readonly producerEpoch: number
}

function illegalState(message: string): KafkaException {
  return new KafkaException('java.lang.IllegalStateException', message)
}

function fenced(): KafkaException {
  return new KafkaException(`${errors}.ProducerFencedException`, 'There is a newer producer with the same transactionalId which fences the current one.')
}

/** A member that is none any more may not commit (TxnOffsetCommitHandler). */
function commitFailed(error: ProtocolError): KafkaException {
  if (error.name !== 'UNKNOWN_MEMBER_ID' && error.name !== 'ILLEGAL_GENERATION') return exceptionOfError(error)
  return new KafkaException('org.apache.kafka.clients.consumer.CommitFailedException', `Transaction offset Commit failed due to consumer group metadata mismatch: ${error.message}`)
}
