/** Prototypes whose properties programs override by plain assignment, which frozen data properties would forbid. */
const overridable = (): readonly object[] => [
  Object.prototype, ...functionPrototypes().slice(0, 1), Error.prototype, TypeError.prototype, RangeError.prototype,
  SyntaxError.prototype, ReferenceError.prototype, EvalError.prototype, URIError.prototype,
]

const stackFramesMax = 60

/** Methods whose result depends on the host's locale. */
const localeMethods: readonly string[] = ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString', 'toLocaleLowerCase', 'toLocaleUpperCase', 'localeCompare']

/**
 * Freezes every intrinsic object that the reader's code can reach, and takes away what leads out of its scope (the
 * constructors of functions) and what depends on the host's locale. For realms that belong to runs alone; done once.
 * @param roots the realm's values; everything reachable from them is frozen
 */
export function freezeIntrinsics(roots: readonly unknown[]): void {
  if (Object.isFrozen(Object.prototype)) return
  // V8 keeps ten frames of a stack, too few to reach from deep in the engine to the reader's line.
  if ('stackTraceLimit' in Error) {
    Error.stackTraceLimit = stackFramesMax
    Object.defineProperty(Error, 'prepareStackTrace', { value: readersFrames })
  }
  const found = reachable([...roots, ...syntaxIntrinsics()])
  for (const prototype of functionPrototypes()) replaceValue(prototype, 'constructor', forbidden('A function cannot be made from text in a scenario.'))
  for (const value of found) {
    for (const name of localeMethods) if (Object.hasOwn(value, name)) replaceValue(value, name, forbidden(`${name} depends on the locale of the machine and is not available in a scenario.`))
  }
  for (const prototype of overridable()) for (const name of Object.getOwnPropertyNames(prototype)) allowOverride(prototype, name)
  for (const value of reachable([...found])) Object.freeze(value)
}

/** What of V8's call sites is used here. */
interface CallSite {
  readonly getScriptNameOrSourceURL: () => unknown
  readonly getLineNumber: () => number | null
  readonly getColumnNumber: () => number | null
}

/** A stack as text with the frames of the reader's files only: where the engine lies on the machine is nobody's business. */
function readersFrames(_error: unknown, frames: readonly CallSite[]): string {
  return frames
    .filter((frame) => String(frame.getScriptNameOrSourceURL()).startsWith('scenario:///'))
    .map((frame) => `at ${String(frame.getScriptNameOrSourceURL())}:${frame.getLineNumber() ?? 0}:${frame.getColumnNumber() ?? 0}`)
    .join('\n')
}

function functionPrototypes(): readonly object[] {
  const prototypes: unknown[] = [
    () => undefined,
    async () => Promise.resolve(),
    function* () { yield 0 },
    async function* () { yield Promise.resolve() },
  ].map((value) => Object.getPrototypeOf(value) as unknown)
  return prototypes.filter((value) => typeof value === 'object' || typeof value === 'function').filter((value) => value !== null)
}

/** Objects that only syntax leads to: the prototypes of iterators and generators. */
function syntaxIntrinsics(): readonly unknown[] {
  return [...functionPrototypes(), [][Symbol.iterator](), ''[Symbol.iterator](), new Map()[Symbol.iterator](), new Set()[Symbol.iterator](), 'a'.matchAll(/a/g)]
}

function reachable(roots: readonly unknown[]): ReadonlySet<object> {
  const found = new Set<object>()
  const waiting = [...roots]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || found.has(value)) continue
    found.add(value)
    waiting.push(Object.getPrototypeOf(value))
    for (const key of Reflect.ownKeys(value)) {
      const descriptor = Object.getOwnPropertyDescriptor(value, key) ?? {}
      for (const part of ['value', 'get', 'set'] as const) waiting.push(Reflect.get(descriptor, part))
    }
  }
  return found
}

function forbidden(message: string): () => never {
  return () => {
    throw new TypeError(message)
  }
}

function replaceValue(owner: object, name: string, value: unknown): void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name)
  if (descriptor?.configurable !== false) Object.defineProperty(owner, name, { value, writable: false, enumerable: false, configurable: false })
}

/** Turns a data property into an accessor whose setter defines the property on the object that is assigned to. */
function allowOverride(prototype: object, name: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name)
  if (descriptor === undefined || !('value' in descriptor) || descriptor.configurable !== true) return
  const { value } = descriptor as { value: unknown }
  Object.defineProperty(prototype, name, {
    get: () => value,
    set(this: object, assigned: unknown) {
      if (this === prototype) throw new TypeError(`Cannot assign to read only property '${name}' of an intrinsic object`)
      Object.defineProperty(this, name, { value: assigned, writable: true, enumerable: true, configurable: true })
    },
    enumerable: descriptor.enumerable === true,
    configurable: false,
  })
}
