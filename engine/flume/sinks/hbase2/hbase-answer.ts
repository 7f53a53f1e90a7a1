import { HBaseException } from '../../../hadoop/hbase/hbase-exception.ts'
import { JavaException } from '../../conf/java/java-exception.ts'
import type { Flow } from '../../thread/java-thread.ts'

/** Asks HBase's client and waits for the answer. @throws JavaException what the client throws, at once or as its answer */
export function* hbaseAnswer<Answer>(ask: (done: (answer: Answer | HBaseException) => void) => void): Flow<Answer> {
  let answer: { readonly value: Answer | HBaseException } | undefined
  yield {
    isInterruptible: true,
    begin: (wake) => {
      try {
        ask((value) => {
          answer = { value }
          wake()
        })
      } catch (error) {
        if (!(error instanceof HBaseException)) throw error
        answer = { value: error }
        wake()
      }
      return () => undefined
    },
  }
  if (answer === undefined) throw new JavaException('java.io.InterruptedIOException', null)
  if (answer.value instanceof HBaseException) throw asJava(answer.value)
  return answer.value
}

/** What a BufferedMutator throws for puts that failed. Source: RetriesExhaustedWithDetailsException. */
export function retriesExhausted(failed: readonly HBaseException[]): JavaException {
  const counts = new Map<string, number>()
  for (const { message } of failed) counts.set(message, (counts.get(message) ?? 0) + 1)
  const times = [...counts].map(([message, count]) => `${message}: ${plural(count, 'time')}`).join(', ')
  return new JavaException('org.apache.hadoop.hbase.client.RetriesExhaustedWithDetailsException', `Failed ${plural(failed.length, 'action')}: ${times}, servers with issues: `)
}

/** Whether Java need not declare it. */
export function isUnchecked({ className }: JavaException): boolean {
  return ['java.lang.', 'java.util.regex.', 'org.apache.flume.FlumeException', 'java.io.UncheckedIOException'].some((prefix) => className.startsWith(prefix))
}

function asJava({ className, javaMessage }: HBaseException): JavaException {
  return new JavaException(className, javaMessage)
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
