/** A class as a value. */
interface ClassValue {
  readonly prototype: object
}

/**
 * Keeps the reader's code from a class whose objects it holds: the way from an object to its class is taken away, and the
 * methods are frozen, so that nothing can be made or read as if by the engine.
 */
export function sealClass(value: ClassValue): void {
  Object.defineProperty(value.prototype, 'constructor', { value: undefined })
  Object.freeze(value.prototype)
  Object.freeze(value)
}
