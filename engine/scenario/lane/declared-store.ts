import { AvroStore } from '../../flume/world/avro-store.ts'
import { RecordStore } from '../../kafka/consumer/record-store.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import { ServicePace, type Pace } from '../../sim/service-pace.ts'
import type { StoreHandle } from '../api/lane-types.ts'
import { OptionError, OptionReader } from '../check-options.ts'
import type { Play } from '../play/play.ts'
import type { DeclaredStore, LaneScope } from './lane-scope.ts'

/** Time of a store's write until it answers: a modelling choice, the same for both systems. */
const defaultAnswerMicros = 1_000

/** What a store is like. */
interface StoreShape {
  readonly pace: Pace
  readonly keepsOffsets: boolean
}

/** Reads the options of `store`, and lists the time of a write for the reader. @throws OptionError */
export function readStoreOptions(play: Play, options: unknown): StoreShape {
  const reader = new OptionReader('store', options ?? {}, ['perSecond', 'answersAfter', 'keepsOffsets'])
  const keepsOffsets = reader.raw('keepsOffsets') ?? false
  if (typeof keepsOffsets !== 'boolean') throw reader.wrong('keepsOffsets', 'true or false', keepsOffsets)
  const pace = readPace(reader, { answerMicros: defaultAnswerMicros })
  play.modelParameters.set('store write', { name: 'Store: time of a write', value: pace.answerMicros, unit: 'µs', source: 'a modelling choice; set it with store' })
  return { pace, keepsOffsets }
}

/** A store that takes on the protocols by which it is written to, each once; all of them share its pace. */
export function declaredStore(lane: Lane, name: string, host: Host, shape: StoreShape): DeclaredStore {
  const ports = new Set<number>()
  const pace = new ServicePace(shape.pace)
  let recordStore: RecordStore | undefined
  return {
    name,
    host,
    pace,
    listen: (flume, port) => {
      if (shape.keepsOffsets) throw new OptionError(`Store '${name}' keeps offsets with its records, and events of a sink have none.`, 'keepsOffsets')
      if (ports.has(port)) return
      ports.add(port)
      new AvroStore({ lane: flume, host, name, port, pace })
    },
    recordStore: () => {
      if (recordStore === undefined) {
        recordStore = new RecordStore(lane, name, { pace, keepsOffsets: shape.keepsOffsets })
        recordStore.start()
      }
      return recordStore
    },
  }
}

/** `changesTo` of a store: another pace from a moment on. */
export function paceVerb({ handles, lane }: LaneScope, { name, host, pace }: DeclaredStore): StoreHandle['changesTo'] {
  return (options: unknown) => {
    const next = readPace(new OptionReader('changesTo', options, ['perSecond', 'answersAfter']), pace.pace)
    const rate = next.perSecond === undefined ? 'any number of records a second' : `${next.perSecond} records a second`
    handles.edit(lane, host.name, `store ${name} takes ${rate} from now on, and answers after ${next.answerMicros / 1000} ms`, () => { pace.change(next) })
  }
}

function readPace(reader: OptionReader, before: Pace): Pace {
  const answerMicros = reader.micros('answersAfter', before.answerMicros)
  if (reader.raw('perSecond') === 'unlimited') return { answerMicros }
  if (!reader.has('perSecond')) return { ...before, answerMicros }
  const perSecond = reader.number('perSecond', 1, { min: 0.001 })
  return { answerMicros, perSecond }
}
