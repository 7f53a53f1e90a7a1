import type { HBaseException} from '../hbase-exception.ts'
import { hbaseException, illegalArgument } from '../hbase-exception.ts'

/** A table as it was created. */
export interface TableDescriptor {
  readonly name: string
  readonly families: readonly string[]
  /** Row keys at which its regions begin, the first one left out. */
  readonly splits: readonly string[]
}

/** A part of a table: rows from `startKey` on, before `endKey` (empty: no bound). */
export interface RegionInfo {
  readonly table: string
  readonly startKey: string
  readonly endKey: string
  /** `table,startKey,id.encoded.` */
  readonly name: string
}

/** The regions of a new table. @param nowMs the id of a region is when it was made */
export function regionsOf({ name, splits }: TableDescriptor, nowMs: number, encoded: () => string): readonly RegionInfo[] {
  const starts = ['', ...splits]
  return starts.map((startKey, index) => ({ table: name, startKey, endKey: starts[index + 1] ?? '', name: `${name},${startKey},${String(nowMs)}.${encoded()}.` }))
}

/** Whether a region has a row. */
export function containsRow({ startKey, endKey }: RegionInfo, row: string): boolean {
  return row >= startKey && (endKey === '' || row < endKey)
}

/** Checks a table's name. @throws HBaseException IllegalArgumentException. Source: org.apache.hadoop.hbase.TableName. */
export function requireTableName(name: string): string {
  const [namespace = '', qualifier] = name.split(':', 2)
  if (qualifier !== undefined && namespace !== '') return requireTableName(qualifier) && name
  if (name === '') throw illegalArgument('Table qualifier must not be empty')
  if (name.startsWith('.') || name.startsWith('-')) {
    throw illegalArgument(`Illegal first character <${name.charCodeAt(0)}> at 0. User-space table qualifiers can only start with 'alphanumeric characters' from any language: ${name}`)
  }
  const at = name.search(/[^\p{L}\p{Nd}_.-]/u)
  if (at < 0) return name
  const code = name.codePointAt(at) ?? 0
  throw illegalArgument(`Illegal character code:${code}, <${String.fromCodePoint(code)}> at ${at}. User-space table qualifiers may only contain 'alphanumeric characters' and digits: ${name}`)
}

/** Checks a column family's name. @throws HBaseException IllegalArgumentException. Source: ColumnFamilyDescriptorBuilder.isLegalColumnFamilyName. */
export function requireFamilyName(name: string): string {
  if (name === '') throw illegalArgument('Column Family name can not be empty')
  if (name.startsWith('.')) throw illegalArgument(`Column Family names cannot start with a period: ${name}`)
  const bad = [...name].find((character) => /[:\\/]/.test(character) || character < ' ' || (character >= '\u007f' && character <= '\u009f'))
  if (bad !== undefined) throw illegalArgument(`Illegal character <${bad.charCodeAt(0)}>. Family names cannot contain control characters or colons: ${name}`)
  if (name === 'recovered.edits') throw illegalArgument('Column Family name cannot be: recovered.edits')
  return name
}

/** What the master checks before it creates a table. @throws HBaseException DoNotRetryIOException. Source: TableDescriptorChecker.sanityCheck. */
export function checkSane({ families }: TableDescriptor): void {
  if (families.length > 0) return
  throw hbaseException('DoNotRetryIOException', 'Table should have at least one column family. Set hbase.table.sanity.checks to false at conf or table descriptor if you want to bypass sanity checks')
}

/** What a region server says of a family that the table does not have. Source: HRegion.checkFamily. */
export function noSuchFamily(family: string, region: RegionInfo, descriptor: TableDescriptor): HBaseException {
  return hbaseException('regionserver.NoSuchColumnFamilyException', `Column family ${family} does not exist in region ${region.name} in table ${shown(descriptor)}`)
}

/** Source: TableDescriptor.toString and ColumnFamilyDescriptor.toString, with the defaults of 2.5. */
function shown({ name, families }: TableDescriptor): string {
  const attributes = "INDEX_BLOCK_ENCODING => 'NONE', VERSIONS => '1', KEEP_DELETED_CELLS => 'FALSE', DATA_BLOCK_ENCODING => 'NONE', TTL => 'FOREVER', MIN_VERSIONS => '0', REPLICATION_SCOPE => '0', BLOOMFILTER => 'ROW', IN_MEMORY => 'false', COMPRESSION => 'NONE', BLOCKCACHE => 'true', BLOCKSIZE => '65536 B (64KB)'"
  const columns = families.map((family) => `{NAME => '${family}', ${attributes}}`)
  return [`'${name}'`, "{TABLE_ATTRIBUTES => {METADATA => {'hbase.store.file-tracker.impl' => 'DEFAULT'}}}", ...columns].join(', ')
}
