import { leaseSoftLimitMs, type HdfsConfig } from '../hdfs-config.ts'

/** Who writes, and when it was last heard of. */
interface Lease {
  lastRenewedMicros: number
  readonly fileIds: Set<number>
}

/** Leases of the clients that write. Source: org.apache.hadoop.hdfs.server.namenode.LeaseManager. */
export class Leases {
  readonly #leases = new Map<string, Lease>()
  #softMicros = leaseSoftLimitMs * 1000
  #hardMicros: number

  constructor(config: HdfsConfig) {
    this.#hardMicros = config.number('dfs.namenode.lease-hard-limit-sec') * 1_000_000
  }

  /** Other limits, for tests of them. */
  setPeriods(softMs: number, hardMs: number): void {
    this.#softMicros = softMs * 1000
    this.#hardMicros = hardMs * 1000
  }

  add(holder: string, fileId: number, nowMicros: number): void {
    const lease = this.#leases.get(holder) ?? { lastRenewedMicros: nowMicros, fileIds: new Set<number>() }
    lease.lastRenewedMicros = nowMicros
    lease.fileIds.add(fileId)
    this.#leases.set(holder, lease)
  }

  remove(holder: string, fileId: number): void {
    const lease = this.#leases.get(holder)
    lease?.fileIds.delete(fileId)
    if (lease?.fileIds.size === 0) this.#leases.delete(holder)
  }

  renew(holder: string, nowMicros: number): void {
    const lease = this.#leases.get(holder)
    if (lease !== undefined) lease.lastRenewedMicros = nowMicros
  }

  /** After a restart of the name node every holder counts as just heard of. */
  renewAll(nowMicros: number): void {
    for (const lease of this.#leases.values()) lease.lastRenewedMicros = nowMicros
  }

  /** How many files a client has open; 0 without a lease. */
  openFiles(holder: string): number {
    return this.#leases.get(holder)?.fileIds.size ?? 0
  }

  /** Whether another client may take a file from its holder. */
  isSoftExpired(holder: string, nowMicros: number): boolean {
    return (this.#leases.get(holder)?.lastRenewedMicros ?? -Infinity) + this.#softMicros < nowMicros
  }

  /** Files whose holder has been silent for the hard limit. */
  hardExpired(nowMicros: number): readonly { readonly holder: string; readonly fileIds: readonly number[] }[] {
    return [...this.#leases]
      .filter(([, { lastRenewedMicros }]) => lastRenewedMicros + this.#hardMicros < nowMicros)
      .map(([holder, { fileIds }]) => ({ holder, fileIds: [...fileIds] }))
  }
}
