import { describe, expect, it } from 'vitest'
import { terms } from '../../../content/glossary/terms.ts'
import { TermLinks } from './term-links.ts'

const term = (name: string, more: object = {}) => ({ term: name, of: 'Flume', is: 'x', from: 'y', ...more }) as const
const addresses = (links: TermLinks, text: string) => links.piecesOf(text).flatMap(({ address }) => address ?? [])

describe('links to the glossary', () => {
  it('go to the first occurrence of a term on a page, in any case, and keep its text', () => {
    const links = new TermLinks([term('sink group')])
    expect(links.piecesOf('Sink group, sink group')).toEqual([{ text: 'Sink group', address: '/glossary/#sink-group' }, { text: ', sink group' }])
    expect(addresses(links, 'a sink group again')).toEqual([])
  })

  it('prefer the longer term, and only whole words', () => {
    const links = new TermLinks([term('channel'), term('memory channel')])
    expect(addresses(links, 'the memory channel')).toEqual(['/glossary/#memory-channel'])
    expect(addresses(links, 'channelling, a1.channel, channel.type')).toEqual([])
    expect(addresses(links, 'a channel’s end')).toEqual(['/glossary/#channel'])
  })

  it('find a term that is broken between lines', () => {
    expect(addresses(new TermLinks([term('page cache')]), 'the page\ncache')).toEqual(['/glossary/#page-cache'])
  })

  it('leave plain words alone, and link their other forms and keys', () => {
    const links = new TermLinks([term('capacity', { isPlainWord: true, also: ['`capacity`', 'channel capacity'] })])
    expect(addresses(links, 'its capacity')).toEqual([])
    expect(links.addressOfCode('capacity')).toBe('/glossary/#capacity')
    expect(links.addressOfCode('keep-alive')).toBeUndefined()
  })

  it('have a place to lead to for every term, and one for each', () => {
    const own = terms.map(({ term: name }) => new TermLinks(terms).addressOfCode(name) ?? name)
    expect(new Set(own).size).toBe(terms.length)
    const forms = terms.flatMap(({ term: name, also = [], isPlainWord }) => (isPlainWord === true ? also : [name, ...also])).map((form) => form.toLowerCase())
    expect(forms.filter((form, index) => forms.indexOf(form) !== index)).toEqual([])
    expect(new Set(terms.map(({ term: name }) => name.toLowerCase())).size).toBe(terms.length)
  })
})
