import type { KeyValueMapper } from '../dsl/operations.ts'
import { stateless } from './stateless.ts'
import type { ProcessorContext, ProcessorSupplier, StreamRecord } from './processor.ts'
import type { OldValues } from './table-source.ts'

/** A table whose rows are each made of one row (KTableMapValues, KTableFilter): null for no row. */
export function tableMapProcessor(map: KeyValueMapper, isFilter: boolean, sendsOld: OldValues): ProcessorSupplier {
  return stateless((record, context) => {
    const { key } = record
    const value = record.value === null ? null : map(key, record.value)
    const oldValue = !sendsOld.isOn || record.oldValue === null ? null : map(key, record.oldValue)
    if (isFilter && sendsOld.isOn && value === null && oldValue === null) return
    context.forward({ ...record, value, oldValue })
  })
}

/** A group's key and value out of a table's row. */
export type RowSelector = (key: unknown, value: unknown) => { readonly key: unknown; readonly value: unknown }

/**
 * Sends a changed row to its groups: the old one to be taken out, the new one to be put in, in one record when both are of
 * one group (KTableRepartitionMap).
 */
export function tableRepartitionProcessor(select: RowSelector): ProcessorSupplier {
  return stateless((record, context) => {
    if (record.key === null) {
      context.drop()
      return
    }
    const before = selected(select, record.key, record.oldValue)
    const after = selected(select, record.key, record.value)
    if (before !== undefined && after !== undefined && before.key === after.key) {
      context.forward({ ...record, key: after.key, value: after.value, oldValue: before.value })
      return
    }
    forwardChange(context, record, before?.key, { value: null, oldValue: before?.value ?? null })
    forwardChange(context, record, after?.key, { value: after?.value ?? null, oldValue: null })
  })
}

function selected(select: RowSelector, key: unknown, value: unknown): { readonly key: unknown; readonly value: unknown } | undefined {
  const pair = value === null ? undefined : select(key, value)
  return pair === undefined || pair.key === null || pair.value === null ? undefined : pair
}

function forwardChange(context: ProcessorContext, record: StreamRecord, key: unknown, change: { readonly value: unknown; readonly oldValue: unknown }): void {
  if (key !== undefined) context.forward({ ...record, key, ...change })
}
