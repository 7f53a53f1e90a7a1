// The one entry of every npm script: `node scripts/start.mjs NAME` runs scripts/NAME.ts.
// It is plain JavaScript, so that an old Node gets as far as the sentence below.
import { existsSync } from 'node:fs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const isNewEnough = major > 22 || (major === 22 && minor >= 18)

if (!isNewEnough) {
  console.error(
    `This project needs Node 22.18 or newer and found ${process.versions.node}. ` +
      'On Linux `npm ci` brings a Node 24 of its own; elsewhere install one from https://nodejs.org and try again.',
  )
  process.exit(1)
}

const name = process.argv[2] ?? ''
const file = ['.ts', '.mjs'].map((ending) => new URL(name + ending, import.meta.url)).find((url) => existsSync(url))
if (file === undefined) {
  console.error(`There is no script called "${name}" in scripts/.`)
  process.exit(1)
}

// The scripts themselves read their arguments from process.argv[2] on.
process.argv.splice(1, 2, file.pathname)
await import(file.href)
