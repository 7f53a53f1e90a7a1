import { stormDefaults } from '../../../engine/storm/config/storm-defaults.ts'
import { plainText, textOf, type Json } from '../../json.ts'
import type { Replayer } from '../replayer.ts'

/** Storm's defaults by key, where the fact says that they are defaults.yaml's. */
export const stormTableReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, given }) => kind === 'table' && textOf(given, 'conf').startsWith('defaults.yaml'),
  replay: ({ inputs }) => ({ outputs: inputs.map((input) => rows.get(plainText(input))) }),
}

const rows: ReadonlyMap<string, Json> = new Map<string, Json>(Object.entries(stormDefaults))
