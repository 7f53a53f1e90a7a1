import { lint } from '../../flume/conf/lint.ts'
import type { LoadedAgent } from '../../flume/conf/load-conf.ts'
import { propertiesOf } from '../../flume/conf/lint-finding.ts'
import type { ConfFinding } from './conf-finding.ts'
import { settingFix, type Ground } from './load-findings.ts'
import { timelessBuckets } from './timeless-buckets.ts'

/** What Flume accepts in silence and hardly anybody means, in the order of the file: with a fix where one is plain. */
export function lintFindings(text: string, agent: string, loaded: LoadedAgent): readonly ConfFinding[] {
  const ground: Ground = { text, agent, properties: propertiesOf(text, agent) }
  const found = lint(text, agent).map(({ severity, message, line, column, endColumn, fix }): ConfFinding => ({
    severity, message, line, column,
    fix: fix === undefined ? undefined : { label: `Write ${fix}`, edit: { line, column, endColumn, text: fix } },
  }))
  return [...found, ...smallChannels(ground, loaded, found.some(({ message }) => message.endsWith('Did you mean capacity?'))), ...missingTimes(ground, loaded), ...lossyTails(loaded), ...deafSenders(ground, loaded)]
    .toSorted((left, right) => left.line - right.line || left.column - right.column)
}

/** A memory channel of 100 events: Flume's default, which hardly anybody chose. */
function smallChannels(ground: Ground, { channels }: LoadedAgent, isSlip: boolean): ConfFinding[] {
  return channels.flatMap(({ name, className, properties, position }) => {
    if (className !== 'org.apache.flume.channel.MemoryChannel' || properties.has('capacity')) return []
    return [{
      severity: 'warning', line: position?.line ?? 1, column: position?.column ?? 1,
      message: `${name} holds at most 100 events, since no capacity is set: one batch of most sinks. The next events are refused.`,
      // A slip in the key has a fix of its own.
      fix: isSlip ? undefined : settingFix(ground, `channels.${name}.capacity`, '10000'),
    }]
  })
}

/** A path by time without a time: the sink fails with the first event, and tries it again for ever. */
function missingTimes(ground: Ground, loaded: LoadedAgent): ConfFinding[] {
  return timelessBuckets(loaded).map(({ sink, sources, isCertain }) => {
    const position = sink.positions.get('hdfs.path') ?? sink.position
    const unless = isCertain ? 'The' : 'Unless its senders do, the'
    return {
      severity: isCertain ? 'error' : 'warning', line: position?.line ?? 1, column: position?.column ?? 1,
      message: `The path of ${sink.name} needs the header timestamp, and nothing in this file sets it for what comes from ${sources.join(' and ')}. ${unless} sink fails with "Expected timestamp in the Flume event headers, but it was null", rolls back and tries the same events again for ever.`,
      fix: settingFix(ground, `sinks.${sink.name}.hdfs.useLocalTimeStamp`, 'true'),
    }
  })
}

/** `tail -F` remembers nothing: what is written while the agent is down is missed, or read twice. */
function lossyTails({ sources }: LoadedAgent): ConfFinding[] {
  return sources.flatMap(({ name, className, properties, position }) => {
    if (className !== 'org.apache.flume.source.ExecSource' || !/\btail\b/.test(properties.get('command') ?? '')) return []
    return [{ severity: 'warning', line: position?.line ?? 1, column: position?.column ?? 1, fix: undefined, message: `${name} does not know how far tail has read: after a restart it begins again with the last ten lines, and misses or repeats the rest. A TAILDIR source remembers its place.` }]
  })
}

/** Senders that nobody answers. */
function deafSenders(ground: Ground, { sources }: LoadedAgent): ConfFinding[] {
  return sources.flatMap(({ name, className, settings, position, positions }): ConfFinding[] => {
    const at = positions.get('ack-every-event') ?? position
    const place = { line: at?.line ?? 1, column: at?.column ?? 1 }
    if (className.endsWith('.NetcatSource') && settings['ack-every-event'] === false) {
      return [{ severity: 'warning', ...place, message: `${name} answers nothing: its senders do not hear that an event was refused, and it is gone.`, fix: settingFix(ground, `sources.${name}.ack-every-event`, 'true') }]
    }
    if (/(?:SyslogUDPSource|NetcatUdpSource)$/.test(className)) {
      return [{ severity: 'warning', ...place, message: `${name} takes datagrams: what is sent while the agent is down, or faster than it reads, is gone, and nobody hears of it.`, fix: undefined }]
    }
    return []
  })
}
