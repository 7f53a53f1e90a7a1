import type { RecordContent } from '../../ledger/record-stream.ts'
import { utf8Bytes } from '../event/event-run.ts'

/** Records whose texts are the whole numbers from `first` on. */
export function sequenceContent(name: string, first: number): RecordContent {
  return {
    name,
    valueBytes: (number) => String(first + number).length,
    value: (number) => String(first + number),
    key: () => undefined,
    headers: () => undefined,
    isUniform: false,
  }
}

/** Records that all have the same text. */
export function constantContent(name: string, text: string): RecordContent {
  const bytes = utf8Bytes(text)
  return { name, valueBytes: () => bytes, value: () => text, key: () => undefined, headers: () => undefined, isUniform: true }
}
