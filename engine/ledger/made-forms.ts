import type { RecordRun } from './record-run.ts'
import { numberInStream, streamIndexOf, type RecordContent, type RecordStream, type RecordStreams } from './record-stream.ts'

/** What a record consists of when somebody on its way is done with it. */
export interface MadeRecord {
  readonly key: string | undefined
  readonly value: string
  readonly valueBytes: number
  readonly headers: ReadonlyMap<string, string> | undefined
}

interface Edition {
  readonly stream: RecordStream
  readonly made: Map<number, MadeRecord>
}

/**
 * The forms in which somebody sends on records that it changes one by one: for the books the same records, with another
 * content. A record that is sent once more in the same form has the same number; one that has changed since has one of its own.
 */
export class MadeForms {
  readonly #streams: RecordStreams
  readonly #name: string
  readonly #editions = new Map<number, Edition[]>()

  /** @param name of who makes the forms, for readers */
  constructor(streams: RecordStreams, name: string) {
    this.#streams = streams
    this.#name = name
  }

  /** One record in the form that was made of it. */
  made(record: number, form: MadeRecord): RecordRun {
    const index = streamIndexOf(record)
    const number = numberInStream(record)
    const editions = this.#editions.get(index) ?? []
    this.#editions.set(index, editions)
    let edition = editions.find(({ made }) => isSame(made.get(number), form))
    if (edition === undefined) {
      const made = new Map<number, MadeRecord>()
      edition = { made, stream: this.#streams.addForm(index, madeContent(`${this.#streams.of(record).content.name} by ${this.#name}`, made)) }
      editions.push(edition)
    }
    edition.made.set(number, form)
    return { first: edition.stream.base + number, count: 1 }
  }
}

function madeContent(name: string, made: ReadonlyMap<number, MadeRecord>): RecordContent {
  return {
    name,
    valueBytes: (number) => made.get(number)?.valueBytes ?? 0,
    value: (number) => made.get(number)?.value ?? '',
    key: (number) => made.get(number)?.key,
    headers: (number) => made.get(number)?.headers,
    isUniform: false,
  }
}

function isSame(known: MadeRecord | undefined, form: MadeRecord): boolean {
  if (known === undefined) return true
  const headers = (record: MadeRecord) => JSON.stringify([...(record.headers ?? [])])
  return known.key === form.key && known.value === form.value && known.valueBytes === form.valueBytes && headers(known) === headers(form)
}
