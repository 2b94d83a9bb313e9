import { describe, expect, it } from 'vitest'
import { jumpTarget, rateForGap, trimmable } from '../src/player/latency'

describe('latency', () => {
  it('slows a little when the buffer runs dry, and never stops', () => {
    expect(rateForGap(0)).toBe(0.9)
    expect(rateForGap(0.09)).toBe(0.9)
  })

  it('plays at normal speed within a third of a second', () => {
    expect(rateForGap(0.1)).toBe(1)
    expect(rateForGap(0.35)).toBe(1)
  })

  it('catches up the faster the further behind, at most four times', () => {
    expect(rateForGap(0.5)).toBeCloseTo(1.5)
    expect(rateForGap(20)).toBe(4)
  })

  it('settles at the wanted gap when a second behind', () => {
    let gap = 1
    for (let step = 0; step < 100; step++) gap -= (rateForGap(gap) - 1) * 0.2
    expect(gap).toBeGreaterThan(0.05)
    expect(gap).toBeLessThanOrEqual(0.36)
  })

  it('starts at what is buffered, jumps over a gap and when too far behind', () => {
    expect(jumpTarget(0, [{ start: 100, end: 101 }])).toBeCloseTo(100.8)
    expect(jumpTarget(100.5, [{ start: 100, end: 101 }])).toBeNull()
    expect(jumpTarget(100, [{ start: 90, end: 106 }])).toBeCloseTo(105.8)
    expect(jumpTarget(3, [])).toBeNull()
  })

  it('trims only what lies well behind', () => {
    expect(trimmable(10, [{ start: 0, end: 11 }])).toBeNull()
    expect(trimmable(20, [{ start: 0, end: 21 }])).toEqual({ start: 0, end: 12 })
  })
})
