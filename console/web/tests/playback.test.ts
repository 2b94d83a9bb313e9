import { describe, expect, it } from 'vitest'
import { fromInput, localInput, narrowed } from '../src/api/police'
import { parseSaid } from '../src/playback/recorded-view'
import { contains, mediaAt, nextRecorded, spanAt, ticks, wallAt } from '../src/playback/runs'
import { crc32, withText } from '../src/playback/snapshot'

const at = (text: string): number => Date.parse(`2026-11-26T${text}Z`)

describe('a run', () => {
  const run = { from: at('08:00:10'), media: 3, scale: 2, first: at('08:00:09') }

  it('lays the time of the recording and that of the player on each other, both ways', () => {
    expect(wallAt(run, 4)).toBe(at('08:00:12'))
    expect(mediaAt(run, at('08:00:12'))).toBe(4)
    expect(mediaAt(run, at('08:00:08'))).toBe(2)
  })

  it('runs backwards as well', () => {
    expect(wallAt({ ...run, scale: -4 }, 4)).toBe(at('08:00:06'))
  })

  it('takes a small joint for none', () => {
    const spans = [{ start: 1, end: 2 }, { start: 5, end: 6 }]
    expect(spanAt(spans, 4.95)).toEqual(spans[1])
    expect(spanAt(spans, 3)).toBeNull()
  })
})

describe('what is recorded', () => {
  const stretches = [{ from: 100, to: 200 }, { from: 300, to: 400 }]

  it('ends before its end', () => {
    expect(contains(stretches, 199)).toBe(true)
    expect(contains(stretches, 200)).toBe(false)
  })

  it('begins again after a gap, or never', () => {
    expect(nextRecorded(stretches, 250)).toBe(300)
    expect(nextRecorded(stretches, 350)).toBe(350)
    expect(nextRecorded(stretches, 400)).toBeNull()
  })
})

describe('marks of a time line', () => {
  it('stand on round local times', () => {
    expect(ticks(at('08:00:07'), at('08:10:07'), 6, 480).map((one) => new Date(one).toISOString().slice(14, 19))).toEqual(['02:00', '04:00', '06:00', '08:00', '10:00'])
  })

  it('are no more than asked for', () => {
    for (const hours of [1, 7, 24, 200]) expect(ticks(0, hours * 3_600_000, 8, 345).length).toBeLessThanOrEqual(9)
  })
})

describe('messages of a playback', () => {
  it('are read', () => {
    expect(parseSaid('{"playing":{"first":"2026-11-26T08:00:09Z","from":"2026-11-26T08:00:10Z","media":3.0,"scale":1.0}}')).toEqual({
      kind: 'playing',
      run: { from: at('08:00:10'), first: at('08:00:09'), media: 3, scale: 1 },
    })
    expect(parseSaid('{"shown":{"at":"2026-11-26T08:00:10Z","media":1.5,"duration":0.04,"after":null}}')).toEqual({ kind: 'shown', shown: { at: at('08:00:10'), media: 1.5, duration: 0.04, after: null } })
    expect(parseSaid('{"gap":{"from":"2026-11-26T08:00:10Z","until":"2026-11-26T08:00:20Z","cause":"network"}}')).toEqual({ kind: 'gap', from: at('08:00:10'), until: at('08:00:20'), cause: 'network' })
    expect(parseSaid('{"refused":"nothing-recorded"}')).toEqual({ kind: 'refused', why: 'nothing-recorded' })
  })

  it('that are not understood do no harm', () => {
    for (const message of ['', '{', '{"playing":{}}', '{"shown":{"at":"never"}}', '[]', '{"new":1}']) expect(parseSaid(message).kind).toBe('other')
  })
})

describe('a decision', () => {
  const before = { cameras: ['a', 'b'], from: '2026-11-26T08:00:00.123456Z', to: '2026-11-26T09:00:00.5Z' }

  it('says nothing of what was not touched', () => {
    const untouched = { cameras: ['b', 'a'], from: fromInput(localInput(before.from), before.from), to: fromInput(localInput(before.to), before.to) }
    expect(narrowed(before, untouched)).toEqual({})
  })

  it('says what was made smaller', () => {
    expect(narrowed(before, { ...before, cameras: ['a'] })).toEqual({ cameras: ['a'] })
  })
})

describe('a snapshot', () => {
  it('carries its facts inside, with a right checksum', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
    const png = new Uint8Array(60).map((_, i) => i)
    const out = withText(png, 'Sharp Eyes', '{"name":"王庄路口"}')
    expect(new TextDecoder().decode(out)).toContain('iTXtSharp Eyes')
    expect([...out.subarray(0, 33)]).toEqual([...png.subarray(0, 33)])
    expect([...out.subarray(out.length - 27)]).toEqual([...png.subarray(33)])
    const length = new DataView(out.buffer).getUint32(33)
    expect(out.length).toBe(60 + 12 + length)
    expect(new DataView(out.buffer).getUint32(33 + 8 + length)).toBe(crc32(out.subarray(37, 41 + length)))
  })
})
