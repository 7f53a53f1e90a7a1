/** What the worker may tell the page. The reader's code runs beside the sender: nothing here is to be believed unread. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly share: number; readonly events: number }
  | { readonly kind: 'done'; readonly run: unknown; readonly tookMs: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'flooded' }

const messageCharactersMax = 4_000

/** Reads a message, and cuts or refuses what no worker of ours would send. */
export function readMessage(data: unknown): WorkerMessage | undefined {
  if (!isObject(data)) return undefined
  switch (data['kind']) {
    case 'progress':
      return { kind: 'progress', share: numberIn(data['share'], 1), events: numberIn(data['events'], Number.MAX_SAFE_INTEGER) }
    case 'done':
      return { kind: 'done', run: data['run'], tookMs: numberIn(data['tookMs'], 3_600_000) }
    case 'failed':
      return typeof data['message'] === 'string'
        ? { kind: 'failed', message: data['message'].slice(0, messageCharactersMax) }
        : undefined
    case 'flooded':
      return { kind: 'flooded' }
    default:
      return undefined
  }
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null
}

function numberIn(value: unknown, max: number): number {
  return typeof value === 'number' && value >= 0 ? Math.min(value, max) : 0
}
