import type { BalanceLine } from '../../engine/ledger/balance.ts'
import { streamBase } from '../../engine/ledger/record-stream.ts'
import type { PlayedSystems } from '../../engine/scenario/play/play.ts'
import type { RunDocument } from '../../engine/host.ts'
import type { FlumePlan, KafkaPlan, Plan } from './plan.ts'

/** What a run's end must show, by what was configured and what was done to it. Sentences, one for each promise that was broken. */
export function brokenPromises(plan: Plan, run: RunDocument, systems: PlayedSystems): readonly string[] {
  const broken: string[] = []
  if (run.error !== undefined) broken.push(`the run ended with an error: ${run.error.message}`)
  if (run.limitReached !== undefined) broken.push(`the run reached a limit: ${run.limitReached.sentence}`)
  for (const { name, offered } of run.lanes) if (offered !== plan.records) broken.push(`${name} was offered ${offered} of ${plan.records} records`)
  if (run.error !== undefined || run.limitReached !== undefined) return broken
  const { side } = plan
  return [...broken, ...(side.system === 'kafka' ? kafkaPromises(side, run, systems) : flumePromises(side, run))]
}

const linesOf = (run: RunDocument, fate: BalanceLine['fate']): readonly BalanceLine[] => run.lanes.flatMap(({ destinations }) => destinations.flatMap(({ lines }) => lines.filter((line) => line.fate === fate)))
const textOf = ({ count, fate, place, cause }: BalanceLine): string => `${count} ${fate} at ${place}: ${cause}`

/** Machines of brokers that lost their page cache or their disk. */
function brokersHit(run: RunDocument): ReadonlySet<string> {
  const faults = run.markers.filter(({ kind, text }) => kind === 'fault' && ['power cut', 'host lost', 'disk lost'].includes(text))
  return new Set(faults.flatMap(({ component }) => /\/(broker-\d+)/.exec(component)?.[1] ?? []))
}

/** Whether fewer machines lost what they had than there are copies that an acknowledgement stands for, and no unclean election was allowed. */
export function isSafe(side: KafkaPlan, run: RunDocument): boolean {
  return side.acks === 'all' && !side.isUncleanAllowed && brokersHit(run).size < side.minInsyncReplicas
}

function kafkaPromises(side: KafkaPlan, run: RunDocument, systems: PlayedSystems): readonly string[] {
  if (!isSafe(side, run)) return []
  const gone = acknowledgedAndGone(systems)
  return gone.length === 0 ? [] : [`acks=all acknowledged records ${gone.join(' ')}, which no log has at the end, though fewer than ${side.minInsyncReplicas} machines lost anything`]
}

/** Acknowledged records that the leader's log has not, or any log where no leader runs, whoever may have read them before. */
function acknowledgedAndGone({ lanes, clusters }: PlayedSystems): readonly number[] {
  const stored = new Set<number>()
  for (const cluster of clusters) {
    for (const topic of cluster.image?.topics ?? []) {
      for (const [partition, { leader, replicas }] of topic.partitions.entries()) {
        const leads = leader >= 0 && cluster.node(leader).process.isAlive
        for (const id of leads ? [leader] : replicas) {
          cluster.filesOf(id, topic.name, partition)?.walk(0, ({ runs }) => {
            for (const { first, count } of runs) for (let index = 0; index < count; index++) stored.add(first + index)
          })
        }
      }
    }
  }
  return lanes.flatMap(({ ledger }) => [...ledger.books].flatMap(([stream, book]) => {
    const base = streamBase(stream)
    return Array.from({ length: book.offered }, (_, number) => number).filter((number) => book.isAccepted(number) && !stored.has(base + number))
  }))
}

/** Sources that read a file again from where they were. */
const replaying: readonly FlumePlan['source'][] = ['TAILDIR', 'spooldir']

function flumePromises(side: FlumePlan, run: RunDocument): readonly string[] {
  const broken: string[] = []
  const lost = linesOf(run, 'lost')
  for (const line of lost) {
    const tier = /\/t(\d)[ab]\/c\d$/.exec(line.place)?.[1]
    if (tier === undefined || side.tiers[Number(tier)]?.channel.type !== 'file') continue
    if (!/disk lost|machine lost|host lost/i.test(line.cause)) broken.push(`a file channel lost what it had committed, and not with its disk: ${textOf(line)}`)
  }
  const isHeld = side.tiers.every(({ channel, fan }) => channel.type === 'file' && fan !== 'optional') && replaying.includes(side.source)
  const hasLostMedium = run.markers.some(({ kind, text }) => kind === 'fault' && ['host lost', 'disk lost'].includes(text))
  if (!isHeld || hasLostMedium) return broken
  const gone = [...lost, ...linesOf(run, 'dropped')].filter(({ place }) => /\/t\d[ab](\/|$)|network/.test(place))
  return [...broken, ...gone.map((line) => `files that can be read again, into file channels on disks that live, lost ${textOf(line)}`)]
}
