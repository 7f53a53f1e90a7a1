import { bytesAsText, hasRawBytes, textAsBytes } from '../../../../engine/flume/event/charset-text.ts'

/** The lines of what a client sends, without their newlines. Text after the last newline is no line yet. */
export function completeLines(sent: string): readonly string[] {
  return sent.split('\n').slice(0, -1)
}

/** Input of a vector as text: `hex:` gives bytes, `<N x>` N times the letter. */
export function textOfInput(input: string): string {
  if (input.startsWith('hex:')) return textOfBytes(input.slice('hex:'.length))
  return input.replaceAll(/<(\d+) (.)>/g, (_, count: string, letter: string) => letter.repeat(Number(count)))
}

function textOfBytes(hex: string): string {
  return bytesAsText(hex.trim().split(/\s+|(?<=^(?:..)+)(?=..)/).map((byte) => Number.parseInt(byte, 16)))
}

/** Bodies longer than this are written as `<N x>`. */
const bodyMax = 300

/** A body as the recorder wrote it. */
export function shownBody(body: string): string {
  if (hasRawBytes(body)) return `hex:${textAsBytes(body).map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
  return body.length > bodyMax && body === (body[0] ?? '').repeat(body.length) ? `<${String(body.length)} ${body[0] ?? ''}>` : body
}
