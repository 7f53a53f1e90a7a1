import { describe, expect, it } from 'vitest'
import { nearestPages, wordsOf } from './nearest-pages.ts'

const pages = [
  { path: '/durability/', title: 'Durability' },
  { path: '/replication/', title: 'Replication' },
  { path: '/scenarios/durability/power-cut/', title: 'A power cut' },
  { path: '/glossary/', title: 'Glossary' },
]
const near = (path: string): readonly string[] => nearestPages(path, pages).map(({ title }) => title)

describe('the pages nearest to an address', () => {
  it('forgive letters, endings and the folder', () => {
    expect(near('/durabilty')[0]).toBe('Durability')
    expect(near('/guide/glosary.html')[0]).toBe('Glossary')
    expect(near('/durability/power_cut/')[0]).toBe('A power cut')
  })

  it('are none when nothing is near', () => {
    expect(near('/wp-login.php')).toEqual([])
    expect(near('/')).toEqual([])
  })

  it('are found by words', () => {
    expect(wordsOf('/scenarios/Power_cut.html')).toBe('scenarios power cut')
    expect(wordsOf('/a%20b/')).toBe('a b')
  })
})
