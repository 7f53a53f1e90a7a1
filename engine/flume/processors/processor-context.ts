import type { LogLine } from '../agent/agent-context.ts'
import type { RandomStream } from '../../sim/random-stream.ts'

/** What a sink processor needs beside its sinks. */
export interface ProcessorContext {
  nowMs(): number
  readonly random: RandomStream
  log(level: 'INFO' | 'WARN' | 'ERROR', line: LogLine): void
}
