import { describe, expect, it } from 'vitest'
import { checkConf } from '../../engine/host.ts'
import type { RunDocument } from '../../engine/host.ts'
import { runFromSource } from './run-from-source.ts'

const good = [
  'a1.sources = r1', 'a1.channels = c1', 'a1.sinks = k1',
  'a1.sources.r1.type = netcat', 'a1.sources.r1.bind = 0.0.0.0', 'a1.sources.r1.port = 44444', 'a1.sources.r1.channels = c1',
  'a1.channels.c1.type = memory', 'a1.channels.c1.capacity = 1000', 'a1.channels.c1.transactionCapacity = 100',
  'a1.sinks.k1.type = null', 'a1.sinks.k1.channel = c1', '',
].join('\n')

/** Runs an agent with a file for ten seconds; one line a second comes in. */
function runWith(conf: string, agent = 'a1'): Promise<RunDocument> {
  const scenario = `
    import { load, scenario } from 'kafka-vs-flume'
    import conf from './flume.conf'
    export default scenario({ duration: '40s' }, ({ lane }) => {
      lane('Flume', ({ host, agent }) => {
        agent('${agent}', { conf, on: host('collector') })${conf.includes('netcat') ? ".source('r1').receives(load.steady({ perSecond: 1 }))" : ''}
      })
    })`
  return runFromSource(scenario, { files: { 'flume.conf': conf } })
}

/** Errors and warnings with a place in flume.conf, as \`line:column message\`. */
function complaints(run: RunDocument): readonly string[] {
  const all = [...(run.error === undefined ? [] : [run.error]), ...run.diagnostics.filter(({ severity }) => severity !== 'info')]
  return all.map(({ position, message, fix }) => `${position?.file ?? '?'}:${position?.line ?? 0}:${position?.column ?? 0} ${message}${fix === undefined ? '' : ` → ${fix}`}`)
}

/** A broken file: the agent's name if it is another, and whether it ends the run, where, why and what to do. */
interface BrokenConf {
  readonly conf: string
  readonly agent?: string
  readonly ends: boolean
  readonly place: string
  readonly says: RegExp
  readonly advises: RegExp
}

const cases: Readonly<Record<string, BrokenConf>> = {
  'a malformed escape': { conf: `${good}a1.sinks.k1.batchSize = \\u12\n`, ends: true, place: '13:1', says: /IllegalArgumentException: Malformed/, advises: /four hexadecimal digits/ },
  'an unknown type': { conf: good.replace('type = null', 'type = nul'), ends: true, place: '11:1', says: /Unable to load sink type: nul, class: nul; caused by java.lang.ClassNotFoundException/, advises: /'null'/ },
  'a channel that does not exist': { conf: good.replace('sources.r1.channels = c1', 'sources.r1.channels = c2'), ends: true, place: '7:1', says: /No Channels configured for r1/, advises: /Name a channel/ },
  'the name of another agent': { conf: good, agent: 'agent', ends: true, place: '1:1', says: /has nothing to run/, advises: /begin with 'agent\.'/ },
  'an empty file': { conf: '', ends: true, place: '1:1', says: /NullPointerException/, advises: /Write lines/ },
  'a port that is no number': { conf: good.replace('port = 44444', 'port = many'), ends: true, place: '6:1', says: /NumberFormatException: For input string: "many"/, advises: /number/ },
  'a missing property': { conf: good.replace('a1.sources.r1.bind = 0.0.0.0\n', ''), ends: true, place: '4:1', says: /Required parameter bind must exist/, advises: /Add that property/ },
  'a transaction bigger than its channel': { conf: good.replace('capacity = 1000', 'capacity = 10'), ends: true, place: '10:1', says: /cannot be higher than the capacity/, advises: /at most capacity/ },
  'a type without a value': { conf: good.replace('type = memory', 'type'), ends: true, place: '9:1', says: /Component has no type/, advises: /Give the component a type/ },
  'a component that is not simulated': {
    conf: good.replace('a1.channels.c1.type = memory', 'a1.channels.c1.type = jdbc').replace(/a1\.channels\.c1\.(?:c|transactionC)apacity.*\n/g, ''),
    ends: true, place: '8:1', says: /Flume loads the channel c1 of type jdbc \(line 8\), but .*JdbcChannel is not simulated here/, advises: /put a stand-in there: a memory or file channel/,
  },
  'a batch bigger than a transaction': { conf: `${good}a1.sinks.k1.batchSize = 500\n`, ends: false, place: '13:1', says: /sink's batch size is greater than the channels transaction capacity/, advises: /at most the transactionCapacity/ },
  'a sink without a channel': { conf: good.replace('a1.sinks.k1.channel = c1\n', ''), ends: false, place: '11:1', says: /No channel configured for sink: k1/, advises: /Name a channel/ },
}

describe('a flume.conf that Flume does not take as it is', () => {
  it.each(Object.entries(cases))('is answered with what Flume says, where, and what to do: %s', async (_, { conf, agent, ends, place, says, advises }) => {
    const run = await runWith(conf, agent)
    expect(run.error !== undefined).toBe(ends)
    const wanted = complaints(run).find((text) => text.startsWith(`flume.conf:${place} `))
    expect(wanted).toMatch(says)
    expect(wanted).toMatch(advises)
  })

  it('is taken with a key that nothing reads, and with two file channels in one directory; the editor says so', async () => {
    const conf = `${good.replace('channels = c1\na1.sinks', 'channels = c1 c2\na1.sinks').replace('r1.channels = c1', 'r1.channels = c1 c2').replace(/a1\.channels\.c1\..*\n/g, '')}a1.channels.c1.type = file\na1.channels.c2.type = file\na1.sinks.k1.nonsense = 5\n`
    const run = await runWith(conf)
    expect(run.error).toBeUndefined()
    expect(run.changes.texts.join('\n') + JSON.stringify(run.changes.journal)).toContain('Cannot lock /home/flume/.flume/file-channel/checkpoint. The directory is already locked. [channel=c2]')
    const marks = checkConf(conf).map(({ severity, line, message }) => `${severity} ${line} ${message}`)
    expect(marks).toContain('warning 12 NullSink does not read nonsense; Flume accepts it in silence.')
    expect(marks).toContain('error 11 c2 and c1 both use ~/.flume/file-channel/checkpoint: the second cannot lock it and stays closed. Give each file channel a checkpointDir and dataDirs of its own.')
  })
})
