import type { ScenarioFiles } from './file-change.ts'

/** A value that was taken out before sharing. */
export interface MaskedValue {
  readonly file: string
  readonly line: number
  /** The name beside the value, so that the reader sees what was meant. */
  readonly name: string
}

/** Files that may be shared, and what was taken out of them. */
export interface MaskedFiles {
  readonly files: ScenarioFiles
  readonly masked: readonly MaskedValue[]
}

const mask = '********'

const secretWords =
  'passw(?:or)?d|passwd|passphrase|secret|token|credential|jaas|api[-_.]?key|access[-_.]?key|private[-_.]?key|keystore\\.key|shared[-_.]?key|account[-_.]?key'
/** Names that hold the word and no secret: where a file is, which class, how long. */
const harmlessName = /(?:location|file|path|type|class|provider|algorithm|serializer|\.ms|url|endpoint\.url|lifetime\S*)$/i

/** `name = value` and `name: value`, also inside comments and in object literals of a scenario. */
const assignment = new RegExp(`([\\w.\\-/]*(?:${secretWords})[\\w.\\-]*)(["']?\\s*[=:]\\s*)(["'\`]?)([^"'\`\\s;,]+[^"'\`\\n]*)`, 'gi')
const userInUrl = /(:\/\/[^\s:/@]+:)([^\s@/]+)(@)/g
const knownTokens = /\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*)/g
const pemBlock = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g

/** Masks what looks like a password, key or token in all files. Placeholders such as `${env.SECRET}` are left alone. */
export function maskSecrets(files: ScenarioFiles): MaskedFiles {
  const masked: MaskedValue[] = []
  const entries = Object.entries(files).map(([file, text]) => {
    const withoutKeys = text.replace(pemBlock, (block, offset: number) => {
      masked.push({ file, line: lineAt(text, offset), name: 'private key' })
      return mask + '\n'.repeat(block.split('\n').length - 1)
    })
    const lines = withoutKeys.split('\n').map((line, index) =>
      maskLine(line, (name) => {
        masked.push({ file, line: index + 1, name })
      }),
    )
    return [file, lines.join('\n')] as const
  })
  return { files: Object.fromEntries(entries), masked }
}

function maskLine(line: string, note: (name: string) => void): string {
  return line
    .replace(assignment, (whole, name: string, between: string, quote: string, value: string) => {
      if (harmlessName.test(name) || isPlaceholder(value)) return whole
      note(name)
      const isJaas = /jaas/i.test(name)
      const kept = quote === '' && !isJaas ? (/[;,)\s}]*$/.exec(value)?.[0] ?? '') : ''
      return `${name}${between}${quote}${mask}${kept}`
    })
    .replace(userInUrl, (_, before: string, _password, after: string) => {
      note('password in an address')
      return `${before}${mask}${after}`
    })
    .replace(knownTokens, () => {
      note('access token')
      return mask
    })
}

function isPlaceholder(value: string): boolean {
  return value.startsWith(mask) || /^\$\{[^}]+\}$/.test(value.trim()) || /^(?:true|false|null|undefined|string|number)\b/.test(value)
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
