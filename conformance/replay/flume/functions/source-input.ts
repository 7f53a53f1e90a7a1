import { NotReplayable } from '../../replayer.ts'

/** The lines of what a client sends, without their newlines. Text after the last newline is no line yet. */
export function completeLines(sent: string): readonly string[] {
  return sent.split('\n').slice(0, -1)
}

/** Input of a vector as text: `hex:` gives bytes of UTF-8, `<N x>` N times the letter. @throws NotReplayable for bytes that are no UTF-8 */
export function textOfInput(input: string): string {
  if (input.startsWith('hex:')) return textOfBytes(input.slice('hex:'.length))
  return input.replaceAll(/<(\d+) (.)>/g, (_, count: string, letter: string) => letter.repeat(Number(count)))
}

function textOfBytes(hex: string): string {
  const bytes = Uint8Array.from(hex.trim().split(/\s+|(?<=^(?:..)+)(?=..)/).map((byte) => Number.parseInt(byte, 16)))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new NotReplayable('bytes that are no UTF-8: simulated lines are texts')
  }
}

/** Bodies longer than this are written as `<N x>`. */
const bodyMax = 300

/** A body as the recorder wrote it. */
export function shownBody(body: string): string {
  return body.length > bodyMax && body === (body[0] ?? '').repeat(body.length) ? `<${String(body.length)} ${body[0] ?? ''}>` : body
}
