import { Cell, type CellBooks } from '../data/cell.ts'
import { columnBytes, valueBytes, type CellValue, type Increment, type Put } from '../data/mutation.ts'
import { noSuchFamily, type RegionInfo, type TableDescriptor } from '../data/table.ts'
import type { HBaseException } from '../hbase-exception.ts'
import { hbaseException } from '../hbase-exception.ts'
import { RegionStore } from '../store/region-store.ts'

/** A region that is open on a server: what it answers from, and its memstore, which no file has yet. Source: HRegion. */
export class OpenRegion {
  readonly info: RegionInfo
  readonly descriptor: TableDescriptor
  readonly store: RegionStore
  /** Its files, oldest first. */
  readonly files: string[]
  isFlushing = false
  readonly #books: CellBooks
  readonly #place: string
  #memstore: Cell[] = []
  #memstoreBytes = 0

  constructor(info: RegionInfo, descriptor: TableDescriptor, options: { readonly books: CellBooks; readonly place: string; readonly files: readonly string[] }) {
    this.info = info
    this.descriptor = descriptor
    this.files = [...options.files]
    this.#books = options.books
    this.#place = options.place
    this.store = new RegionStore(options.books, options.place)
  }

  get memstore(): readonly Cell[] {
    return this.#memstore
  }

  get memstoreBytes(): number {
    return this.#memstoreBytes
  }

  /** Checks that the table has the families of a write or a read. @throws HBaseException NoSuchColumnFamilyException */
  requireFamilies(families: Iterable<string>): void {
    for (const family of families) if (!this.descriptor.families.includes(family)) throw noSuchFamily(family, this.info, this.descriptor)
  }

  /** Takes a put in. @returns its cells @throws HBaseException NoSuchColumnFamilyException */
  put(put: Put, nowMs: number): readonly Cell[] {
    this.requireFamilies(put.columns.map(({ family }) => family))
    const cells = put.columns.map((column) => new Cell(
      { row: put.row, family: column.family, qualifier: column.qualifier, timestampMs: column.timestampMs ?? nowMs }, column.value, columnBytes(put.row, column), put.record,
    ))
    this.add(cells)
    return cells
  }

  /** Adds to a long; a column without a value is 0. @throws HBaseException DoNotRetryIOException for a value that is no long */
  increment({ row, family, qualifier, amount }: Increment, nowMs: number): { readonly cells: readonly Cell[]; readonly value: number } {
    this.requireFamilies([family])
    const known = this.store.get(row, family, qualifier)
    const value = (known === undefined ? 0 : longOf(known.value)) + amount
    const column = { family, qualifier, value: { long: value } }
    const timestampMs = Math.max(nowMs, known?.timestampMs ?? 0)
    const cells = [new Cell({ row, family, qualifier, timestampMs }, column.value, columnBytes(row, column), undefined)]
    this.add(cells)
    return { cells, value }
  }

  /** Puts cells into the memstore: new ones, or those of a log that is replayed. */
  add(cells: readonly Cell[]): void {
    this.#books.retain(cells)
    for (const cell of cells) {
      this.#memstore.push(cell)
      this.#memstoreBytes += cell.bytes
      this.store.put(cell)
    }
  }

  /** The first cells of the memstore are in a file now. */
  flushed(count: number, path: string): void {
    const gone = this.#memstore.splice(0, count)
    this.files.push(path)
    this.#drop(gone, 'flushed')
  }

  /** Gives the whole memstore up. */
  forget(cause: string): void {
    const gone = this.#memstore
    this.#memstore = []
    this.#drop(gone, cause)
  }

  #drop(cells: readonly Cell[], cause: string): void {
    for (const { bytes } of cells) this.#memstoreBytes -= bytes
    this.#books.release(cells, this.#place, cause)
  }
}

function longOf(value: CellValue): number {
  if (typeof value !== 'string') return value.long
  throw hbaseException('DoNotRetryIOException', `Field is not a long, it's ${valueBytes(value)} bytes wide`)
}

/** What a region that is not here answers. Source: RSRpcServices.getRegion. */
export function notServing(region: string, server: string): HBaseException {
  return hbaseException('NotServingRegionException', `${region} is not online on ${server}`)
}
