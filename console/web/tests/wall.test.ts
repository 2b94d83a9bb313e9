import { describe, expect, it } from 'vitest'
import { toCamera } from '../src/api/types'
import { focus, grid, neighbour, PRESETS, toLayout } from '../src/wall/layouts'
import { TourRound, type Tour } from '../src/wall/tour'

const tour = (over: Partial<Tour>): Tour => ({ id: 't', name: 't', shared: false, mine: true, tiles: 2, dwellSeconds: 10, order: 'AS_LISTED', cameras: ['a', 'b', 'c'], version: 1, ...over })
const camera = (id: string, state = 'UP') => toCamera({ id, state })

describe('layouts', () => {
  it('offer 1 to 36 tiles and one large with small ones', () => {
    expect(PRESETS.map((preset) => preset.layout.cells.length)).toEqual([1, 4, 9, 16, 25, 36, 6, 8])
  })

  it('never lay a tile upon another', () => {
    for (const { layout } of PRESETS) {
      const taken = new Set<string>()
      for (const cell of layout.cells) {
        for (let row = 0; row < cell.height; row++) for (let column = 0; column < cell.width; column++) taken.add(`${cell.column + column} ${cell.row + row}`)
      }
      expect(taken.size).toBe(layout.cells.reduce((sum, cell) => sum + cell.width * cell.height, 0))
    }
  })

  it('are read back only when they are whole', () => {
    expect(toLayout(JSON.parse(JSON.stringify(focus(4))))).toEqual(focus(4))
    expect(toLayout({ columns: 2, rows: 2, cells: [{ column: 1, row: 0, width: 2, height: 1 }] })).toBeNull()
    expect(toLayout({ columns: 99, rows: 1, cells: [] })).toBeNull()
    expect(toLayout(null)).toBeNull()
  })

  it('arrows lead to the neighbour and stay at the border', () => {
    const nine = grid(3, 3)
    expect(neighbour(nine, 4, 'ArrowLeft')).toBe(3)
    expect(neighbour(nine, 4, 'ArrowDown')).toBe(7)
    expect(neighbour(nine, 2, 'ArrowRight')).toBe(2)
    expect(neighbour(focus(3), 0, 'ArrowRight')).toBe(1)
    expect(neighbour(focus(3), 3, 'ArrowUp')).toBe(0)
  })
})

describe('a tour', () => {
  it('goes round in turn', () => {
    const round = new TourRound(tour({}), camera, () => false)
    expect([round.next(1), round.next(2), round.next(3)]).toEqual([['a', 'b'], ['c', 'a'], ['b', 'c']])
  })

  it('skips what is dead', () => {
    const round = new TourRound(tour({}), (id) => camera(id, id === 'b' ? 'DOWN' : 'UP'), () => false)
    expect(round.next(1)).toEqual(['a', 'c'])
  })

  it('by risk shows trouble first, and everybody in the end', () => {
    const round = new TourRound(tour({ order: 'RISK', tiles: 1, cameras: ['a', 'b', 'c', 'd'] }), camera, (id) => id === 'c')
    const shown: string[] = []
    for (let i = 1; i <= 8; i++) shown.push(...round.next(1_000_000 + i * 10_000))
    expect(shown[0]).toBe('c')
    expect(new Set(shown)).toEqual(new Set(['a', 'b', 'c', 'd']))
    expect(shown.filter((id) => id === 'c').length).toBeGreaterThan(1)
  })

  it('of dead cameras alone shows nothing', () => {
    expect(new TourRound(tour({}), (id) => camera(id, 'DOWN'), () => false).next(1)).toEqual([])
  })
})
