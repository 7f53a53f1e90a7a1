import type { Cell, CellBooks } from '../data/cell.ts'

/** Columns of a row: by `family:qualifier` the newest cell. */
type Row = Map<string, Cell>

/**
 * What a region can answer from: for each row and column the newest cell, the later one of two with the same timestamp.
 * Families keep one version, as HBase's default is. Source: org.apache.hadoop.hbase.regionserver.HStore.
 */
export class RegionStore {
  readonly #rows = new Map<string, Row>()
  readonly #books: CellBooks
  readonly #place: string

  constructor(books: CellBooks, place: string) {
    this.#books = books
    this.#place = place
  }

  get rowCount(): number {
    return this.#rows.size
  }

  /** Takes a cell in: it hides the one that it replaces, or is hidden by a newer one. */
  put(cell: Cell): void {
    let row = this.#rows.get(cell.row)
    if (row === undefined) {
      row = new Map()
      this.#rows.set(cell.row, row)
    }
    const column = `${cell.family}:${cell.qualifier}`
    const known = row.get(column)
    if (known === undefined || known.timestampMs <= cell.timestampMs) {
      row.set(column, cell)
      if (known !== undefined) this.#books.replaced(known, cell, this.#place)
    } else this.#books.replaced(cell, known, this.#place)
  }

  /** The newest cell of a column. */
  get(row: string, family: string, qualifier: string): Cell | undefined {
    return this.#rows.get(row)?.get(`${family}:${qualifier}`)
  }

  /** The cells of a row, in the order of their columns. */
  row(row: string): readonly Cell[] {
    return [...(this.#rows.get(row) ?? [])].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, cell]) => cell)
  }

  /** All rows in the order of their keys. */
  get rowKeys(): readonly string[] {
    return [...this.#rows.keys()].toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0))
  }
}
