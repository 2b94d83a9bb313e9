import type { Camera } from '../api/types'

export interface Tour {
  id: string
  name: string
  shared: boolean
  mine: boolean
  tiles: number
  dwellSeconds: number
  order: 'AS_LISTED' | 'RISK'
  cameras: string[]
  version: number
}

/**
 * What comes next on a tour. Dead cameras are skipped: a dark tile shows nothing. By risk: whoever has trouble first, then
 * whoever was not looked at for longest.
 */
export class TourRound {
  private readonly seenAt = new Map<string, number>()
  private at = 0

  constructor(
    private readonly tour: Tour,
    private readonly known: (id: string) => Camera | undefined,
    private readonly troubled: (id: string) => boolean,
  ) {}

  next(now: number): string[] {
    const alive = this.tour.cameras.filter((id) => {
      const camera = this.known(id)
      return camera && camera.state !== 'DOWN' && camera.state !== 'MAINTENANCE'
    })
    const count = Math.min(this.tour.tiles, alive.length)
    const chosen = this.tour.order === 'RISK' ? this.byRisk(alive).slice(0, count) : this.inTurn(alive, count)
    for (const id of chosen) this.seenAt.set(id, now)
    return chosen
  }

  private inTurn(alive: string[], count: number): string[] {
    if (!alive.length) return []
    const chosen = Array.from({ length: count }, (_, i) => alive[(this.at + i) % alive.length] ?? '')
    this.at = (this.at + count) % alive.length
    return chosen
  }

  private byRisk(alive: string[]): string[] {
    const age = (id: string): number => this.seenAt.get(id) ?? 0
    // Trouble counts as a head start of three rounds, so that the quiet ones are not starved.
    const boost = this.tour.dwellSeconds * 3_000
    const rank = (id: string): number => age(id) - (this.troubled(id) || this.known(id)?.state === 'SUSPECT' ? boost : 0)
    return [...alive].sort((a, b) => rank(a) - rank(b))
  }
}
