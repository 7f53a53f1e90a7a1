import type { Lane } from '../../../ledger/lane.ts'
import type { CellRecord, CellValue } from './mutation.ts'

/** One version of a column of a row. Memory, logs and files share the object: it knows how many of them have it. */
export class Cell {
  readonly row: string
  readonly family: string
  readonly qualifier: string
  readonly timestampMs: number
  readonly value: CellValue
  readonly bytes: number
  readonly record: CellRecord | undefined
  /** Memstores, logs and files that have it. */
  copies = 0
  /** Whether its record has been counted as arrived. */
  isDelivered = false
  /** Whether nobody will ever read it: the last copy is gone, or a newer version hides it. */
  isOver = false

  constructor(place: { readonly row: string; readonly family: string; readonly qualifier: string; readonly timestampMs: number }, value: CellValue, bytes: number, record: CellRecord | undefined) {
    this.row = place.row
    this.family = place.family
    this.qualifier = place.qualifier
    this.timestampMs = place.timestampMs
    this.value = value
    this.bytes = bytes
    this.record = record
  }
}

/**
 * The books of cells. A record has arrived when its cell no longer hangs on the memory of one region server: its log has been
 * flushed to the data nodes, or its memstore to a file. It is lost when the last copy goes, and superseded when another
 * record's cell takes its place in the row.
 */
export class CellBooks {
  readonly #lane: Lane
  readonly #waiting = new Set<Cell>()

  constructor(lane: Lane, place: string) {
    this.#lane = lane
    lane.ledger.addHolder({ place, walk: (visit) => { for (const { record } of this.#waiting) if (record !== undefined) visit(record.run) } })
  }

  /** One place more has the cells. */
  retain(cells: readonly Cell[]): void {
    for (const cell of cells) {
      cell.copies++
      if (cell.record !== undefined && !cell.isDelivered && !cell.isOver) this.#waiting.add(cell)
    }
  }

  /** A place has the cells no more. */
  release(cells: readonly Cell[], place: string, cause: string): void {
    for (const cell of cells) {
      cell.copies--
      if (cell.copies === 0 && !cell.isOver) this.#end(cell, { fate: 'lost', place, cause })
    }
  }

  /** The cells are safe from the death of their region server. */
  arrived(cells: readonly Cell[], place: string): void {
    let joined: CellRecord | undefined
    for (const cell of cells) {
      const { record } = cell
      if (record === undefined || cell.isDelivered || cell.isOver) continue
      cell.isDelivered = true
      this.#waiting.delete(cell)
      if (joined?.destination === record.destination && joined.run.first + joined.run.count === record.run.first) {
        joined = { destination: record.destination, run: { first: joined.run.first, count: joined.run.count + record.run.count } }
        continue
      }
      this.#deliver(joined, place)
      joined = record
    }
    this.#deliver(joined, place)
  }

  #deliver(record: CellRecord | undefined, place: string): void {
    const destination = record === undefined ? undefined : this.#lane.ledger.destinations[record.destination]
    if (record !== undefined && destination !== undefined) this.#lane.ledger.delivered(destination, record.run, place)
  }

  /** Another cell has taken the place of one; a cell of the same record takes its account over. */
  replaced(old: Cell, by: Cell, place: string): void {
    if (old.isOver || old === by) return
    if (old.record?.run.first === by.record?.run.first) {
      by.isDelivered ||= old.isDelivered
      old.isOver = true
      this.#waiting.delete(old)
      return
    }
    this.#end(old, { fate: 'superseded', place, cause: 'another record was written to the same row and column' })
  }

  #end(cell: Cell, ending: { readonly fate: 'lost' | 'superseded'; readonly place: string; readonly cause: string }): void {
    cell.isOver = true
    this.#waiting.delete(cell)
    const { record } = cell
    if (record === undefined) return
    const { ledger } = this.#lane
    const destination = ledger.destinations[record.destination]
    if (destination === undefined) return
    if (cell.isDelivered) ledger.undelivered(destination, record.run, ending)
    else ledger.copyEnded(record.run, { ...ending, destinations: [record.destination] })
  }
}
