import type { ComparisonRow } from './row.ts'

/** The rows on what the systems are and how they keep records. */
export const storageRows: readonly ComparisonRow[] = [
  {
    slug: 'definition',
    title: 'Definition',
    flume: {
      says: 'An agent that carries events to a store, hop by hop: source, channel, sink.',
      in2015: {
        held: 'held',
        because: 'Flume 1.6 moved events through transactions between a source, its channels and their sinks.',
        source: 'Flume 1.6.0, 2015-05-20',
      },
      today: {
        held: 'held',
        because: '1.11.0 is still the latest release; dormant since 2024-10-10, reworked since May 2026 without one.',
        source: 'Flume 1.11.0, 2022-10-24; project README, 2024-10-10 and 2026-05-28',
      },
      shownBy: { scenario: 'definition/fleet', lane: 'Flume', destination: 'Flume/collector-1/collector/to-hdfs', of: 'delivered' },
      brokenBy: { scenario: 'definition/kafka-channel', lane: 'Flume, Kafka channel', destination: 'second', of: 'delivered' },
    },
    kafka: {
      says: 'A replicated log that keeps records for a time and lets any number of readers follow it.',
      in2015: {
        held: 'held',
        because: 'Replication came with 0.8.0; a new consumer and Connect with 0.9.0.0.',
        source: 'Kafka 0.8.0, 2013-12-03; 0.9.0.0, 2015-11-23',
      },
      today: {
        held: 'held',
        because: 'The log is the same idea; the cluster keeps its own metadata now that ZooKeeper is gone.',
        source: 'Kafka 4.0.0, March 2025',
      },
      shownBy: { scenario: 'definition/last-week', lane: 'Kafka, kept two weeks', destination: 'again', of: 'delivered' },
      brokenBy: { scenario: 'definition/last-week', lane: 'Kafka, kept a day', destination: 'again', of: 'delivered' },
    },
  },
  {
    slug: 'hadoop',
    title: 'Integration with Hadoop',
    flume: {
      says: 'Writes to HDFS, HBase and Hive with sinks that come with it.',
      in2015: {
        held: 'held',
        because: 'These sinks were part of the distribution.',
        source: 'Flume 1.6.0, 2015-05-20',
      },
      today: {
        held: 'partly',
        because: 'In 1.11.0 yes, with clients of Hadoop 2.10.1 and HBase 2.4.11; since then moved to a repository without a release.',
        source: 'Flume 1.11.0, 2022-10-24; source tree, 2024-05-12',
      },
      shownBy: { scenario: 'hadoop/hourly', lane: 'Flume, event time', of: 'delivered' },
      brokenBy: { scenario: 'hadoop/power', lane: 'Flume, hdfs sink', of: 'acknowledged and lost' },
    },
    kafka: {
      says: 'Has no tie to Hadoop, which is one reader among others.',
      in2015: {
        held: 'held',
        because: 'The consumer, or Connect from November on, had to be brought together with HDFS by others.',
        source: 'Kafka 0.9.0.0, 2015-11-23',
      },
      today: {
        held: 'held',
        because: 'Apache ships no HDFS connector; several are published by others.',
        source: 'Kafka 4.3 source tree, connect/',
      },
      shownBy: { scenario: 'hadoop/hourly', lane: 'Kafka, offset ranges', of: 'delivered' },
      brokenBy: { scenario: 'hadoop/power', lane: 'Kafka, Connect sink', destination: 'archive', of: 'lost' },
    },
  },
  {
    slug: 'durability',
    title: 'Durability',
    flume: {
      says: 'Depends on the channel: memory loses what it holds, a file channel keeps it.',
      in2015: {
        held: 'held',
        because: 'The memory channel lived in the process; the file channel forced its log at each commit.',
        source: 'Flume 1.6.0, 2015-05-20',
      },
      today: {
        held: 'held',
        because: 'Stopping the process in good order loses a memory channel’s events too.',
        source: 'Flume 1.11.0, MemoryChannel and FileChannel',
      },
      shownBy: { scenario: 'durability/process-kill', lane: 'Flume, memory channel', of: 'acknowledged and lost' },
      brokenBy: { scenario: 'durability/disk-loss', lane: 'Flume, file channel', of: 'acknowledged and lost' },
    },
    kafka: {
      says: 'A record that was acknowledged is safe.',
      in2015: {
        held: 'not',
        because: 'By default one copy acknowledged (acks=1), and a replica that was behind could become leader.',
        source: 'Kafka 0.9.0.0, 2015-11-23, default settings',
      },
      today: {
        held: 'partly',
        because: 'acks=all is the default since 3.0, unclean election is off since 0.11; min.insync.replicas is still 1.',
        source: 'Kafka 3.0.0, 2021-09-21; 0.11.0.0, 2017-06-28; 4.3 defaults',
      },
      shownBy: { scenario: 'durability/power-cut', lane: 'Kafka, three copies', of: 'acknowledged and lost' },
      brokenBy: { scenario: 'durability/all-replicas-power', lane: 'Kafka, acks=all', of: 'acknowledged and lost' },
    },
  },
  {
    slug: 'replication',
    title: 'Replication',
    flume: {
      says: 'Makes no copies of its own: disks (RAID) or a second agent must.',
      in2015: {
        held: 'partly',
        because: 'True of the memory and file channels; a Kafka channel keeps its events in Kafka and its replicas.',
        source: 'Flume 1.6.0, 2015-05-20, KafkaChannel',
      },
      today: {
        held: 'partly',
        because: 'Unchanged: only the Kafka channel survives the loss of the agent’s host.',
        source: 'Flume 1.11.0, 2022-10-24',
      },
      shownBy: { scenario: 'replication/one-disk', lane: 'Flume, one disk', of: 'acknowledged and lost' },
      brokenBy: { scenario: 'replication/host-lost', lane: 'Flume, Kafka channel', of: 'copies' },
    },
    kafka: {
      says: 'Keeps copies of every partition on several brokers and fails over by itself.',
      in2015: {
        held: 'held',
        because: 'Followers copied the leader; ZooKeeper held who was in sync.',
        source: 'Kafka 0.8.0, 2013-12-03',
      },
      today: {
        held: 'held',
        because: 'KRaft elects; new clusters also remember which replicas are eligible after the last one in sync fails.',
        source: 'Kafka 4.0.0, March 2025; 4.1.0, 2025-09-02',
      },
      shownBy: { scenario: 'replication/host-lost', lane: 'Kafka, three copies', of: 'acknowledged and lost' },
      brokenBy: { scenario: 'replication/min-isr', lane: 'Kafka, RF 2, min ISR 2', of: 'unavailable to senders' },
    },
  },
]
