import type { Question } from './question.ts'

/** What to ask of one's own case; each answer selects runs, which say the rest. */
export const questions: readonly Question[] = [
  {
    key: 'loss',
    asks: 'Must no acknowledged record be lost?',
    row: 'durability',
    answers: [
      {
        key: 'machine',
        label: 'None, even when a machine dies with its disks',
        because: 'Then there have to be copies on other machines: Kafka’s replicas, or a Flume agent whose channel is a Kafka topic.',
        runs: [
          { scenario: 'replication/host-lost', lane: 'Flume, file channel on RAID 10', of: 'acknowledged and lost' },
          { scenario: 'replication/host-lost', lane: 'Flume, Kafka channel', of: 'acknowledged and lost' },
          { scenario: 'replication/host-lost', lane: 'Kafka, three copies', of: 'acknowledged and lost' },
        ],
      },
      {
        key: 'power',
        label: 'None when a process dies or the power goes; disks survive',
        because: 'A file channel forces each commit to its disk. Kafka counts on its copies instead: where all lose power together, it has to be told to flush.',
        runs: [
          { scenario: 'durability/all-replicas-power', lane: 'Flume, file channel', of: 'acknowledged and lost' },
          { scenario: 'durability/all-replicas-power', lane: 'Kafka, acks=all', of: 'acknowledged and lost' },
          { scenario: 'durability/all-replicas-power', lane: 'Kafka, flush.messages=1', of: 'acknowledged and lost' },
        ],
      },
      {
        key: 'some',
        label: 'Some may be lost when a process dies',
        because: 'Then a memory channel will do, and what is lost is what it held at that moment.',
        runs: [
          { scenario: 'durability/process-kill', lane: 'Flume, memory channel', of: 'acknowledged and lost' },
          { scenario: 'durability/process-kill', lane: 'Kafka, acks=1', of: 'acknowledged and lost' },
        ],
      },
    ],
  },
  {
    key: 'readers',
    asks: 'Do several teams read the same records?',
    row: 'consumption',
    answers: [
      {
        key: 'own-pace',
        label: 'Yes, each at its own pace, and more will come',
        because: 'A later reader of Kafka’s log gets what is still stored; a channel that is added later gets what comes from then on.',
        runs: [
          { scenario: 'consumption/own-pace', lane: 'Flume', destination: 'new', of: 'delivered' },
          { scenario: 'consumption/own-pace', lane: 'Kafka', destination: 'new', of: 'delivered' },
        ],
      },
      {
        key: 'few',
        label: 'Two or three that are known beforehand',
        because: 'A channel each, and the source waits for those that are required: a slow one holds up the others once its channel is full.',
        runs: [
          { scenario: 'consumption/slow-reader', lane: 'Flume, both required', destination: 'fast', of: 'duplicates' },
          { scenario: 'consumption/slow-reader', lane: 'Flume, file channels', destination: 'fast', of: 'duplicates' },
          { scenario: 'consumption/slow-reader', lane: 'Kafka', destination: 'fast', of: 'duplicates' },
        ],
      },
      {
        key: 'one',
        label: 'No, there is one destination',
        because: 'Then this does not decide: both hand each record to it, and both may hand it over twice after a crash.',
        runs: [
          { scenario: 'consumption/crash', lane: 'Flume, file channel', of: 'duplicates' },
          { scenario: 'consumption/crash', lane: 'Kafka, commit after', of: 'duplicates' },
        ],
      },
    ],
  },
  {
    key: 'again',
    asks: 'Will somebody have to read again what was read already?',
    row: 'consumption',
    answers: [
      {
        key: 'yes',
        label: 'Yes: after a mistake, or for a new purpose',
        because: 'A committed take is gone from a channel. A group can go back in the log, as far as retention has left it.',
        runs: [
          { scenario: 'consumption/read-again', lane: 'Flume, file channel', of: 'replayed' },
          { scenario: 'consumption/read-again', lane: 'Kafka, kept a week', of: 'replayed' },
          { scenario: 'consumption/read-again', lane: 'Kafka, kept for a moment', of: 'replayed' },
        ],
      },
      {
        key: 'no',
        label: 'No: what is delivered is done with',
        because: 'Then the log’s retention is a cost, and can be a risk: it deletes by age and size, whether somebody has read or not.',
        runs: [
          { scenario: 'spikes/retention', lane: 'Flume, file channel', of: 'expired' },
          { scenario: 'spikes/retention', lane: 'Kafka', of: 'expired' },
        ],
      },
    ],
  },
  {
    key: 'bursts',
    asks: 'Do records come in bursts that their destination cannot take?',
    row: 'spikes',
    answers: [
      {
        key: 'can-wait',
        label: 'Yes, and the senders can wait or send again',
        because: 'Then nothing needs to be lost in either; the question is where the burst waits.',
        runs: [
          { scenario: 'spikes/sources-that-wait', lane: 'avro, sender repeats', of: 'dropped' },
          { scenario: 'spikes/ten-times', lane: 'Kafka', of: 'peak backlog' },
        ],
      },
      {
        key: 'cannot-wait',
        label: 'Yes, and the senders cannot wait: syslog, datagrams',
        because: 'What finds the channel full is dropped, so the channel has to hold the whole burst. Over UDP, so has the socket.',
        runs: [
          { scenario: 'spikes/sources-that-lose', lane: 'syslog over TCP', of: 'dropped' },
          { scenario: 'spikes/sources-that-lose', lane: 'syslog over UDP', of: 'dropped' },
        ],
      },
      {
        key: 'no',
        label: 'No',
        because: 'Then the defaults of a memory channel may do: 100 events. The same load at ten times its rate shows what they cannot do.',
        runs: [
          { scenario: 'spikes/ten-times', lane: 'Flume, memory channel', of: 'dropped' },
          { scenario: 'spikes/ten-times', lane: 'Flume, file channel', of: 'dropped' },
        ],
      },
    ],
  },
  {
    key: 'growth',
    asks: 'Will readers, members or machines be added while records flow?',
    row: 'scalability',
    answers: [
      {
        key: 'often',
        label: 'Often, and by several people',
        because: 'An edit of flume.conf restarts all components of its agent. A new consumer group touches nobody else’s; a new broker gets data only when somebody moves it.',
        runs: [
          { scenario: 'scalability/new-reader', lane: 'Flume, memory channel', of: 'unavailable to senders' },
          { scenario: 'scalability/new-reader', lane: 'Kafka', of: 'unavailable to senders' },
        ],
      },
      {
        key: 'seldom',
        label: 'Seldom, in a quiet hour',
        because: 'Contents of a memory channel outlive an edit, as long as its name and type stay the same.',
        runs: [
          { scenario: 'scalability/edit-keeps', lane: 'Flume, memory', destination: 'archive', of: 'lost' },
          { scenario: 'scalability/edit-keeps', lane: 'Flume, memory, renamed', destination: 'archive', of: 'lost' },
        ],
      },
    ],
  },
  {
    key: 'twice',
    asks: 'Does it hurt when a record arrives twice?',
    row: 'consumption',
    answers: [
      {
        key: 'yes',
        label: 'Yes, and the destination cannot tell',
        because: 'Only a reader that stores its offsets together with its output has neither loss nor duplicates after a crash.',
        runs: [
          { scenario: 'consumption/crash', lane: 'Flume, file channel', of: 'duplicates' },
          { scenario: 'consumption/crash', lane: 'Kafka, commit after', of: 'duplicates' },
          { scenario: 'consumption/crash', lane: 'Kafka, offsets with the output', of: 'duplicates' },
        ],
      },
      {
        key: 'no',
        label: 'No: a key makes the second copy harmless',
        because: 'Then at least once is enough, and the one mistake to avoid is to commit before the work is done.',
        runs: [
          { scenario: 'consumption/crash', lane: 'Kafka, commit before', of: 'lost' },
          { scenario: 'consumption/crash', lane: 'Kafka, commit after', of: 'lost' },
        ],
      },
    ],
  },
]
