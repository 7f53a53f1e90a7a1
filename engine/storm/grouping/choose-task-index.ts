import { listHash, type StormValue } from '../tuple/storm-value.ts'

/** The task of a fields grouping: floorMod(deep hash of the grouping values, tasks). Source: org.apache.storm.utils.TupleUtils.chooseTaskIndex. */
export function chooseTaskIndex(values: readonly StormValue[], tasks: number): number {
  const rest = listHash(values) % tasks
  return rest < 0 ? rest + tasks : rest
}
