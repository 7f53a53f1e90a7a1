import { configDef } from '../../kafka/config/config-def.ts'
import { illegalArgument } from '../../kafka/config/config-exception.ts'
import { dataException } from '../data/connect-exceptions.ts'
import { simpleDateFormat } from '../data/simple-date-format.ts'
import { recordText } from './connect-record.ts'
import type { TransformationType } from './transformation.ts'

/** Puts the record's time into the name of its topic (TimestampRouter). */
export const timestampRouter: TransformationType = {
  def: configDef([
    ['timestamp.format', 'STRING', 'yyyyMMdd', 'HIGH'],
    ['topic.format', 'STRING', '${topic}-${timestamp}', 'HIGH'],
  ]),
  configure: (config) => {
    const format = simpleDateFormat(config.text('timestamp.format'))
    if (format === undefined) throw illegalArgument(`Illegal pattern character in ${config.text('timestamp.format')}`)
    const topicFormat = config.text('topic.format')
    return (record) => {
      if (record.timestamp === null) throw dataException(`Timestamp missing on record: ${recordText(record)}`)
      const topic = topicFormat.replaceAll('${topic}', () => record.topic)
      const moment = format.format(record.timestamp)
      return { ...record, topic: topic.replaceAll('${timestamp}', () => moment) }
    }
  },
}
