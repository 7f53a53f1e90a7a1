import { maskSecrets } from '../playground/link/secrets.ts'

/** A text without its secrets, and the names beside those that were taken out. */
export interface MaskedConf {
  readonly text: string
  readonly names: readonly string[]
}

/** Passwords of command lines: `-p secret`, `-psecret` behind a user, `--password secret`, `--password=secret`. */
const commandPassword = /((?:sshpass\s+-p\s*|\s--?pass(?:word|wd)?[ =]|\s-u\s*\S+\s+-p\s*))("[^"]*"|'[^']*'|[^\s*]\S*)/g
const fileName = 'flume.conf'

/** Takes passwords, keys and tokens out of a flume.conf; what is masked already stays as it is. */
export function maskConf(text: string): MaskedConf {
  const names: string[] = []
  const withoutCommands = text.replaceAll(commandPassword, (_whole, before: string) => {
    names.push('password of a command')
    return `${before}********`
  })
  const { files, masked } = maskSecrets({ [fileName]: withoutCommands })
  const clean = files[fileName] ?? ''
  // What was masked before is found again, and is no news.
  return { text: clean, names: clean === text ? [] : [...names, ...masked.map(({ name }) => name)] }
}
