import type { CellValue, Durability, Put } from '../../../engine/hadoop/hbase/data/mutation.ts'
import { requireRow } from '../../../engine/hadoop/hbase/data/mutation.ts'
import { requireFamilyName, requireTableName } from '../../../engine/hadoop/hbase/data/table.ts'
import { listOf, numberOf, plainText, property, textOf, type Json } from '../../json.ts'
import { NotReplayable } from '../replayer.ts'
import type { HBaseWorld } from './hbase-world.ts'

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** A verb: what it answers. @throws HBaseException what the client throws */
export type Verb<World> = (world: World, step: Json) => Json

/** The verbs on tables and regions. */
export const hbaseVerbs: ReadonlyMap<string, Verb<HBaseWorld>> = new Map<string, Verb<HBaseWorld>>([
  ['hbasePut', (world, step) => put(world, step, [putOf(step, textOf(step, 'row'))])],
  ['hbasePuts', (world, step) => put(world, step, rowsOf(step).map((row) => putOf(step, row)))],
  ['newPut', (_world, step) => {
    requireRow('r'.repeat(numberOf(step, 'rowBytes') ?? textOf(step, 'row').length))
    return 'ok'
  }],
  ['newTableName', (_world, step) => requireTableName(textOf(step, 'name'))],
  ['hbaseGet', get],
  ['increment', (world, step) => {
    const { family, qualifier } = columnOf(step)
    const amount = numberOf(step, 'amount') ?? numberOf(step, 'value') ?? 1
    return world.call<number>((done) => { world.client.increment(tableOf(world, step), { row: textOf(step, 'row'), family, qualifier, amount, durability: durabilityOf(step) }, done) })
  }],
  ['scan', (world, step) => [...rows(world, step)]],
  ['checkAndMutate', checkAndMutate],
  ['countRows', (world, step) => {
    const count = rows(world, step).length
    const events = world.labels.get('events put') ?? 0
    return { rows: count, rowsAtMostEvents: count <= events, fewerRowsThanEvents: count < events }
  }],
  ['rowKeyPatterns', (world, step) => [...new Set(rows(world, step).map((row) => row.replaceAll(uuid, '<uuid>').replaceAll(/-?\d{5,}/g, '<n>')))].toSorted()],
  ['createTable', (world, step) => {
    world.createTable(requireTableName(textOf(step, 'table')), listOf(step, 'families').map((family) => requireFamilyName(plainText(family))))
    return 'ok'
  }],
  ['deleteTable', (world, step) => admin(world, 'delete', tableOf(world, step))],
  ['disableTable', (world, step) => admin(world, 'disable', tableOf(world, step))],
  ['enableTable', (world, step) => admin(world, 'enable', tableOf(world, step))],
  ['killRegionServer', (world, step) => {
    const row = /^ofRow (.*)$/.exec(textOf(step, 'which'))?.[1]
    if (row === undefined) throw new NotReplayable(`which server is '${textOf(step, 'which')}'?`)
    const server = world.killServerOf(row)
    if (server !== undefined) world.labels.set('killed server', server)
    return 'ok'
  }],
  ['waitUntilMoved', (world, step) => {
    const killed = world.labels.get('killed server')
    const row = textOf(step, 'row')
    const isMoved = (): boolean => ![undefined, killed].includes(world.cluster.master.serverOf(tableOf(world, step), row))
    return world.machine.runUntil(isMoved, world.machine.nowMicros + (numberOf(step, 'maxMs') ?? 60_000) * 1000)
  }],
  ['sleep', (world, step) => {
    world.machine.runFor((numberOf(step, 'ms') ?? 0) / 1000)
    return 'ok'
  }],
])

function put(world: HBaseWorld, step: Json, puts: readonly Put[]): Json {
  for (const one of puts) world.call<true>((done) => { world.client.put(tableOf(world, step), one, done) })
  return 'ok'
}

function putOf(step: Json, row: string): Put {
  const timestampMs = numberOf(step, 'timestamp')
  const columns = typeof property(step, 'column') === 'string' ? [{ ...columnOf(step), value: valueOf(step), ...(timestampMs === undefined ? {} : { timestampMs }) }] : []
  return { row: requireRow(row), columns, durability: durabilityOf(step) }
}

function get(world: HBaseWorld, step: Json): Json {
  const column = typeof property(step, 'column') === 'string' ? columnOf(step) : undefined
  const family = column?.family ?? (textOf(step, 'family') === '' ? undefined : textOf(step, 'family'))
  const row = textOf(step, 'row')
  const found = world.call<readonly { readonly qualifier: string; readonly value: CellValue }[]>((done) => { world.client.get(tableOf(world, step), { row, ...(family === undefined ? {} : { family }) }, done) })
  const cells = found.filter(({ qualifier }) => column === undefined || qualifier === column.qualifier)
  if (textOf(step, 'answer') === 'number of cells') return cells.length
  const [first] = cells
  if (first === undefined) return null
  return typeof first.value === 'string' ? first.value : first.value.long
}

function checkAndMutate(world: HBaseWorld, step: Json): Json {
  if (property(step, 'ifNotExists') !== true) throw new NotReplayable('checkAndMutate is replayed with ifNotExists only')
  const request = { row: textOf(step, 'row'), columns: [{ ...columnOf(step), value: textOf(step, 'thenPut') }], durability: durabilityOf(step) }
  return world.call<boolean>((done) => { world.client.putIfNotExists(tableOf(world, step), request, done) })
}

function rows(world: HBaseWorld, step: Json): readonly string[] {
  const without = listOf(step, 'without').map(plainText)
  return world.call<readonly string[]>((done) => { world.client.scan(tableOf(world, step), done) }).filter((row) => !without.includes(row))
}

function rowsOf(step: Json): readonly string[] {
  const range = property(step, 'rows')
  const from = numberOf(range, 'from') ?? 0
  const count = (numberOf(range, 'to') ?? from) - from + 1
  return Array.from({ length: count }, (_, index) => textOf(range, 'format').replace(/%(0?)(\d*)d/, (_all, zero: string, width: string) => String(from + index).padStart(Number(width), zero === '' ? ' ' : '0')))
}

function admin(world: HBaseWorld, kind: 'delete' | 'disable' | 'enable', table: string): Json {
  world.call<true>((done) => { world.client.admin({ kind, table }, done) })
  return 'ok'
}

function tableOf(world: HBaseWorld, step: Json): string {
  const named = textOf(step, 'table')
  return named === '' ? world.table : named
}

function columnOf(step: Json): { readonly family: string; readonly qualifier: string } {
  const [family = '', qualifier = ''] = textOf(step, 'column').split(':')
  return { family, qualifier }
}

function valueOf(step: Json): CellValue {
  const bytes = numberOf(step, 'valueBytes')
  if (bytes !== undefined) return 'x'.repeat(bytes)
  const long = numberOf(property(step, 'value'), 'long')
  return long === undefined ? plainText(property(step, 'value')) : { long }
}

const durabilities: readonly Durability[] = ['USE_DEFAULT', 'SKIP_WAL', 'ASYNC_WAL', 'SYNC_WAL', 'FSYNC_WAL']

function durabilityOf(step: Json): Durability {
  return durabilities.find((known) => known === textOf(step, 'durability')) ?? 'USE_DEFAULT'
}
