/** The largest unit that says it, with the word in the reader's language left to Intl. */
export function sinceText(iso: string | null, nowMillis: number, locale: string): string {
  const at = iso ? Date.parse(iso) : NaN
  if (Number.isNaN(at)) return '—'
  const seconds = Math.round((at - nowMillis) / 1000)
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const size = Math.abs(seconds)
  if (size < 60) return format.format(Math.min(0, seconds), 'second')
  if (size < 3_600) return format.format(Math.trunc(seconds / 60), 'minute')
  if (size < 86_400) return format.format(Math.trunc(seconds / 3_600), 'hour')
  return format.format(Math.trunc(seconds / 86_400), 'day')
}

export function timeText(iso: string | null, locale: string): string {
  const at = iso ? Date.parse(iso) : NaN
  if (Number.isNaN(at)) return '—'
  return new Intl.DateTimeFormat(locale, {
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).format(at)
}
