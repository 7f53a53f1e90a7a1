import { describe, expect, it } from 'vitest'
import { requireCharset } from './charset.ts'

describe('Charset.forName', () => {
  it.each(['UTF-8', 'utf8', 'ISO-8859-1', 'GBK', 'US-ASCII', 'windows-1252'])('knows %s', (name) => {
    expect(() => {
      requireCharset(name)
    }).not.toThrow()
  })

  it('tells unsupported names from illegal ones', () => {
    expect(() => {
      requireCharset('no-such')
    }).toThrow('java.nio.charset.UnsupportedCharsetException: no-such')
    expect(() => {
      requireCharset('no such')
    }).toThrow('java.nio.charset.IllegalCharsetNameException: no such')
  })
})
