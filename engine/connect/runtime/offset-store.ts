import type { ValueFile } from '../../sim/value-file.ts'

/** A source's place by its partition; for a file, the name and the position in bytes. */
export type SourceOffsets = ReadonlyMap<string, number>

/**
 * Offsets of sources in a standalone worker's file (FileOffsetBackingStore): rewritten as a whole, without fsync. Keyed by
 * connector and file.
 */
export class OffsetStore {
  readonly #file: ValueFile<SourceOffsets>

  constructor(file: ValueFile<SourceOffsets>) {
    this.#file = file
  }

  /** The offset of a connector's file; undefined for none. */
  read(connector: string, source: string): number | undefined {
    return this.#file.read()?.get(keyOf(connector, source))
  }

  /** Writes one offset into the file. @throws DiskError when the disk is lost */
  write(connector: string, source: string, offset: number): void {
    this.#file.write(new Map([...(this.#file.read() ?? []), [keyOf(connector, source), offset]]))
  }

  /** Takes a connector's offsets away. */
  forget(connector: string): void {
    const kept = [...(this.#file.read() ?? [])].filter(([key]) => !key.startsWith(`${connector}\u0000`))
    this.#file.write(new Map(kept))
  }
}

function keyOf(connector: string, source: string): string {
  return `${connector}\u0000${source}`
}
