import { importsOf } from './imports.ts'
import type { Import } from './imports.ts'
import { isTest } from './source-file.ts'
import type { SourceFile } from './source-file.ts'

/** The engine's floors from the bottom up; parts that share a floor do not know each other. */
const floors: readonly (readonly string[])[] = [
  ['sim'],
  ['ledger'],
  ['kafka', 'hadoop'],
  ['flume'],
  ['connect', 'streams', 'storm'],
  ['scenario'],
  ['index.ts', 'host.ts', 'index.test.ts', 'host.test.ts'],
]

/** Flume reaches Kafka as a real agent does, through the clients: nothing else of engine/kafka is open to it. */
const kafkaClient = /^engine\/kafka\/(client|producer|consumer|admin)(\.ts|\/)/

/** Packages that are as pure as the engine, each with the one folder that may use it: parsers for the reader's code, and codecs. */
const packageFolders: ReadonlyMap<string, string> = new Map([
  ['sucrase', 'engine/scenario/source/'],
  ['acorn', 'engine/scenario/source/'],
  ['acorn-walk', 'engine/scenario/source/'],
  ['pako', 'engine/kafka/record/compression/'],
  ['snappyjs', 'engine/kafka/record/compression/'],
])

/** The sentences that say which imports of an engine file break the order of the floors; none for other files. */
export function floorFindings(file: SourceFile): readonly string[] {
  if (!file.path.startsWith('engine/')) return []
  return importsOf(file).flatMap((imported) => {
    const reason = floorFinding(file.path, imported)
    return reason === undefined ? [] : [`${file.path} imports ${imported.target}: ${reason}`]
  })
}

function floorFinding(from: string, { target, isRelative }: Import): string | undefined {
  if (!isRelative) return mayImportPackage(from, target) ? undefined : 'the engine uses no packages and no Node'
  if (!target.startsWith('engine/')) return 'the engine knows none of its users'
  const fromPart = partOf(from)
  const targetPart = partOf(target)
  const fromFloor = floorOf(fromPart)
  const targetFloor = floorOf(targetPart)
  if (fromFloor === -1) return `engine/${fromPart} is on no floor`
  if (targetFloor === -1) return `engine/${targetPart} is on no floor`
  if (fromPart === targetPart || isTopFloor(fromPart, targetPart)) return undefined
  if (fromPart === 'flume' && targetPart === 'kafka' && !kafkaClient.test(target)) {
    return 'Flume uses Kafka through its clients only'
  }
  return targetFloor < fromFloor ? undefined : 'a floor imports only floors below it'
}

function mayImportPackage(from: string, name: string): boolean {
  const folder = packageFolders.get(name)
  return isTest(from) || (folder !== undefined && from.startsWith(folder))
}

/** The public entries may share what they show; nothing below may import either. */
function isTopFloor(fromPart: string, targetPart: string): boolean {
  const top = floors.length - 1
  return floorOf(fromPart) === top && floorOf(targetPart) === top
}

function partOf(path: string): string {
  return path.split('/')[1] ?? ''
}

function floorOf(part: string): number {
  return floors.findIndex((floor) => floor.includes(part))
}
