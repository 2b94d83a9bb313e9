/**
 * Reads a place and a time out of plain words, such as "王庄路口 昨晚8点到9点" or "school gate yesterday 20:00-21:00".
 * Deterministic: the same words at the same moment give the same reading, and every rule that was used is told.
 */
export interface Reading {
  /** What is left when the words of time are taken out. */
  place: string
  from: Date | null
  to: Date | null
  /** Rules that were used, as keys of `search.rule`, in their order. */
  rules: string[]
}

interface Clock {
  hour: number
  minute: number
  period: Period | null
}
type Period = 'night' | 'morning' | 'noon' | 'afternoon' | 'evening'

const DIGITS: Record<string, number> = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 }
const PERIODS: [RegExp, Period][] = [
  [/凌晨|半夜|after midnight/i, 'night'],
  [/早上|早晨|清晨|上午|morning/i, 'morning'],
  [/中午|正午|noon/i, 'noon'],
  [/下午|afternoon/i, 'afternoon'],
  [/晚上|傍晚|夜里|夜间|晚间|晚|夜|evening|night/i, 'evening'],
]
const SPAN: Record<Period, [number, number]> = { night: [0, 6], morning: [6, 12], noon: [11, 13], afternoon: [12, 18], evening: [18, 24] }
const AROUND_MINUTES = 15

/** 十一 is 11, 二十 is 20; digits stay. */
function number(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  const [tens, ones] = text.split('十')
  if (ones === undefined) return DIGITS[text] ?? NaN
  return (tens ? (DIGITS[tens] ?? NaN) : 1) * 10 + (ones ? (DIGITS[ones] ?? NaN) : 0)
}

const NUMBER = '(\\d{1,2}|[零〇一二两三四五六七八九]?十?[零〇一二两三四五六七八九]?)'
const PERIOD_WORD = '(凌晨|半夜|早上|早晨|清晨|上午|中午|正午|下午|晚上|傍晚|夜里|夜间|晚间|晚|夜)?'
const TIME = new RegExp(`${PERIOD_WORD}\\s*(?:(\\d{1,2})[:：](\\d{2})|${NUMBER}\\s*[点时](?:${NUMBER}分|(半)|(一刻|三刻))?)\\s*(am|pm)?`, 'i')
const ENGLISH_TIME = /(\d{1,2})(?::(\d{2}))?\s*(am|pm)/i
const TO = /^\s*(?:到|至|－|—|–|-|~|～|to|until)\s*/i

function periodOf(words: string): Period | null {
  return PERIODS.find(([pattern]) => pattern.test(words))?.[1] ?? null
}

function takeTime(text: string): { clock: Clock; at: number; length: number } | null {
  const chinese = TIME.exec(text)
  const english = ENGLISH_TIME.exec(text)
  if (english && (!chinese || english.index <= chinese.index)) {
    const pm = (english[3] ?? '').toLowerCase() === 'pm'
    const hour = (Number(english[1]) % 12) + (pm ? 12 : 0)
    return { clock: { hour, minute: Number(english[2] ?? 0), period: pm ? (hour < 18 ? 'afternoon' : 'evening') : 'morning' }, at: english.index, length: english[0].length }
  }
  if (!chinese) return null
  const hour = chinese[2] !== undefined ? Number(chinese[2]) : number(chinese[4] ?? '')
  if (Number.isNaN(hour) || hour > 24) return null
  const minute = chinese[3] !== undefined ? Number(chinese[3]) : chinese[5] ? number(chinese[5]) : chinese[6] ? 30 : chinese[7] === '一刻' ? 15 : chinese[7] ? 45 : 0
  return { clock: { hour, minute: Number.isNaN(minute) ? 0 : minute, period: chinese[1] ? periodOf(chinese[1]) : null }, at: chinese.index, length: chinese[0].length }
}

/** Hours counted from midnight of the day spoken of; beyond 24 it is the next morning. */
function hourOf(clock: Clock, period: Period | null): number {
  const hour = clock.hour
  switch (clock.period ?? period) {
    case 'night':
      return hour === 12 ? 0 : hour
    case 'noon':
      return hour < 6 ? hour + 12 : hour
    case 'afternoon':
      return hour < 12 ? hour + 12 : hour
    case 'evening':
      return hour === 12 ? 24 : hour < 5 ? hour + 24 : hour < 12 ? hour + 12 : hour
    default:
      return hour
  }
}

function dayBack(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
}

