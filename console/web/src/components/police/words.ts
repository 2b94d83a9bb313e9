import { useI18n } from 'vue-i18n'
import { timeText } from '../../stores/format'
import { usePreferences } from '../../stores/preferences'

/** Times, durations, sizes and the server's words, as a person reads them. */
export function usePoliceWords() {
  const { t, te } = useI18n()
  const preferences = usePreferences()
  const word = (key: string, fallback: string): string => (te(key) ? t(key) : fallback)
  const time = (iso: string | null | undefined): string => timeText(iso ?? null, preferences.locale)

  /** The day of the end only where it is another one. */
  function span(from: string, to: string): string {
    const same = new Date(from).toDateString() === new Date(to).toDateString()
    return `${time(from)} — ${same ? clock(Date.parse(to)) : time(to)}`
  }
  function clock(wall: number, millis = false): string {
    const at = new Date(wall)
    const two = (n: number): string => String(n).padStart(2, '0')
    return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}${millis ? '.' + String(at.getMilliseconds()).padStart(3, '0') : ''}`
  }
  function day(wall: number): string {
    return new Intl.DateTimeFormat(preferences.locale, { year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'short' }).format(wall)
  }
  function unit(value: number, unit: 'second' | 'minute' | 'hour' | 'day', digits = 0): string {
    return new Intl.NumberFormat(preferences.locale, { style: 'unit', unit, unitDisplay: preferences.locale === 'en' ? 'short' : 'long', maximumFractionDigits: digits }).format(value)
  }
  /** The two largest units of a length of time. */
  function lasting(millis: number): string {
    if (millis < 10_000) return unit(millis / 1_000, 'second', 2)
    const seconds = Math.round(millis / 1_000)
    const [large, small, size]: ['day' | 'hour' | 'minute', 'hour' | 'minute' | 'second', [number, number]] =
      seconds < 3_600 ? ['minute', 'second', [60, 1]] : seconds < 86_400 ? ['hour', 'minute', [3_600, 60]] : ['day', 'hour', [86_400, 3_600]]
    const whole = Math.floor(seconds / size[0])
    const rest = Math.floor((seconds % size[0]) / size[1])
    return [...(whole ? [unit(whole, large)] : []), ...(rest || !whole ? [unit(rest, small)] : [])].join(' ')
  }
  function size(bytes: number): string {
    const [power, name] = bytes < 1e6 ? [1e3, 'kilobyte'] : bytes < 1e9 ? [1e6, 'megabyte'] : [1e9, 'gigabyte']
    return new Intl.NumberFormat(preferences.locale, { style: 'unit', unit: String(name), unitDisplay: 'short', maximumSignificantDigits: 3 }).format(bytes / Number(power))
  }
  /** What the camera's own clock showed against ours. */
  function offset(millis: number | null | undefined): string {
    if (millis === null || millis === undefined) return t('playback.offsetNone')
    if (Math.abs(millis) < 40) return t('playback.offsetRight')
    return t(millis < 0 ? 'playback.offsetBehind' : 'playback.offsetAhead', { time: lasting(Math.abs(millis)) })
  }
  const cause = (name: string): string => word('playback.cause.' + name, t('playback.cause.unknown'))
  const provenance = (name: string): string => word('playback.provenance.' + name, name)
  return { word, time, span, clock, day, lasting, size, offset, cause, provenance }
}
