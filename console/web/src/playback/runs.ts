/** A stretch of a recording, in milliseconds since 1970. */
export interface Stretch {
  from: number
  to: number
}

/** A run of the player: since one `play`, media time (s) grows with the time of the recording, divided by the speed. */
export interface Run {
  /** Position that was asked for, ms since 1970, and the media time at which it is shown. */
  from: number
  media: number
  /** The first picture, a key frame at or before `from`. */
  first: number
  scale: number
}

export interface Span {
  start: number
  end: number
}

export function wallAt(run: Run, media: number): number {
  return run.from + (media - run.media) * run.scale * 1_000
}

export function mediaAt(run: Run, wall: number): number {
  return run.media + (wall - run.from) / 1_000 / run.scale
}

/** The buffered span that a media time lies in; joints of up to 0.1 s count as none. */
export function spanAt(spans: readonly Span[], media: number): Span | null {
  return spans.find((span) => media >= span.start - 0.1 && media < span.end) ?? null
}

export function contains(stretches: readonly Stretch[], wall: number): boolean {
  return stretches.some((one) => wall >= one.from && wall < one.to)
}

/** Where pictures begin at or after a moment; null when nothing follows. */
export function nextRecorded(stretches: readonly Stretch[], wall: number): number | null {
  let best: number | null = null
  for (const one of stretches) {
    if (one.to <= wall) continue
    const start = Math.max(one.from, wall)
    if (best === null || start < best) best = start
  }
  return best
}

/** Distances of marks on a time line that a person counts in. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400]

/** Times of marks between two moments, at most `most`, on round local times. */
export function ticks(from: number, to: number, most: number, zoneMinutes: number): number[] {
  const seconds = (to - from) / 1_000
  const step = (STEPS.find((one) => seconds / one <= most) ?? Math.ceil(seconds / most / 86_400) * 86_400) * 1_000
  const shift = zoneMinutes * 60_000
  const marks: number[] = []
  for (let at = Math.ceil((from + shift) / step) * step - shift; at <= to; at += step) marks.push(at)
  return marks
}
