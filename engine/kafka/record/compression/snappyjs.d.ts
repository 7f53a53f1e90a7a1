declare module 'snappyjs' {
  /** Compresses with the raw snappy format. */
  export function compress(data: Uint8Array): Uint8Array
}