function takeDay(text: string, now: Date): { day: Date; rest: string; rule: string; evening: boolean } | null {
  const tries: [RegExp, (match: RegExpExecArray) => [Date, string]][] = [
    [/大前天/, () => [dayBack(now, 3), 'daysAgo']],
    [/前天|前日|the day before yesterday/i, () => [dayBack(now, 2), 'daysAgo']],
    [/昨[天日]|昨(?=[晚夜早上下中凌])|yesterday|last(?=\s+night)/i, () => [dayBack(now, 1), 'yesterday']],
    [/今[天日]|今(?=[晚夜早上下中凌])|today|this(?=\s+(?:morning|evening|afternoon))/i, () => [dayBack(now, 0), 'today']],
    [/(\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:天前|days? ago)/i, (match) => [dayBack(now, number(match[1] ?? '')), 'daysAgo']],
    [/(上)?(?:周|星期|礼拜)([一二三四五六日天])/, (match) => {
      const wanted = '日一二三四五六'.indexOf((match[2] ?? '').replace('天', '日'))
      const back = (now.getDay() - wanted + 7) % 7 || 7
      return [dayBack(now, match[1] && back < 7 && now.getDay() >= wanted && now.getDay() !== 0 ? back + 7 : back), 'weekday']
    }],
    [/(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?/, (match) => [new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3])), 'date']],
    [/(\d{1,2})月(\d{1,2})[日号]?/, (match) => {
      const day = new Date(now.getFullYear(), Number(match[1]) - 1, Number(match[2]))
      return [day > now ? new Date(now.getFullYear() - 1, Number(match[1]) - 1, Number(match[2])) : day, 'date']
    }],
  ]
  for (const [pattern, read] of tries) {
    const match = pattern.exec(text)
    if (!match) continue
    const [day, rule] = read(match)
    if (Number.isNaN(day.getTime())) continue
    const rest = text.slice(0, match.index) + ' ' + text.slice(match.index + match[0].length)
    return { day, rest, rule, evening: /^\s*(?:晚|夜|night)/i.test(text.slice(match.index + match[0].length)) }
  }
  return null
}

export function read(words: string, now: Date): Reading {
  const rules: string[] = []
  let rest = words.normalize('NFKC').trim()
  const dayFound = takeDay(rest, now)
  if (dayFound) {
    rest = dayFound.rest
    rules.push(dayFound.rule)
  }
  const day = dayFound?.day ?? dayBack(now, 0)
  const around = /左右|前后|around|about/i.test(rest)
  let from: Date | null = null
  let to: Date | null = null
  const at = (hours: number, minutes: number): Date => new Date(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes)
  const first = takeTime(rest)
  if (first) {
    // "昨晚 8点": the word for the evening may stand before, apart from the hour.
    const period = first.clock.period ?? periodOf(rest.slice(0, first.at)) ?? (dayFound?.evening ? 'evening' : null)
    const start = hourOf(first.clock, period)
    let behind = rest.slice(first.at + first.length)
    const joined = TO.exec(behind)
    const second = joined ? takeTime(behind.slice(joined[0].length)) : null
    if (joined && second && second.at === 0) {
      let end = hourOf(second.clock, second.clock.period ?? period)
      if (end * 60 + second.clock.minute <= start * 60 + first.clock.minute) {
        end += second.clock.period || end + 12 <= start ? 24 : 12
        rules.push('pastMidnight')
      }
      from = at(start, first.clock.minute)
      to = at(end, second.clock.minute)
      rules.push('range')
      behind = behind.slice(joined[0].length + second.length)
    } else {
      from = at(start, first.clock.minute - AROUND_MINUTES)
      to = at(start, first.clock.minute + AROUND_MINUTES)
      rules.push('moment')
    }
    if (!period && first.clock.hour <= 12 && !/am|pm/i.test(rest)) rules.push('literal')
    if (!dayFound) rules.push('noDay')
    rest = rest.slice(0, first.at) + ' ' + behind
  } else {
    const period = periodOf(rest)
    if (dayFound && period) {
      from = at(SPAN[period][0], 0)
      to = at(SPAN[period][1], 0)
      rules.push('period')
    } else if (dayFound) {
      from = at(0, 0)
      to = at(24, 0)
      rules.push('wholeDay')
    }
  }
  if (around && !rules.includes('moment') && from && to) {
    from = new Date(from.getTime() - AROUND_MINUTES * 60_000)
    to = new Date(to.getTime() + AROUND_MINUTES * 60_000)
    rules.push('around')
  }
  if (to && to > now) {
    to = now
    rules.push('untilNow')
  }
  if (from && to && from >= to) {
    from = to = null
    rules.push('future')
  }
  const place = rest
    .replace(/凌晨|半夜|早上|早晨|清晨|上午|中午|正午|下午|晚上|傍晚|夜里|夜间|晚间|左右|前后|之间|期间|的录像|录像|监控|附近|\b(?:last|this|night|evening|morning|afternoon|noon|around|about|between|and|at|near|on|in|the)\b/gi, ' ')
    .replace(/(?:^|\s)[晚夜早的在从](?=\s|$)/g, ' ')
    .replace(/[,，。;；]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return { place, from, to, rules }
}

export interface Candidate {
  id: string
  name: string
  kind: 'area' | 'layer' | 'camera'
  score: number
}

/** Places whose name fits the words, best first: whole words, else two characters in common at least. */
export function candidates(words: string, names: readonly Omit<Candidate, 'score'>[], most = 8): Candidate[] {
  const needle = words.toLowerCase().replace(/\s+/g, '')
  if (!needle) return []
  const pairs = new Set(Array.from({ length: Math.max(0, needle.length - 1) }, (_, i) => needle.slice(i, i + 2)))
  const scored = names.map((one) => {
    const name = one.name.toLowerCase().replace(/\s+/g, '')
    if (name === needle) return { ...one, score: 3 }
    if (name.includes(needle) || needle.includes(name)) return { ...one, score: 2 + Math.min(name.length, needle.length) / Math.max(name.length, needle.length) / 2 }
    let common = 0
    for (const pair of pairs) if (name.includes(pair)) common++
    return { ...one, score: pairs.size ? common / pairs.size : 0 }
  })
  return scored.filter((one) => one.score > 0.3).sort((a, b) => b.score - a.score || a.name.length - b.name.length || a.name.localeCompare(b.name, 'zh-CN')).slice(0, most)
}
