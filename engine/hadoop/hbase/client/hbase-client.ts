import type { Lane } from '../../../ledger/lane.ts'
import type { Host } from '../../../sim/host.ts'
import type { Process } from '../../../sim/process.ts'
import type { Cell } from '../data/cell.ts'
import { columnBytes, requireValidPut, type Increment, type Put } from '../data/mutation.ts'
import { containsRow, type TableDescriptor } from '../data/table.ts'
import type { HBaseCluster } from '../hbase-cluster.ts'
import { hbaseException, HBaseException, isRetried } from '../hbase-exception.ts'
import { ports, type Location, type MasterAnswer, type MasterRequest, type RegionAnswer, type RegionRequest } from '../protocol.ts'
import { Caller } from '../rpc.ts'

/** What a client is made from. */
export interface HBaseClientOptions {
  readonly cluster: HBaseCluster
  readonly process: Process
  /** Settings that differ from those of the cluster's hbase-site.xml. */
  readonly retries?: number
}

type Done<T> = (answer: T | HBaseException) => void

/** Multiples of hbase.client.pause between attempts. Source: HConstants.RETRY_BACKOFF. */
const backoff = [1, 2, 3, 5, 10, 20, 40, 100, 100, 100, 100, 200, 200]

/** A client of HBase: it knows where regions are until it is told otherwise, and repeats what may succeed elsewhere. */
export class HBaseClient {
  readonly #cluster: HBaseCluster
  readonly #lane: Lane
  readonly #process: Process
  readonly #retries: number
  readonly #pauseMs: number
  readonly #rpcTimeoutMicros: number
  readonly #locations: Location[] = []
  readonly #servers = new Map<number, Caller<RegionRequest, RegionAnswer>>()
  readonly #master: Caller<MasterRequest, MasterAnswer>

  constructor({ cluster, process, retries }: HBaseClientOptions) {
    const { config, lane, master } = cluster
    this.#cluster = cluster
    this.#lane = lane
    this.#process = process
    this.#retries = retries ?? config.integer('hbase.client.retries.number')
    this.#pauseMs = config.integer('hbase.client.pause')
    this.#rpcTimeoutMicros = config.integer('hbase.rpc.timeout') * 1000
    this.#master = new Caller(lane, process, { host: master.process.host, port: ports.master })
  }

