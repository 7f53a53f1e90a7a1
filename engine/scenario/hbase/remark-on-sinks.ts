import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import type { LoadedSink } from '../../flume/conf/loaded.ts'
import type { Host } from '../../sim/host.ts'
import type { Play } from '../play/play.ts'

/** Says of hbase2 sinks that they will find no cluster: in the run their log says it again and again. @param at made where the agent is declared */
export function remarkOnHBaseSinks(play: Play, flume: FlumeLane, { host, sinks, at }: { readonly host: Host; readonly sinks: readonly LoadedSink[]; readonly at: Error }): void {
  for (const { name, className, properties } of sinks) {
    if (className !== 'org.apache.flume.sink.hbase2.HBase2Sink') continue
    const quorum = properties.get('zookeeperQuorum')
    if (flume.hbase.clusterAt(host, quorum) !== undefined) continue
    const where = quorum === undefined ? 'without zookeeperQuorum' : `at zookeeperQuorum = ${quorum}`
    const [zookeeper = 'zk'] = (quorum ?? 'zk').split(/[:,]/)
    const fix = `Declare one in the lane: hbase({ zookeeper: '${zookeeper}' }).table('${properties.get('table') ?? 'events'}').`
    play.remarks.push({ severity: 'warning', message: `Sink ${name} finds no HBase cluster ${where}.`, fix, at, key: undefined })
  }
}
