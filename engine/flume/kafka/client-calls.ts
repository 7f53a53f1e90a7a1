import type { ConsumedRun } from '../../kafka/consumer/consumed-run.ts'
import type { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import type { KafkaProducer } from '../../kafka/producer/kafka-producer.ts'
import { JavaException } from '../conf/java/java-exception.ts'
import { countEvents, type EventRun } from '../event/event-run.ts'
import type { Flow } from '../thread/java-thread.ts'

/** Events for one partition, or for the one that the client chooses. */
export interface SentEvents {
  readonly topic: string
  readonly partition?: number
  readonly run: EventRun
}

/** Offsets to commit, by partition: the next one to read. */
export type OffsetsToCommit = Parameters<KafkaConsumer['commitSync']>[0]

/** The exceptions of Kafka's clients. */
type ClientException = NonNullable<Parameters<Parameters<KafkaConsumer['commitSync']>[1]>[0]>

/** Waits for the one call of `done`. @throws InterruptedException, and JavaException for what the client's method throws */
export function* answerOf<Answer>(ask: (done: (answer: Answer) => void) => void): Flow<Answer> {
  let answer: { readonly give: () => Answer } | undefined
  yield {
    isInterruptible: true,
    begin: (wake) => {
      const answered = (give: () => Answer): void => {
        answer = { give }
        wake()
      }
      try {
        ask((value) => { answered(() => value) })
      } catch (error) {
        answered(() => { throw asClientFailure(error) })
      }
      return () => undefined
    },
  }
  if (answer === undefined) throw new RangeError('a client has answered without an answer')
  return answer.give()
}

/** Makes a client. @throws JavaException what its constructor throws for its properties */
export function newClient<Client>(create: () => Client): Client {
  try {
    return create()
  } catch (error) {
    throw asClientFailure(error)
  }
}

/** An exception of the clients as Flume's code sees it; anything else stays what it is. */
function asClientFailure(error: unknown): unknown {
  return error instanceof Error && 'className' in error && !(error instanceof JavaException) ? new JavaException(String(error.className), error.message) : error
}

/**
 * Sends everything, flushes, and waits for every future. @param acknowledged hears what is in Kafka, whatever fails beside it
 * @throws JavaException java.util.concurrent.ExecutionException around the first failure
 */
export function* sendAll(producer: KafkaProducer, events: readonly SentEvents[], acknowledged: (run: EventRun) => void): Flow<void> {
  const total = countEvents(events.map(({ run }) => run))
  if (total === 0) return
  let failure: ClientException | undefined
  yield* answerOf<true>((done) => {
    let settled = 0
    let isFlushed = false
    const check = (): void => {
      if (isFlushed && settled === total) done(true)
    }
    events.forEach(({ topic, partition, run }, index) => {
      const request = { topic, run: { first: run.first, count: run.count }, ...(partition === undefined ? {} : { partition }) }
      producer.send(request, (result) => {
        settled += result.run.count
        if (result.kind === 'failed') failure ??= result.error
        else acknowledged(result.run)
        check()
      }, () => {
        if (index === events.length - 1) producer.flush(() => { isFlushed = true; check() })
      })
    })
  })
  if (failure !== undefined) throw new JavaException('java.util.concurrent.ExecutionException', `${failure.className}: ${failure.message}`, { cause: javaException(failure) })
}

/** Polls. @throws JavaException what the client throws */
export function* poll(consumer: KafkaConsumer, timeoutMs: number): Flow<readonly ConsumedRun[]> {
  const { records, error } = yield* answerOf<Parameters<Parameters<KafkaConsumer['poll']>[1]>[0]>((done) => { consumer.poll(timeoutMs, done) })
  if (error !== undefined) throw javaException(error)
  return records
}

/** Commits offsets. @throws JavaException what the client throws */
export function* commitOffsets(consumer: KafkaConsumer, offsets: OffsetsToCommit): Flow<void> {
  const error = yield* answerOf<ClientException | undefined>((done) => { consumer.commitSync(offsets, done) })
  if (error !== undefined) throw javaException(error)
}

/** An exception of a client as Flume's code catches it. */
function javaException({ className, message, cause }: ClientException): JavaException {
  return new JavaException(className, message, cause === undefined ? {} : { cause: javaException(cause) })
}
