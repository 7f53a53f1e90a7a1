import type { Lane } from '../../ledger/lane.ts'
import type { LaneFacts } from './lane-document.ts'
import { peakMemoryBytes } from './memory-peak.ts'
import type { RunCosts } from './run-document.ts'

/** What a lane was given and what it used. */
export function costsOf(lane: Lane, { copies, changes, diskPeaks }: Pick<LaneFacts, 'copies' | 'changes' | 'diskPeaks'>): RunCosts {
  const disks = lane.hosts.flatMap((host) => host.disks)
  const total = (pick: (disk: (typeof disks)[number]) => number): number => disks.reduce((sum, disk) => sum + pick(disk), 0)
  const { bytesOffered, bytesAccepted, records } = bytesOf(lane)
  return {
    hosts: lane.hosts.length,
    disks: total(({ array }) => array?.options.disks ?? 1),
    bytesWritten: Math.round(total(({ totals, array }) => totals.bytesWritten * (array?.bytesPerByte ?? 1))),
    bytesOffered,
    bytesAccepted,
    bytesSent: lane.hosts.reduce((sum, { nic }) => sum + nic.egress.bytes, 0),
    peakMemoryBytes: peakMemoryBytes(lane, lane.topology.nodes, records === 0 ? 0 : bytesOffered / records, changes),
    peakDiskBytes: diskPeaks.of(lane),
    fsyncs: total(({ totals }) => totals.fsyncs),
    copies,
  }
}

/** Bytes of the values of what was offered and of what was acknowledged. */
function bytesOf({ ledger, streams }: Lane): { readonly bytesOffered: number; readonly bytesAccepted: number; readonly records: number } {
  let bytesOffered = 0
  let bytesAccepted = 0
  let records = 0
  for (const [index, book] of ledger.books) {
    const base = streams.all[index]?.base
    if (base === undefined || book.offered === 0) continue
    records += book.offered
    bytesOffered += streams.valueBytes({ first: base, count: book.offered })
    if (streams.all[index]?.content.isUniform === true) {
      bytesAccepted += streams.valueBytes({ first: base, count: book.accepted })
      continue
    }
    let first = 0
    for (let number = 0; number <= book.offered; number++) {
      if (number < book.offered && book.isAccepted(number)) continue
      if (number > first) bytesAccepted += streams.valueBytes({ first: base + first, count: number - first })
      first = number + 1
    }
  }
  return { bytesOffered, bytesAccepted, records }
}
