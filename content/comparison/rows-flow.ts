import type { ComparisonRow } from './row.ts'

/** The rows on how records flow: growth, bursts, reading, connecting, processing. */
export const flowRows: readonly ComparisonRow[] = [
  {
    slug: 'scalability',
    title: 'Scalability',
    flume: {
      says: 'Adding a reader means a new channel and sink in the file, and a pause.',
      in2015: {
        held: 'held',
        because: 'A changed file stopped and started every component of the agent.',
        source: 'Flume 1.6.0, 2015-05-20',
      },
      today: {
        held: 'held',
        because: 'The file is looked at every 30 s; then every component is started anew.',
        source: 'Flume 1.11.0, UriConfigurationProvider',
      },
      shownBy: { scenario: 'scalability/new-reader', lane: 'Flume, memory channel', of: 'unavailable to senders' },
      brokenBy: { scenario: 'scalability/reload-by-source', lane: 'netcat', destination: 'search', of: 'delivered' },
    },
    kafka: {
      says: 'Readers can be added without the others noticing.',
      in2015: {
        held: 'partly',
        because: 'True of a new group; a new member of a group stopped all its members while they rebalanced.',
        source: 'Kafka 0.9.0.0, 2015-11-23',
      },
      today: {
        held: 'partly',
        because: 'The incremental protocol (KIP-848) moves only what must move, but clients have to choose it.',
        source: 'Kafka 4.0.0, March 2025, group.protocol',
      },
      shownBy: { scenario: 'scalability/new-reader', lane: 'Kafka', destination: 'archive', of: 'latency max' },
      brokenBy: { scenario: 'scalability/member-joins', lane: 'Kafka, eager', of: 'without delivery' },
    },
  },
  {
    slug: 'spikes',
    title: 'Handle spikes',
    flume: {
      says: 'The channel is a buffer of fixed size, as fast as its sink drains it.',
      in2015: {
        held: 'held',
        because: 'A full channel made the source wait, refuse or lose, depending on the source.',
        source: 'Flume 1.6.0, 2015-05-20',
      },
      today: {
        held: 'held',
        because: 'By default a memory channel holds 100 events and waits 3 s for room.',
        source: 'Flume 1.11.0, MemoryChannel',
      },
      shownBy: { scenario: 'spikes/ten-times', lane: 'Flume, memory channel', of: 'dropped' },
      brokenBy: { scenario: 'spikes/sources-that-wait', lane: 'spooldir', of: 'dropped' },
    },
    kafka: {
      says: 'The log takes the burst in, and readers catch up when they can.',
      in2015: {
        held: 'partly',
        because: 'Until retention: a reader that is too slow finds its records deleted.',
        source: 'Kafka 0.9.0.0, 2015-11-23',
      },
      today: {
        held: 'partly',
        because: 'Unchanged; tiered storage makes the log larger, where someone sets it up.',
        source: 'Kafka 4.3 defaults; tiered storage in 3.9.0, November 2024',
      },
      shownBy: { scenario: 'spikes/ten-times', lane: 'Kafka', of: 'dropped' },
      brokenBy: { scenario: 'spikes/retention', lane: 'Kafka', of: 'expired' },
    },
  },
  {
    slug: 'consumption',
    title: 'Consumption model',
    flume: {
      says: 'Pushes each event to one destination and forgets it.',
      in2015: {
        held: 'held',
        because: 'A sink takes from its channel and pushes on; a committed take is gone.',
        source: 'Flume 1.6.0, 2015-05-20',
      },
      today: {
        held: 'held',
        because: 'A sink polls its channel and pushes on; a second reader needs a second channel, and gets only what comes then.',
        source: 'Flume 1.11.0, SinkRunner and channel selectors',
      },
      shownBy: { scenario: 'consumption/read-again', lane: 'Flume, file channel', of: 'replayed' },
      brokenBy: { scenario: 'consumption/slow-reader', lane: 'Flume, file channels', destination: 'slow', of: 'delivered' },
    },
    kafka: {
      says: 'Readers pull at their own pace and can read again.',
      in2015: {
        held: 'partly',
        because: 'Each group had its own offsets, stored by the brokers; what retention had deleted was gone.',
        source: 'Kafka 0.9.0.0, 2015-11-23',
      },
      today: {
        held: 'partly',
        because: 'As far back as retention keeps records; a new group begins at the end. Share groups have joined as a queue-like way to read.',
        source: 'Kafka 4.3 defaults; share groups in 4.2.0, 2026-02-17',
      },
      shownBy: { scenario: 'consumption/own-pace', lane: 'Kafka', destination: 'new', of: 'delivered' },
      brokenBy: { scenario: 'consumption/first-commit', lane: 'Kafka, latest', of: 'dropped' },
    },
  },
  {
    slug: 'connectors',
    title: 'Connectors',
    flume: {
      says: 'Brings ready-made sources and sinks for the usual systems.',
      in2015: {
        held: 'held',
        because: 'From syslog and spooled files to HDFS, HBase, Kafka and Elasticsearch.',
        source: 'Flume 1.6.0, 2015-05-20',
      },
      today: {
        held: 'partly',
        because: 'The list shrinks: the Elasticsearch and Kite sinks were removed in 1.10.0.',
        source: 'Flume 1.10.0, 2022-06-13',
      },
      shownBy: { scenario: 'connectors/syslog-to-hdfs', lane: 'Flume', of: 'delivered' },
      brokenBy: { scenario: 'connectors/file-tail', lane: 'Flume, exec, tail -F', of: 'lost' },
    },
    kafka: {
      says: 'You write the producers and consumers yourself.',
      in2015: {
        held: 'partly',
        because: 'True until 23 November, when Connect arrived; few connectors existed.',
        source: 'Kafka 0.9.0.0, 2015-11-23',
      },
      today: {
        held: 'not',
        because: 'Connect runs connectors from many publishers; Apache itself ships five.',
        source: 'Kafka 4.3 source tree, connect/',
      },
      shownBy: { scenario: 'connectors/syslog-to-hdfs', lane: 'Kafka, own programs', of: 'delivered' },
      brokenBy: { scenario: 'connectors/syslog-to-hdfs', lane: 'Kafka, Connect', of: 'delivered' },
    },
  },
  {
    slug: 'processing',
    title: 'Data processing and filtering',
    flume: {
      says: 'Interceptors change or drop events on their way.',
      in2015: {
        held: 'held',
        because: 'They ran in the source, in the order in which the file lists them.',
        source: 'Flume 1.6.0, 2015-05-20',
      },
      today: {
        held: 'held',
        because: 'An event that a filter drops still counts as accepted.',
        source: 'Flume 1.11.0, ChannelProcessor',
      },
      shownBy: { scenario: 'processing/edge', lane: 'Flume, at the edge', destination: 'archive', of: 'filtered' },
      brokenBy: { scenario: 'processing/poison', lane: 'exec, tail -F', of: 'lost' },
    },
    kafka: {
      says: 'Does no processing: another system has to.',
      in2015: {
        held: 'held',
        because: 'Storm and its like did that work.',
        source: 'Kafka 0.9.0.0, 2015-11-23',
      },
      today: {
        held: 'not',
        because: 'Kafka Streams came in 2016 and per-record transforms in Connect in 2017; brokers still do not filter.',
        source: 'Kafka 0.10.0.0, 2016-05-22; 0.10.2.0, 2017-02-21',
      },
      shownBy: { scenario: 'processing/edge', lane: 'Kafka, Storm', destination: 'archive', of: 'filtered' },
      brokenBy: { scenario: 'processing/edge', lane: 'Kafka, Connect', destination: 'archive', of: 'filtered' },
    },
  },
]
