import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from '../src/i18n/en'
import { zh } from '../src/i18n/zh'

type Tree = { [key: string]: string | Tree }

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`)))
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : /\.(vue|ts)$/.test(entry.name) ? [readFileSync(join(folder, entry.name), 'utf8')] : [],
  )
}

describe('languages', () => {
  const chinese = new Map(leaves(zh))
  const english = new Map(leaves(en))

  it('have the same strings, with the same places to fill', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
    for (const [key, value] of chinese) {
      expect((english.get(key) ?? '').match(/\{\w+\}/g)?.sort(), key).toEqual(value.match(/\{\w+\}/g)?.sort())
    }
  })

  it('know every string that a page asks for', () => {
    const asked = sources(join(__dirname, '..', 'src')).flatMap((text) => [...text.matchAll(/\bt\('([\w.-]+)'[,)]/g)].map((match) => match[1] ?? ''))
    expect(asked.length).toBeGreaterThan(80)
    expect(asked.filter((key) => !key.endsWith('.') && !chinese.has(key))).toEqual([])
  })

  it('no page holds a Chinese word of its own', () => {
    const strays = readdirSync(join(__dirname, '..', 'src', 'pages')).filter((name) =>
      /[\u4e00-\u9fff]/.test(readFileSync(join(__dirname, '..', 'src', 'pages', name), 'utf8').replaceAll("'中文'", '')),
    )
    expect(strays).toEqual([])
  })
})
