import { describe, expect, it } from 'vitest'
import { candidates, read } from '../src/search/words'

/** Thursday, 26 November 2026, three in the afternoon. */
const NOW = new Date(2026, 10, 26, 15, 0)

function say(words: string): string {
  const { place, from, to } = read(words, NOW)
  const two = (n: number): string => String(n).padStart(2, '0')
  const show = (at: Date | null): string => (at ? `${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}` : '—')
  return `${place} | ${show(from)} | ${show(to)}`
}

describe('plain words', () => {
  it.each([
    ['王庄路口 昨晚8点到9点', '王庄路口 | 11-25 20:00 | 11-25 21:00'],
    ['王庄路口昨晚八点到九点半', '王庄路口 | 11-25 20:00 | 11-25 21:30'],
    ['王庄小学校门 今天上午10点15分到11点', '王庄小学校门 | 11-26 10:15 | 11-26 11:00'],
    ['石桥桥头 昨晚11点到1点', '石桥桥头 | 11-25 23:00 | 11-26 01:00'],
    ['石桥桥头 前天凌晨2点至4点', '石桥桥头 | 11-24 02:00 | 11-24 04:00'],
    ['石桥桥头 11月3日14:30-15:10', '石桥桥头 | 11-03 14:30 | 11-03 15:10'],
    ['石桥桥头 2026-11-20 下午3点到晚上7点', '石桥桥头 | 11-20 15:00 | 11-20 19:00'],
    ['农贸市场 三天前中午', '农贸市场 | 11-23 11:00 | 11-23 13:00'],
    ['农贸市场 周二', '农贸市场 | 11-24 00:00 | 11-25 00:00'],
    ['农贸市场 昨天', '农贸市场 | 11-25 00:00 | 11-26 00:00'],
    ['农贸市场 昨晚12点', '农贸市场 | 11-25 23:45 | 11-26 00:15'],
    ['school gate yesterday 8pm to 9pm', 'school gate | 11-25 20:00 | 11-25 21:00'],
    ['school gate yesterday 20:00-21:00', 'school gate | 11-25 20:00 | 11-25 21:00'],
    ['bridge last night', 'bridge | 11-25 18:00 | 11-26 00:00'],
  ])('%s', (words, reading) => {
    expect(say(words)).toBe(reading)
  })

  it('say what was assumed', () => {
    expect(read('王庄路口 8点到9点', NOW).rules).toEqual(['range', 'literal', 'noDay'])
    expect(read('王庄路口 今天', NOW).rules).toContain('untilNow')
    expect(read('王庄路口 今晚8点到9点', NOW)).toMatchObject({ from: null, to: null })
    expect(read('王庄路口 今晚8点到9点', NOW).rules).toContain('future')
  })

  it('without a time leave it open', () => {
    expect(read('王庄路口', NOW)).toEqual({ place: '王庄路口', from: null, to: null, rules: [] })
  })

  it('never throw, whatever is typed', () => {
    for (const words of ['', '点', '十十点', '99点到98点', '0月0日', '昨', '到', '2026-99-99 25:99', '💥'.repeat(50)]) expect(() => read(words, NOW)).not.toThrow()
  })
})

describe('places', () => {
  const names = [
    { id: '1', name: '王庄村村口', kind: 'camera' as const },
    { id: '2', name: '王庄村', kind: 'area' as const },
    { id: '3', name: '柳林岔路口', kind: 'camera' as const },
  ]

  it('whole names come first, then what they have in common', () => {
    expect(candidates('王庄村', names)[0]?.id).toBe('2')
    expect(candidates('柳林路口', names)[0]?.id).toBe('3')
    expect(candidates('nowhere', names)).toEqual([])
  })
})
