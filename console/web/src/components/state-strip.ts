import type { Happened } from '../api/health'
import type { CameraState } from '../api/types'

/** A stretch of time in one state; `from` and `to` are shares of the whole, 0 to 1. */
export interface Stretch {
  state: CameraState
  from: number
  to: number
  at: string | null
}

/**
 * What a camera was from `begin` to `end`, out of its changes: before the first known change nothing is known.
 * Changes may come in any order; those of incidents are passed over.
 */
export function stretches(changes: readonly Happened[], begin: number, end: number): Stretch[] {
  const known = changes
    .filter((one) => one.state !== null && !Number.isNaN(Date.parse(one.at)))
    .map((one) => ({ at: Date.parse(one.at), iso: one.at, state: one.state as CameraState }))
    .sort((a, b) => a.at - b.at)
  const share = (at: number): number => Math.min(1, Math.max(0, (at - begin) / (end - begin)))
  const result: Stretch[] = []
  let state: CameraState = 'UNKNOWN'
  let since: string | null = null
  let from = 0
  for (const change of known) {
    const to = share(change.at)
    if (to > from && change.state !== state) result.push({ state, from, to, at: since })
    if (change.state !== state) {
      from = Math.max(from, to)
      state = change.state
      since = change.iso
    }
  }
  if (from < 1) result.push({ state, from, to: 1, at: since })
  return result
}
