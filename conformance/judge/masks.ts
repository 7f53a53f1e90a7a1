const placeholder = '\uE000'

/** `<millis>`, `<port>`, `<t>`, `<path>` … in lower case and camel case; never `<init>`, which Java writes itself. */
const angleMask = /<(?!init>)[a-zA-Z][a-zA-Z0-9 _-]*>/g
const wordMask = /(?<![A-Za-z0-9_])(?:TXID|T(?:-\d+)?|G|E|N+|HOST:PORT|NOW[+-]?\d*|WORKER|NODE|MIN|TS|\/D)(?![A-Za-z0-9_])/g

/**
 * Whether two texts are the same when masked parts stand for anything of their kind, on either side. Ports and the two
 * names of the local host count as equal.
 */
export function sameText(recorded: string, simulated: string): boolean {
  if (recorded === simulated) return true
  const left = normalise(recorded)
  const right = normalise(simulated)
  return left === right || matches(left, right) || matches(right, left)
}

function normalise(text: string): string {
  return text
    .replaceAll('127.0.0.1', 'localhost')
    .replaceAll(/localhost:\d{4,5}/g, 'localhost:<port>')
    // The number counts all clients that the recorder's process had made.
    .replaceAll(/clientId=(adminclient|producer|consumer)-\d+/g, 'clientId=$1-<number>')
}

function matches(masked: string, text: string): boolean {
  const marked = masked.replaceAll(angleMask, placeholder).replaceAll(wordMask, placeholder).replaceAll('~', placeholder)
  if (!marked.includes(placeholder)) return false
  const parts = marked.split(placeholder).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*?')}$`, 's').test(text)
}

/** Messages that the JVM or a library composes: of them only the class is compared. */
const composedByOthers = [
  /^java\.lang\.NullPointerException: Cannot /,
  /^java\.util\.regex\.PatternSyntaxException: /,
  /^java\.lang\.(?:Array|String)?IndexOutOfBoundsException: /,
  /^java\.lang\.ClassCastException: class /,
  /^java\.nio\.charset\.MalformedInputException: /,
  /^java\.lang\.IllegalArgumentException: Invalid format: /,
  /^java\.lang\.NoSuchMethodException: .*<init>\(\)/,
  /^org\.apache\.zookeeper\./,
  /^org\.apache\.hadoop\./,
]

/** Whether two entries of an exception chain are the same: class exactly, message where it is Flume's own. */
export function sameThrown(recorded: string, simulated: string): boolean {
  if (sameText(recorded, simulated)) return true
  const isForeign = composedByOthers.some((pattern) => pattern.test(recorded))
  return isForeign && recorded.split(':', 1)[0] === simulated.split(':', 1)[0]
}
