import type { RecordContent } from '../../ledger/record-stream.ts'

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
