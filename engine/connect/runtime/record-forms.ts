import type { EventRun } from '../../flume/event/event-run.ts'
import { utf8Bytes } from '../../kafka/record/utf8-bytes.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import { numberInStream, streamIndexOf, type RecordContent, type RecordStream, type RecordStreams } from '../../ledger/record-stream.ts'

/** What a source's record consists of when converters and transformations are done with it. */
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
 * The forms in which a connector sends on what came to it: for the books the same records, with another content. A record
 * that is sent once more in the same form has the same number; one that has changed since has one of its own.
 */
export class RecordForms {
  readonly #streams: RecordStreams
  readonly #name: string
  readonly #plain = new Map<string, RecordStream>()
  readonly #editions = new Map<number, Edition[]>()

  constructor(streams: RecordStreams, name: string) {
    this.#streams = streams
    this.#name = name
  }

  /** Records as plain texts behind a prefix, with neither key nor headers. */
  plain(run: EventRun, prefix: string): RecordRun {
    const { content, index } = this.#streams.of(run.first)
    if (prefix === '' && content.isUniform) return run
    const key = `${String(index)} ${prefix}`
    let form = this.#plain.get(key)
    if (form === undefined) {
      form = this.#streams.addForm(index, plainContent(content, prefix))
      this.#plain.set(key, form)
    }
    return { first: form.base + numberInStream(run.first), count: run.count }
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

function plainContent(content: RecordContent, prefix: string): RecordContent {
  const prefixBytes = utf8Bytes(prefix)
  return {
    name: content.name,
    valueBytes: (number) => prefixBytes + content.valueBytes(number),
    value: (number) => prefix + content.value(number),
    key: () => undefined,
    headers: () => undefined,
    isUniform: content.isUniform,
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
