/** Appends big-endian numbers and varints to a growing buffer. */
export class ByteWriter {
  readonly #bytes: number[] = []

  /** Bytes written so far. */
  get length(): number {
    return this.#bytes.length
  }

  /** The low 8 bits of `value`. */
  int8(value: number): this {
    this.#bytes.push(value & 0xff)
    return this
  }

  /** The low 16 bits of `value`. */
  int16(value: number): this {
    return this.int8(value >> 8).int8(value)
  }

  /** The low 32 bits of `value`. */
  int32(value: number): this {
    return this.int16(value >>> 16).int16(value)
  }

  /** `value` in 64 bits, two's complement; a plain number must be a safe integer. */
  int64(value: number | bigint): this {
    const bits = BigInt.asUintN(64, BigInt(value))
    return this.int32(Number(bits >> 32n)).int32(Number(bits & 0xffffffffn))
  }

  /** Zig-zag varint or varlong of `value` (KIP-98; ByteUtils.writeVarlong). */
  varint(value: number | bigint): this {
    const wide = BigInt(value)
    let rest = wide >= 0n ? wide * 2n : -wide * 2n - 1n
    for (; rest >= 128n; rest /= 128n) this.int8(Number(rest % 128n) | 0x80)
    return this.int8(Number(rest))
  }

  /** All of `bytes`. */
  raw(bytes: Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte)
    return this
  }

  /** A varint length and the bytes, or -1 for null. */
  nullable(bytes: Uint8Array | null): this {
    return bytes === null ? this.varint(-1) : this.varint(bytes.length).raw(bytes)
  }

  /** A copy of what was written. */
  toBytes(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }
}
