import { AIMS, type Aim, type Aims, type MoreFigures, type Rate } from '../api/aims'

/** One decimal, but never rounded up to a hundred: 99.97 % is not all of it. */
export function percentText(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '—'
  const percent = value * 100
  if (percent >= 100) return '100'
  return Math.min(99.9, Math.round(percent * 10) / 10).toFixed(1)
}

export function meets(rate: Rate | null): boolean | null {
  return rate === null || rate.value === null ? null : rate.value >= rate.target
}

/** Best first; those of which nothing is known last, in order of name. */
export function ranked(items: readonly Aims[], aim: Aim): Aims[] {
  return [...items].sort((a, b) => (b.rates[aim]?.value ?? -1) - (a.rates[aim]?.value ?? -1) || a.name.localeCompare(b.name, 'zh-CN', { numeric: true }))
}

/** The month of a `2026-11`, from its first moment to the first of the next, or to now; in the reader's zone. */
export function monthWindow(month: string, now: number): { from: string; to: string } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const from = new Date(year, number - 1, 1)
  const to = new Date(Math.min(new Date(year, number, 1).getTime(), now))
  return { from: from.toISOString(), to: to.toISOString() }
}

/** The newest first. */
export function monthsBefore(now: number, count: number): string[] {
  const today = new Date(now)
  return Array.from({ length: count }, (_, back) => {
    const month = new Date(today.getFullYear(), today.getMonth() - back, 1)
    return `${month.getFullYear()}-${String(month.getMonth() + 1).padStart(2, '0')}`
  })
}

/** A field that a spreadsheet reads as text, never as a formula (RFC 4180; a leading =, +, −, @ is defused). */
export function csvField(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The table as a file for a spreadsheet; the mark in front makes it read Chinese. */
export function csv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return '\ufeff' + [head, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n') + '\r\n'
}

/** One row of the report: rank, name, points, the four aims with their counters, and the further figures. */
export function reportRow(rank: number, item: Aims, more: MoreFigures | undefined): string[] {
  const share = (value: number | null | undefined): string => (value === null || value === undefined ? '' : (value * 100).toFixed(2))
  const minutes = (value: number | null | undefined): string => (value === null || value === undefined ? '' : value.toFixed(1))
  return [
    String(rank),
    item.name,
    String(item.points),
    ...AIMS.flatMap((aim) => [share(item.rates[aim]?.value), item.rates[aim] ? Math.round(item.rates[aim].numerator).toString() : '', item.rates[aim] ? Math.round(item.rates[aim].denominator).toString() : '']),
    share(more?.online),
    share(more?.clockRight),
    minutes(more?.acknowledgeMinutes),
    minutes(more?.repairMinutes),
  ]
}
