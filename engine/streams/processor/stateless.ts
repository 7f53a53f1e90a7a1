import type { ProcessorContext, ProcessorSupplier, StreamRecord } from './processor.ts'

/** A processor that keeps nothing. */
export function stateless(step: (record: StreamRecord, context: ProcessorContext) => void): ProcessorSupplier {
  return (context) => (record) => { step(record, context) }
}
