/* data table */
import type { Term } from './term.ts'

/** Words of this guide's verdicts. */
export const guideTerms: readonly Term[] = [
  { term: 'acknowledged and lost', of: 'this guide', is: 'The sender was told that the record is safe; it was never delivered and is stored nowhere any more. Jepsen calls it a lost write.', from: 'the ledger of a run', also: ['lost write', 'lost writes'] },
  { term: 'dropped', of: 'this guide', is: 'Discarded by a part of the system. Where its sender was told and gave up, the verdict says so.', from: 'the ledger of a run', isPlainWord: true },
  { term: 'duplicate', of: 'this guide', is: 'A record that a destination got again after it had it. A second reading that somebody asked for is a replay.', from: 'the ledger of a run', isPlainWord: true },
  { term: 'expired', of: 'this guide', is: 'Deleted by retention before this destination had read it.', from: 'the ledger of a run', isPlainWord: true },
  { term: 'in flight', of: 'this guide', is: 'Held somewhere at that moment: in a queue, a log, a socket or a buffer. It is counted by looking there.', from: 'the ledger of a run', isPlainWord: true },
  { term: 'lane', of: 'this guide', is: 'One of the systems that are run side by side in an experiment, with machines, disks and network of its own.', from: 'lane(…) in a scenario', isPlainWord: true },
  { term: 'page cache', of: 'this guide', is: 'What the operating system has been told to write and has not written yet. A killed process leaves it alone; a power cut takes it.', from: 'Linux; write-back after 30 s', also: ['write-back'] },
  { term: 'seed', of: 'this guide', is: 'Where the run’s chance comes from. The same seed gives the same run.', from: 'scenario({ seed })', isPlainWord: true },
  { term: 'unknown outcome', of: 'this guide', is: 'The send failed for its sender, and yet the record is stored.', from: 'the ledger of a run' },
]
