import { describe, expect, it } from 'vitest'
import { toCamera, toDevice, toIncident } from '../src/api/types'
import { areaTree, below, countStates, worstFirst } from '../src/stores/cameras'
import { sinceText } from '../src/stores/format'
import { merge } from '../src/stores/incidents'

const camera = (id: string, state: string, area = 'v1') => toCamera({ id, name: id, state, area })
const incident = (id: string, state: string, raisedAt: string) => toIncident({ id, state, raisedAt })

describe('cameras', () => {
  it('are counted by state, an unknown word being unknown', () => {
    expect(countStates([camera('a', 'UP'), camera('b', 'DOWN'), camera('c', 'STRANGE')])).toEqual({ UP: 1, DOWN: 1, UNKNOWN: 1, SUSPECT: 0, MAINTENANCE: 0 })
  })

  it('stand worst first, then by name as people count', () => {
    const list = [camera('cam 10', 'UP'), camera('cam 9', 'UP'), camera('z', 'DOWN')].sort(worstFirst)
    expect(list.map((one) => one.id)).toEqual(['z', 'cam 9', 'cam 10'])
  })

  it('count towards every area above theirs', () => {
    const areas = [
      { id: 'county', name: 'County', level: '', parent: null },
      { id: 'town', name: 'Town', level: '', parent: 'county' },
      { id: 'v1', name: 'Village', level: '', parent: 'town' },
    ]
    const [root] = areaTree(areas, [camera('a', 'UP'), camera('b', 'DOWN')])
    expect(root).toMatchObject({ id: 'county', cameras: 2, ill: 1 })
    expect([...below(areas, 'town')]).toEqual(['town', 'v1'])
  })

  it('show even when nobody lists their area, and a circle of areas ends', () => {
    expect(areaTree([], [camera('a', 'UP', 'x')])[0]).toMatchObject({ id: 'x', cameras: 1 })
    const circle = [
      { id: 'a', name: 'a', level: '', parent: 'b' },
      { id: 'b', name: 'b', level: '', parent: 'a' },
    ]
    expect(() => areaTree(circle, [camera('c', 'UP', 'a')])).not.toThrow()
  })

  it('may lack a position', () => {
    expect(toCamera({ id: 'a' }).location).toBeNull()
    expect(toCamera({ id: 'a', location: { type: 'Point', coordinates: [120.5, 30.25] } }).location).toEqual({ lon: 120.5, lat: 30.25 })
  })
})

describe('incidents', () => {
  const old = incident('1', 'RAISED', '2026-01-01T00:00:00Z')

  it('put the newest on top and say that it is fresh', () => {
    const { list, fresh } = merge([old], incident('2', 'RAISED', '2026-01-02T00:00:00Z'))
    expect(list.map((one) => one.id)).toEqual(['2', '1'])
    expect(fresh).toBe(true)
  })

  it('replace what is known without ringing again', () => {
    const { list, fresh } = merge([old], incident('1', 'ACKNOWLEDGED', '2026-01-01T00:00:00Z'))
    expect(list).toHaveLength(1)
    expect(list[0]?.state).toBe('ACKNOWLEDGED')
    expect(fresh).toBe(false)
  })

  it('that arrive closed do not ring', () => {
    expect(merge([], incident('3', 'CLOSED', '2026-01-01T00:00:00Z')).fresh).toBe(false)
  })
})

describe('devices', () => {
  it('keep their reasons as words', () => {
    expect(toDevice({ id: 'd', reasons: ['a', { text: 'b' }] }).reasons).toEqual(['a', 'b'])
  })
})

describe('since', () => {
  it('speaks both languages', () => {
    const now = Date.parse('2026-01-01T01:00:00Z')
    expect(sinceText('2026-01-01T00:55:00Z', now, 'en')).toBe('5 min. ago')
    expect(sinceText('2026-01-01T00:55:00Z', now, 'zh-CN')).toContain('5分钟前')
    expect(sinceText(null, now, 'en')).toBe('—')
  })
})