  /** Closes its connections. */
  close(): void {
    this.#master.close()
    for (const caller of this.#servers.values()) caller.close()
  }

  /**
   * Writes puts, all of a region in one call, and repeats those that may succeed elsewhere. Done with the exceptions of those
   * that failed for good, in order. Source: AsyncProcess.
   * @throws HBaseException IllegalArgumentException for a put that the client does not send
   */
  putAll(table: string, puts: readonly Put[], done: Done<readonly HBaseException[]>): void {
    const maxBytes = this.#cluster.config.integer('hbase.client.keyvalue.maxsize')
    for (const put of puts) requireValidPut(put, maxBytes)
    const failed: HBaseException[] = []
    let open = 1
    const finish = (): void => { if (--open === 0) done(failed) }
    const send = (batch: readonly Put[], attempt: number): void => {
      open++
      this.#groups(table, batch, (groups) => {
        if (groups instanceof HBaseException) {
          retryOr(batch, attempt, groups)
          finish()
          return
        }
        for (const [location, own] of groups) {
          open++
          this.#callRegion(location, { kind: 'multi', region: location.region.name, puts: own }, (answer) => {
            if (answer instanceof HBaseException) retryOr(own, attempt, answer)
            else if (answer.kind === 'results') failed.push(...answer.errors.flatMap((error) => error?.unwrapped() ?? []))
            finish()
          })
        }
        finish()
      })
    }
    const retryOr = (batch: readonly Put[], attempt: number, error: HBaseException): void => {
      if (!isRetried(error) || attempt >= this.#retries) {
        failed.push(...batch.map(() => error))
        return
      }
      this.#forget(table)
      open++
      this.#process.after(this.#pauseMicros(attempt), () => {
        send(batch, attempt + 1)
        finish()
      })
    }
    send(puts, 0)
    finish()
  }

  /** Writes one put. @throws HBaseException as `putAll` */
  put(table: string, put: Put, done: Done<true>): void {
    this.putAll(table, [put], (answer) => { done(answer instanceof HBaseException ? answer : (answer[0] ?? true)) })
  }

  /** Adds to a long; done with its new value. */
  increment(table: string, increment: Increment, done: Done<number>): void {
    this.#row(table, increment.row, (region) => ({ kind: 'increment', region, increment }), (answer) => { done(answer instanceof HBaseException ? answer : answer.kind === 'long' ? answer.value : unexpected()) })
  }

  /** Writes a put if none of its columns is there; done with whether it did. */
  putIfNotExists(table: string, put: Put, done: Done<boolean>): void {
    this.#row(table, put.row, (region) => ({ kind: 'checkAndPut', region, put }), (answer) => { done(answer instanceof HBaseException ? answer : answer.kind === 'flag' ? answer.value : unexpected()) })
  }

  /** The cells of a row, of one family or of all. */
  get(table: string, { row, family }: { readonly row: string; readonly family?: string }, done: Done<readonly Cell[]>): void {
    this.#row(table, row, (region) => ({ kind: 'get', region, row, ...(family === undefined ? {} : { family }) }), (answer) => { done(answer instanceof HBaseException ? answer : answer.kind === 'cells' ? answer.cells : unexpected()) })
  }

  /** The keys of all rows, in order. */
  scan(table: string, done: Done<readonly string[]>): void {
    this.#master.call({ kind: 'regions', table }, { timeoutMicros: this.#rpcTimeoutMicros }, (answer) => {
      if (answer instanceof HBaseException || answer.kind === 'failed') {
        const { message } = answer instanceof HBaseException ? answer : answer.exception
        done(new HBaseException('java.io.UncheckedIOException', message))
        return
      }
      const starts = answer.kind === 'locations' ? answer.locations.map(({ region }) => region.startKey) : []
      this.#scanFrom(table, starts, [], done)
    })
  }

  /** The families and the name of a table, from the master. */
  describe(table: string, done: Done<TableDescriptor>): void {
    this.#callMaster({ kind: 'describe', table }, (answer) => { done(answer instanceof HBaseException ? answer : answer.kind === 'table' ? answer.descriptor : unexpected()) })
  }

  /** Creates, deletes, disables or enables a table; done when it is so. */
  admin(request: Extract<MasterRequest, { kind: 'create' | 'delete' | 'disable' | 'enable' }>, done: Done<true>): void {
    this.#callMaster(request, (answer) => { done(answer instanceof HBaseException ? answer : true) })
  }

  #scanFrom(table: string, [start, ...others]: readonly string[], found: readonly string[], done: Done<readonly string[]>): void {
    if (start === undefined) {
      done(found)
      return
    }
    this.#row(table, start, (region) => ({ kind: 'scan', region }), (answer) => {
      if (answer instanceof HBaseException) done(new HBaseException('java.io.UncheckedIOException', answer.message))
      else this.#scanFrom(table, others, [...found, ...(answer.kind === 'rows' ? answer.rows : [])], done)
    })
  }

  /** One call for one row, repeated while it may succeed. Source: RpcRetryingCallerImpl. */
  #row(table: string, row: string, request: (region: string) => RegionRequest, done: Done<RegionAnswer>, attempt = 0): void {
    const ended = (error: HBaseException): void => {
      if (!isRetried(error)) {
        done(error)
        return
      }
      if (attempt >= this.#retries) {
        done(hbaseException('client.RetriesExhaustedException', `Failed after attempts=${attempt + 1}, exceptions: ${error.message}`))
        return
      }
      this.#forget(table)
      this.#process.after(this.#pauseMicros(attempt), () => { this.#row(table, row, request, done, attempt + 1) })
    }
    this.#locate(table, row, (location) => {
      if (location instanceof HBaseException) {
        ended(location)
        return
      }
      this.#callRegion(location, request(location.region.name), (answer) => {
        if (!(answer instanceof HBaseException)) done(answer)
        else if (isRetried(answer)) ended(answer)
        else done(answer.unwrapped())
      })
    })
  }

  #groups(table: string, puts: readonly Put[], done: Done<ReadonlyMap<Location, Put[]>>): void {
    const groups = new Map<Location, Put[]>()
    const next = (index: number): void => {
      for (let at = index; at < puts.length; at++) {
        const put = puts[at]
        if (put === undefined) continue
        const known = this.#known(table, put.row)
        if (known === undefined) {
          this.#locate(table, put.row, (location) => {
            if (location instanceof HBaseException) done(location)
            else next(at)
          })
          return
        }
        const own = groups.get(known) ?? []
        own.push(put)
        groups.set(known, own)
      }
      done(groups)
    }
    next(0)
  }

  #known(table: string, row: string): Location | undefined {
    return this.#locations.find(({ region }) => region.table === table && containsRow(region, row))
  }

  #forget(table: string): void {
    const kept = this.#locations.filter(({ region }) => region.table !== table)
    this.#locations.splice(0, this.#locations.length, ...kept)
  }

  #locate(table: string, row: string, done: Done<Location>): void {
    const known = this.#known(table, row)
    if (known !== undefined) {
      done(known)
      return
    }
    this.#callMaster({ kind: 'locate', table, row }, (answer) => {
      if (answer instanceof HBaseException) {
        done(answer)
        return
      }
      const [location] = answer.kind === 'locations' ? answer.locations : []
      if (location?.server === undefined) {
        done(hbaseException('NotServingRegionException', `No server has the region of row '${row}' of ${table}`))
        return
      }
      if (this.#known(table, row) === undefined) this.#locations.push(location)
      done(this.#known(table, row) ?? location)
    })
  }

  #callRegion({ server }: Location, request: RegionRequest, done: Done<Exclude<RegionAnswer, { kind: 'failed' }>>): void {
    const caller = this.#server(server ?? 0)
    const puts = request.kind === 'multi' ? request.puts : []
    const bytes = puts.reduce((sum, { row, columns }) => sum + columns.reduce((all, column) => all + columnBytes(row, column), 0), 0)
    const runs = puts.flatMap(({ record }) => record?.run ?? [])
    caller.call(request, { bytes, timeoutMicros: this.#rpcTimeoutMicros, runs }, (answer) => {
      if (answer instanceof HBaseException) done(answer)
      else if (answer.kind === 'failed') done(answer.exception)
      else done(answer)
    })
  }

  #callMaster(request: MasterRequest, done: Done<Exclude<MasterAnswer, { kind: 'failed' }>>, attempt = 0): void {
    this.#master.call(request, { timeoutMicros: this.#rpcTimeoutMicros }, (answer) => {
      if (answer instanceof HBaseException && isRetried(answer) && attempt < this.#retries) this.#process.after(this.#pauseMicros(attempt), () => { this.#callMaster(request, done, attempt + 1) })
      else if (answer instanceof HBaseException) done(answer)
      else if (answer.kind === 'failed') done(answer.exception)
      else done(answer)
    })
  }

  #server(index: number): Caller<RegionRequest, RegionAnswer> {
    let caller = this.#servers.get(index)
    const host: Host | undefined = this.#cluster.servers[index]?.process.host
    if (host === undefined) throw new RangeError(`there is no region server ${index}`)
    if (caller === undefined) {
      caller = new Caller(this.#lane, this.#process, { host, port: ports.regionServer })
      this.#servers.set(index, caller)
    }
    return caller
  }

  #pauseMicros(attempt: number): number {
    return this.#pauseMs * 1000 * (backoff[Math.min(attempt, backoff.length - 1)] ?? 1)
  }
}

function unexpected(): HBaseException {
  return new HBaseException('java.io.IOException', 'an answer of another kind')
}
