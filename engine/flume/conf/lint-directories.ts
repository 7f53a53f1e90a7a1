import { atValue, type LintContext, type LintFinding } from './lint-finding.ts'

const defaultHome = '~/.flume/file-channel'

/** File channels that share a directory: Flume starts, but only the first of them gets the lock, and the others stay closed. */
export function checkDirectories({ loaded, properties }: LintContext): LintFinding[] {
  const users = new Map<string, string>()
  return loaded.channels.flatMap(({ name, className, properties: own }) => {
    if (!className.endsWith('.FileChannel')) return []
    const directories = [own.get('checkpointDir') ?? `${defaultHome}/checkpoint`, ...(own.get('dataDirs') ?? `${defaultHome}/data`).split(',')].map((path) => path.trim())
    const shared = directories.find((path) => users.has(path))
    const other = shared === undefined ? undefined : users.get(shared)
    for (const path of directories) if (!users.has(path)) users.set(path, name)
    const property = properties.findLast(({ key }) => key === `channels.${name}.dataDirs` || key === `channels.${name}.checkpointDir`) ?? properties.findLast(({ key }) => key === `channels.${name}.type`)
    if (other === undefined || shared === undefined || property === undefined) return []
    const message = `${name} and ${other} both use ${shared}: the second cannot lock it and stays closed. Give each file channel a checkpointDir and dataDirs of its own.`
    return [atValue(property, { severity: 'error', message })]
  })
}
