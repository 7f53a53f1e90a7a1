import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { confReport } from '../../engine/scenario/from-conf/conf-report.ts'
import { judgeConf } from '../../engine/scenario/from-conf/judge-conf.ts'
import { baseScenario } from './base-scenario.ts'

const textOf = (path: string): string => readFileSync(path, 'utf8')

describe('the scenario that links of a report start from', () => {
  it('is a line of the example’s own report, as the page makes it', () => {
    const { runnable } = judgeConf(textOf('src/configuration-page/example.conf'), 'weblog')
    const files = confReport(runnable, 'weblog').runs.find(({ name }) => name === 'kill')?.files ?? {}
    expect(Object.keys(files).toSorted()).toEqual(['flume.conf', 'scenario.ts'])
    for (const [name, text] of Object.entries(files)) expect(textOf(`content/scenarios/${baseScenario}/${name}`), name).toBe(text)
  })
})
