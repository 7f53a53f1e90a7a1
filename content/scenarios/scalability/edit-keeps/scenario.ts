// Scalability: what an edit keeps.
// The archive is out of reach and the channel is filling when the edit is taken. The same edit, and three ways to write it.
import { load, scenario } from 'kafka-vs-flume'
import file from './file.conf'
import memory from './memory.conf'
import second from './second.conf'

/** The same file with a second channel, which gets a copy of everything, and a sink for it. */
const wider = (conf: string): string =>
  `${conf.replace('collector.channels = c1', 'collector.channels = c1 c2').replace('r1.channels = c1', 'r1.channels = c1 c2').replace('sinks = k1', 'sinks = k1 k2')}\n${second}`
/** Somebody tidies up at the same time: the first channel is called after its reader. */
const renamed = (conf: string): string => wider(conf).replaceAll('c1', 'archive-channel')
/** Or makes the first channel a file channel, under the name that it had. */
const retyped = (): string => wider(file)

export default scenario({ seed: 7, duration: '90s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 20, { min: 5, max: 100, unit: 'events/s' })
  const cut = param('cut', 15, { min: 5, max: 25, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 200, from: '3s', for: '50s' })

  const edits: (() => void)[] = []
  const flumeWith = (name: string, conf: string, edited: string) =>
    lane(`Flume, ${name}`, ({ host, agent, store }) => {
      const collector = agent('collector', { conf, on: host('collector') })
      const search = store('search')
      collector.source('r1').receives(events)
      collector.sink('k1').writes(store('archive'))
      edits.push(() => {
        collector.edits(edited)
        collector.sink('k2').writes(search)
      })
    })
  const kept = flumeWith('memory', memory, wider(memory))
  const files = flumeWith('file', file, wider(file))
  const named = flumeWith('memory, renamed', memory, renamed(memory))
  const typed = flumeWith('memory, made a file channel', memory, retyped())
  const flumes = [kept, files, named, typed]

  // The agent looks at its file at 30 s and a little; the archive comes back after that.
  at(`${35 - cut}s`, () => {
    for (const side of flumes) side.link(side.host('collector'), side.host('archive')).cut({ for: `${cut}s` })
  })
  at('15s', () => {
    for (const edit of edits) edit()
  })

  for (const side of [kept, files]) expect(side.destination('archive').lost).toBe(0)
  for (const side of [named, typed]) expect(side.destination('archive').lost).toBeGreaterThan(0)
})
