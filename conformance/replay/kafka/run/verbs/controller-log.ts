import type { ControllerEvent } from '../../../../../engine/kafka/controller/controller-events.ts'
import { numberOf, textOf, type Json } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import type { Verb } from '../verb.ts'

/** `controller-log`: what the active controllers decided about a partition and about brokers, with times from `zero`. */
export const controllerLog: Verb = (world, step) => {
  if (textOf(step, 'what') !== '') throw new NotReplayable(`the controller log of the ${textOf(step, 'what')} is not replayed yet`)
  const zero = textOf(step, 'zero')
  const ms = ({ timeMicros }: ControllerEvent): number => world.msSince(zero, timeMicros)
  const later = world.view.events.filter((event) => ms(event) >= 0)
  const first = numberOf(step, 'first') ?? Infinity
  const changes = later.filter((event) => event.kind === 'partition' && event.topic === textOf(step, 'topic') && event.partitionId === (numberOf(step, 'partition') ?? 0)).slice(0, first)
  const refused = later.filter((event) => event.kind === 'broker' && event.what === 'registration refused')
  const restart = world.labels.get('restart')
  return {
    transitions: changes.map(({ text }) => text),
    timesMs: changes.map(ms),
    timed: changes.map((event): Json => [ms(event), event.text]),
    brokerEvents: later.flatMap((event): readonly Json[] => {
      const text = brokerText(event)
      return text === undefined ? [] : [[ms(event), text]]
    }),
    refusedRegistrationsMs: refused.map(ms),
    ...(refused[0] === undefined ? {} : { refusedRegistrationsMessage: refused[0].text }),
    ...(restart === undefined ? {} : { restartMs: world.msSince(zero, restart) }),
  }
}

const words = {
  fenced: 'fenced (session timed out)',
  unfenced: 'unfenced',
  registered: 'new incarnation registered',
  'controlled shutdown granted': 'controlled shutdown granted',
  'immediate shutdown granted': 'immediate shutdown granted',
  'shutdown completed': 'shutdown completed',
  'registration refused': undefined,
} as const

function brokerText(event: ControllerEvent): string | undefined {
  if (event.kind !== 'broker') return undefined
  const word = words[event.what]
  return word === undefined ? undefined : `${word}: broker ${String(event.brokerId)}`
}
