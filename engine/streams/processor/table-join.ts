import type { KeyValueMapper, ValueJoiner } from '../dsl/operations.ts'
import type { TimedValue } from '../state/key-value-store.ts'
import type { ProcessorSupplier } from './processor.ts'
import type { OldValues } from './table-source.ts'
import type { ValueGetter } from './value-getter.ts'

/** Joins a stream's records with a table's rows as they are when the record comes (KStreamKTableJoinProcessor). */
export function streamTableJoinProcessor(options: { readonly getter: ValueGetter; readonly tableKey: KeyValueMapper; readonly joiner: ValueJoiner; readonly isLeft: boolean }): ProcessorSupplier {
  return (context) => {
    const get = options.getter.make(context)
    return (record) => {
      const { key, value } = record
      const tableKey = value === null ? null : options.tableKey(key, value)
      if (value === null || (tableKey === null && !options.isLeft)) {
        context.drop()
        return
      }
      const row = tableKey === null ? undefined : get(tableKey)
      if (row !== undefined || options.isLeft) context.forward({ ...record, value: options.joiner(value, row?.value ?? null, key) })
    }
  }
}

/** Which rows come out although the other side has none. */
export interface TableJoinKind {
  readonly keepsOwn: boolean
  readonly keepsOther: boolean
}

/** Joins a changed row with the other table's (KTableKTableInnerJoin, LeftJoin, RightJoin, OuterJoin). `joiner` takes this side first. */
export function tableJoinProcessor(getter: ValueGetter, joiner: ValueJoiner, kind: TableJoinKind, sendsOld: OldValues): ProcessorSupplier {
  return (context) => {
    const get = getter.make(context)
    return (record) => {
      if (record.key === null) {
        context.drop()
        return
      }
      const other = get(record.key)
      if (other === undefined && (!kind.keepsOwn || (record.value === null && record.oldValue === null))) return
      const value = joinedRow(record.key, record.value, other, { joiner, kind })
      const oldValue = sendsOld.isOn ? joinedRow(record.key, record.oldValue, other, { joiner, kind }) : null
      context.forward({ key: record.key, value, oldValue, timestamp: Math.max(record.timestamp, other?.timestamp ?? record.timestamp) })
    }
  }
}

/** What a joined table has for a key, worked out of both tables. */
export function joinedGetter(left: ValueGetter, right: ValueGetter, joiner: ValueJoiner, kind: TableJoinKind): ValueGetter {
  return {
    stores: [...left.stores, ...right.stores],
    make: (context) => {
      const getLeft = left.make(context)
      const getRight = right.make(context)
      return (key) => {
        const own = getLeft(key)
        const other = getRight(key)
        if ((own === undefined && !kind.keepsOther) || (other === undefined && !kind.keepsOwn) || (own ?? other) === undefined) return undefined
        const timestamp = Math.max(own?.timestamp ?? 0, other?.timestamp ?? 0)
        return { value: joiner(own?.value ?? null, other?.value ?? null, key), timestamp }
      }
    },
  }
}

function joinedRow(key: unknown, own: unknown, other: TimedValue | undefined, { joiner, kind }: { readonly joiner: ValueJoiner; readonly kind: TableJoinKind }): unknown {
  const isAlone = own === null
  if (isAlone && (other === undefined || !kind.keepsOther)) return null
  return joiner(own, other?.value ?? null, key)
}
