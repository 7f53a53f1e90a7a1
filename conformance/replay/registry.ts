import { flumeFunctionReplayer } from './flume/flume-functions.ts'
import { keyOrderReplayer, loaderReplayer } from './flume/loader.ts'
import { flumeRunReplayer } from './flume/run/script.ts'
import { ratioReplayer } from './flume/ratios.ts'
import { selectorReplayer } from './flume/selectors.ts'
import { kafkaFunctionReplayer, kafkaTableReplayer } from './kafka/functions/kafka-functions.ts'
import { kafkaRunReplayer } from './kafka/run/run-replayer.ts'
import { topologyReplayer } from './kafka/streams/topology-replayer.ts'
import { sinkProcessorReplayer } from './flume/sink-processors.ts'
import type { Replayer } from './replayer.ts'
import { stormFunctionReplayer } from './storm/storm-functions.ts'
import { stormRunReplayer } from './storm/storm-run.ts'
import { kafkaSpoutReplayer } from './storm/spout-sequence.ts'
import { kafkaSpoutTableReplayer, stormTableReplayer } from './storm/storm-tables.ts'

/** All replayers; the first that accepts a task's shape replays it. */
export const replayers: readonly Replayer[] = [loaderReplayer, keyOrderReplayer, selectorReplayer, flumeRunReplayer, flumeFunctionReplayer, ratioReplayer, sinkProcessorReplayer, kafkaFunctionReplayer, kafkaTableReplayer, kafkaRunReplayer, topologyReplayer, stormRunReplayer, stormFunctionReplayer, stormTableReplayer, kafkaSpoutReplayer, kafkaSpoutTableReplayer]
