import type { DfsClient } from '../../../hadoop/hdfs/client/dfs-client.ts'
import type { HdfsCluster } from '../../../hadoop/hdfs/hdfs-cluster.ts'
import type { Host } from '../../../sim/host.ts'
import type { Process } from '../../../sim/process.ts'

/** A path in the file system that it is in. */
export interface PathInCluster {
  readonly cluster: HdfsCluster
  /** Within the file system. */
  readonly path: string
}

/** The HDFS clusters of a lane, by the name that URIs give their name node or name service. */
export class HdfsClusters {
  readonly #clusters = new Map<string, HdfsCluster>()
  readonly #hostOf: (from: Host, hostname: string) => Host | undefined

  /** @param hostOf the host that a name means on a host */
  constructor(hostOf: (from: Host, hostname: string) => Host | undefined) {
    this.#hostOf = hostOf
  }

  add(name: string, cluster: HdfsCluster): void {
    this.#clusters.set(name, cluster)
  }

  /**
   * Where a path of an agent's configuration is: `hdfs://name/…` in the cluster of that name, or of the name node on that host;
   * a path without scheme in the one that core-site.xml names: the only one. Undefined where there is none.
   */
  find(from: Host, uri: string): PathInCluster | undefined {
    const [, authority, path = '/'] = /^hdfs:\/\/([^/]*)(\/.*)?$/.exec(uri) ?? []
    if (authority === undefined) {
      const [only] = this.#clusters.values()
      return only === undefined || this.#clusters.size > 1 || !uri.startsWith('/') ? undefined : { cluster: only, path: uri }
    }
    const name = authority.split(':', 1)[0] ?? ''
    const host = this.#hostOf(from, name)
    const cluster = this.#clusters.get(name) ?? [...this.#clusters.values()].find(({ nameNode }) => nameNode.process.host === host)
    return cluster === undefined ? undefined : { cluster, path }
  }

  /** A file system for a process, as `Path.getFileSystem` gives it. */
  clientOf({ cluster }: PathInCluster, process: Process): DfsClient {
    return cluster.client(process)
  }
}
