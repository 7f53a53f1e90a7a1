import { describe, expect, it } from 'vitest'
import { JavaException } from '../../conf/java/java-exception.ts'
import { readJsonEvents } from './json-handler.ts'

function failureOf(body: string | null, contentType: string | null = null): string {
  try {
    readJsonEvents(contentType, body)
  } catch (error) {
    if (error instanceof JavaException) return error.className
  }
  return ''
}

const badRequest = 'org.apache.flume.source.http.HTTPBadRequestException'

describe('readJsonEvents', () => {
  it('reads a list of events, with numbers as texts and what is missing as empty', () => {
    expect(readJsonEvents(null, '[{"headers":{"a":1,"b":null},"body":5},{}]')).toEqual([
      { headers: new Map([['a', '1'], ['b', null]]), body: '5' },
      { headers: new Map(), body: '' },
    ])
  })

  it('is as lenient as Gson about quotes and escapes', () => {
    expect(readJsonEvents(null, "[{'headers':{},body:'it\\u0041\\n'}]")[0]?.body).toBe('itA\n')
  })

  it('calls what is no list of events a bad request', () => {
    const bad = ['{}', '[5]', '[{"body":{}}]', '[{"headers":5}]', '[{}] more', '[{"body":"x"', '[{"a" 1}]']
    expect(bad.map((body) => failureOf(body))).toEqual(bad.map(() => badRequest))
  })

  it('fails itself on a body that is empty, or has null for an event', () => {
    const nulls = ['', '[null]', '[{},]']
    expect(nulls.map((body) => failureOf(body))).toEqual(nulls.map(() => 'java.lang.NullPointerException'))
    expect(failureOf(null)).toBe('java.lang.NullPointerException')
  })

  it('reads ISO-8859-1 where nobody says otherwise, and takes no other charset than those of Unicode', () => {
    const body = '[{"body":"é"}]'
    expect(readJsonEvents('text/plain', body)[0]?.body).toBe('Ã©')
    expect(readJsonEvents('application/json', body)[0]?.body).toBe('é')
    expect(readJsonEvents('text/plain; charset=utf-8', body)[0]?.body).toBe('é')
    expect(failureOf(body, 'text/plain; charset=ISO-8859-1')).toBe('java.nio.charset.UnsupportedCharsetException')
  })
})
