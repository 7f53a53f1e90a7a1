import type { EventRun } from '../../flume/event/event-run.ts'
import { utf8Bytes } from '../../kafka/record/utf8-bytes.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import { MadeForms, type MadeRecord } from '../../ledger/made-forms.ts'
import { numberInStream, type RecordContent, type RecordStream, type RecordStreams } from '../../ledger/record-stream.ts'

/**
 * The forms in which a connector sends on what came to it: for the books the same records, with another content.
 */
export class RecordForms {
  readonly #streams: RecordStreams
  readonly #plain = new Map<string, RecordStream>()
  readonly #made: MadeForms

  constructor(streams: RecordStreams, name: string) {
    this.#streams = streams
    this.#made = new MadeForms(streams, name)
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
    return this.#made.made(record, form)
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
