import type { HBaseCluster } from '../../../hadoop/hbase/hbase-cluster.ts'
import type { Host } from '../../../sim/host.ts'

/** The HBase clusters of a lane, as the addresses of their ZooKeeper tell them apart. */
export class HBaseClusters {
  readonly #clusters: HBaseCluster[] = []
  readonly #hostOf: (from: Host, hostname: string) => Host | undefined

  /** @param hostOf the host that a name means on a host */
  constructor(hostOf: (from: Host, hostname: string) => Host | undefined) {
    this.#hostOf = hostOf
  }

  add(cluster: HBaseCluster): void {
    this.#clusters.push(cluster)
  }

  /** The cluster whose ZooKeeper is at one of the addresses; without addresses the one that hbase-site.xml names: the only one. */
  clusterAt(from: Host, quorum: string | undefined): HBaseCluster | undefined {
    if (quorum === undefined) return this.#clusters.length === 1 ? this.#clusters[0] : undefined
    const hosts = quorum.split(',').map((address) => this.#hostOf(from, address.trim().split(':')[0] ?? ''))
    return this.#clusters.find(({ master }) => hosts.includes(master.process.host))
  }
}
