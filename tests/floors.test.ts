import { describe, expect, it } from 'vitest'
import { floorFindings } from './floors.ts'
import { parseSource, typeScriptFiles } from './source-file.ts'

describe('the floors of the engine', () => {
  it('are kept by every file', () => {
    expect(typeScriptFiles().flatMap((file) => floorFindings(file))).toEqual([])
  })

  const refused = [
    ['a lower floor that imports a higher one', 'engine/sim/clock.ts', '../ledger/ledger.ts'],
    ['Kafka that imports Flume', 'engine/kafka/broker.ts', '../flume/agent.ts'],
    ['Kafka that imports Hadoop', 'engine/kafka/broker.ts', '../hadoop/name-node.ts'],
    ['Flume that goes past Kafka’s client', 'engine/flume/sinks/kafka-sink.ts', '../../kafka/broker/log.ts'],
    ['anything below that imports the public entry', 'engine/scenario/run.ts', '../index.ts'],
    ['a file that imports the site', 'engine/host.ts', '../src/site/frame.ts'],
    ['a file that imports Node', 'engine/host.ts', 'node:fs'],
    ['a package', 'engine/sim/clock.ts', 'fast-check'],
    ['a folder on no floor', 'engine/extras/thing.ts', '../sim/clock.ts'],
  ] as const
  it.each(refused)('refuse %s', (_what, path, specifier) => {
    expect(floorFindings(parseSource(path, `import { a } from '${specifier}'`))).toHaveLength(1)
    expect(floorFindings(parseSource(path, `export { a } from '${specifier}'`))).toHaveLength(1)
    expect(floorFindings(parseSource(path, `import type { A } from '${specifier}'`))).toHaveLength(1)
  })

  const allowed = [
    ['a higher floor that imports a lower one', 'engine/flume/agent.ts', '../sim/clock.ts'],
    ['Flume that uses Kafka’s client', 'engine/flume/sinks/kafka-sink.ts', '../../kafka/producer/producer.ts'],
    ['a part that imports itself', 'engine/kafka/broker.ts', './log/log.ts'],
    ['a parser where the reader’s code is parsed', 'engine/scenario/source/strip-types.ts', 'sucrase'],
    ['a test that imports its runner', 'engine/sim/clock.test.ts', 'vitest'],
  ] as const
  it.each(allowed)('allow %s', (_what, path, specifier) => {
    expect(floorFindings(parseSource(path, `import { a } from '${specifier}'`))).toEqual([])
  })
})
