import type { Cell } from './data/cell.ts'
import type { Increment, Put } from './data/mutation.ts'
import type { RegionInfo, TableDescriptor } from './data/table.ts'
import type { HBaseException } from './hbase-exception.ts'

/** Ports of the processes. Sources: hbase.zookeeper.property.clientPort, hbase.regionserver.port, dfs.datanode.address. */
export const ports = { master: 2181, regionServer: 16_020, dataNode: 9866 } as const

/** Cells of one region that were written together: an entry of a log or of a store file. */
export interface Edit {
  readonly region: string
  readonly cells: readonly Cell[]
}

/** The call did not succeed. */
export interface Failed {
  readonly kind: 'failed'
  readonly exception: HBaseException
}

/** What a data node does with files. `recover` closes a file that a dead server may still write to. */
export type DataRequest =
  | { readonly kind: 'append'; readonly path: string; readonly edit: Edit; readonly bytes: number; readonly isForced: boolean }
  | { readonly kind: 'recover' | 'read' | 'delete'; readonly path: string }

/** A data node's answers. `isWhole`: it has run without a break since it began the file. */
export type DataAnswer = Failed | { readonly kind: 'done' } | { readonly kind: 'content'; readonly edits: readonly Edit[]; readonly isWhole: boolean }

/** What a region server does for clients and for the master. */
export type RegionRequest =
  | { readonly kind: 'multi'; readonly region: string; readonly puts: readonly Put[] }
  | { readonly kind: 'increment'; readonly region: string; readonly increment: Increment }
  | { readonly kind: 'checkAndPut'; readonly region: string; readonly put: Put }
  | { readonly kind: 'get'; readonly region: string; readonly row: string; readonly family?: string }
  | { readonly kind: 'scan'; readonly region: string }
  | { readonly kind: 'open'; readonly region: RegionInfo; readonly descriptor: TableDescriptor; readonly files: readonly string[]; readonly edits: readonly Edit[] }
  | { readonly kind: 'close'; readonly region: string }

/** A region server's answers. `errors` has one place for each put. */
export type RegionAnswer =
  | Failed
  | { readonly kind: 'done' }
  | { readonly kind: 'results'; readonly errors: readonly (HBaseException | undefined)[] }
  | { readonly kind: 'long'; readonly value: number }
  | { readonly kind: 'flag'; readonly value: boolean }
  | { readonly kind: 'cells'; readonly cells: readonly Cell[] }
  | { readonly kind: 'rows'; readonly rows: readonly string[] }

/** What the process that stands for ZooKeeper, hbase:meta and the master does. */
export type MasterRequest =
  | { readonly kind: 'locate'; readonly table: string; readonly row: string }
  | { readonly kind: 'regions' | 'describe'; readonly table: string }
  | { readonly kind: 'disable' | 'enable' | 'delete'; readonly table: string }
  | { readonly kind: 'create'; readonly descriptor: TableDescriptor }
  | { readonly kind: 'register' | 'ping' | 'leave'; readonly server: number; readonly startCode: number }

/** Where a region is; no server while it is on its way to one. */
export interface Location {
  readonly region: RegionInfo
  readonly server: number | undefined
}

/** The master's answers. `expired`: the session of the server is over, and its regions are no longer its own. */
export type MasterAnswer = Failed | { readonly kind: 'done' | 'expired' } | { readonly kind: 'locations'; readonly locations: readonly Location[] } | { readonly kind: 'table'; readonly descriptor: TableDescriptor }
