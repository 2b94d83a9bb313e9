import { describe, expect, it } from 'vitest'
import { toAimsAnswer } from '../src/api/aims'
import { csv, csvField, meets, monthsBefore, monthWindow, percentText, ranked } from '../src/stores/figures'

const answer = toAimsAnswer({
  total: { group: { id: '', name: '' }, points: 3, sharing: { value: 0.5, numerator: 1, denominator: 2, target: 1 } },
  items: [
    { group: { id: 'a', name: '王庄村' }, points: 1, availability: { value: 0.97, target: 0.98 } },
    { group: { id: 'b', name: '石桥村' }, points: 1, availability: { value: null, target: 0.98 } },
    { group: { id: 'c', name: '东河村' }, points: 1, availability: { value: 0.99, target: 0.98 } },
  ],
})

describe('figures', () => {
  it('never say a hundred when it is not', () => {
    expect(percentText(0.9997)).toBe('99.9')
    expect(percentText(1)).toBe('100')
    expect(percentText(null)).toBe('—')
  })

  it('are ranked best first, what is unknown last', () => {
    expect(ranked(answer.items, 'availability').map((one) => one.name)).toEqual(['东河村', '王庄村', '石桥村'])
  })

  it('neither reach nor miss a target while nothing is known', () => {
    expect(answer.items.map((one) => meets(one.rates.availability))).toEqual([false, null, true])
    expect(meets(answer.total.rates.coverage)).toBeNull()
  })
})

describe('months', () => {
  it('end now when they are not over', () => {
    const now = new Date(2026, 10, 26, 12).getTime()
    expect(monthWindow('2026-11', now)).toEqual({ from: new Date(2026, 10, 1).toISOString(), to: new Date(now).toISOString() })
    expect(monthWindow('2026-02', now).to).toBe(new Date(2026, 2, 1).toISOString())
  })

  it('go back over the turn of a year', () => {
    expect(monthsBefore(new Date(2026, 0, 31).getTime(), 3)).toEqual(['2026-01', '2025-12', '2025-11'])
  })
})

describe('the file for a spreadsheet', () => {
  it('holds no formula, and keeps commas, quotes and lines', () => {
    expect(csvField('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"')
    expect(csvField('@cmd')).toBe("'@cmd")
    expect(csvField('-3.5')).toBe('-3.5')
    expect(csvField('a,b')).toBe('"a,b"')
    expect(csv(['名称'], [['王庄村']])).toBe('\ufeff名称\r\n王庄村\r\n')
  })
})
