import { RecordedView } from './recorded-view'
import { contains, mediaAt, nextRecorded, type Stretch } from './runs'

/** What one tile shows, for a person. */
export type TileState =
  | { kind: 'loading' }
  | { kind: 'picture' }
  | { kind: 'gap'; until: number | null; cause: string }
  | { kind: 'late' }
  | { kind: 'ended'; reason: string }

export interface Gap extends Stretch {
  cause: string
}

export interface Lane {
  camera: string
  recorded: Stretch[]
  gaps: Gap[]
}

/** `waiting`: it is to play, and stands until the pictures are there. */
export type ClockState = 'paused' | 'waiting' | 'playing'

/** One camera on the clock. */
export interface Tile {
  lane: Lane
  view: RecordedView | null
  state: TileState
  /** A gap that the server told of, beyond those known when the playback was ordered. */
  told: Gap | null
  starvedSince: number | null
}

const TICK_MILLIS = 40
/** Media (s) that must have come of every tile before the clock starts; the server sends half a second ahead. */
const LEAD_SECONDS = 0.4
/** One slow camera does not hold the others longer than this. */
const PATIENCE_MILLIS = 5_000
const DRY_MILLIS = 2_000
const JUMP_SECONDS = 0.5
const STEADY_SECONDS = 0.015

/**
 * Up to sixteen recordings on one clock. The clock is that of the recordings (true time; offsets of cameras are taken out by
 * the server). Every tile is held to it: by a jump when it is far off, by its speed when it is near. The clock waits at each
 * start for tiles that should have a picture and do not, but not for ever.
 */
export class SyncPlayer {
  readonly tiles: Tile[]
  private timer: ReturnType<typeof setInterval> | undefined
  private clock: number
  private clockAt = 0
  private waitingSince = 0
  private scale = 1
  private leading = -1
  state: ClockState = 'paused'

  constructor(
    lanes: readonly Lane[],
    readonly window: Stretch,
    start: number,
    private readonly changed: () => void,
  ) {
    this.clock = start
    this.tiles = lanes.map((lane) => ({ lane, view: null, state: { kind: 'loading' }, told: null, starvedSince: null }))
  }

  /** Connects one tile; its video element is the page's. */
  attach(index: number, video: HTMLVideoElement, path: string): void {
    const tile = this.tiles[index]
    if (!tile) return
    this.timer ??= setInterval(() => this.tick(), TICK_MILLIS)
    tile.view?.close()
    tile.view = null
    // What was never recorded needs no connection: its tile says why.
    if (!tile.lane.recorded.length) return this.turn(tile, this.gapAt(tile, this.position) ?? { kind: 'gap', until: null, cause: 'unknown' })
    try {
      tile.view = new RecordedView(video, path, {
        shown: (shown) => {
          tile.told = null
          if (this.state === 'paused' && index === this.leading) this.clock = Math.max(this.window.from, shown.at)
          this.turn(tile, { kind: 'picture' })
          this.changed()
        },
        gap: (from, until, cause) => {
          tile.told = { from, to: until, cause }
          if (this.state === 'paused') this.turn(tile, this.gapAt(tile, this.clock) ?? { kind: 'gap', until, cause })
        },
        finished: () => undefined,
        refused: () => {
          tile.told = { from: this.clock, to: this.window.to, cause: this.causeAt(tile, this.clock) }
          this.turn(tile, { kind: 'gap', until: null, cause: tile.told.cause })
        },
        ended: (reason) => {
          tile.view = null
          this.turn(tile, { kind: 'ended', reason })
        },
      })
    } catch {
      return this.turn(tile, { kind: 'ended', reason: 'no-mse' })
    }
    tile.told = null
    tile.starvedSince = null
    this.turn(tile, { kind: 'loading' })
    if (this.state === 'paused') tile.view.ask(this.clock)
    else tile.view.cue(this.position, this.scale)
  }

  close(): void {
    clearInterval(this.timer)
    this.timer = undefined
    for (const tile of this.tiles) {
      tile.view?.close()
      tile.view = null
    }
  }

  /** Moment on the common clock, ms since 1970. */
  get position(): number {
    const now = this.state === 'playing' ? this.clock + (performance.now() - this.clockAt) * this.scale : this.clock
    return Math.min(this.window.to, Math.max(this.window.from, now))
  }

  get speed(): number {
    return this.scale
  }

  play(): void {
    if (this.state !== 'paused') return
    if (this.clock >= this.window.to - 50) this.clock = this.window.from
    this.restart()
  }

  pause(): void {
    if (this.state === 'paused') return
    this.stopAt(this.position)
    for (const tile of this.tiles) tile.view?.halt()
    this.still(this.clock)
  }

  seek(wall: number): void {
    const to = Math.min(this.window.to - 1, Math.max(this.window.from, wall))
    const going = this.state !== 'paused'
    this.stopAt(to)
    if (going) this.restart()
    else this.still(to)
    this.changed()
  }

  setSpeed(scale: number): void {
    if (scale === this.scale) return
    const at = this.position
    const going = this.state !== 'paused'
    if (going) this.stopAt(at)
    this.scale = scale
    if (going) this.restart()
    this.changed()
  }

  /** One picture on or back by the pictures of one tile; the others show that moment. */
  step(index: number, direction: 1 | -1): void {
    if (this.state !== 'paused') return this.pause()
    const own = this.tiles[index]
    const lead = own && own.state.kind !== 'gap' && own.view ? own : this.tiles.find((tile) => tile.view?.still && tile.state.kind === 'picture')
    if (!lead?.view) return this.seek(this.clock + direction * 40)
    const still = lead.view.still
    // The one before is still on its way: a person who holds the key down goes as fast as pictures come.
    if (!still) return
    this.leading = this.tiles.indexOf(lead)
    const target = direction > 0 ? (still.after ?? still.at + 40) : still.at - 1
    if (target < this.window.from || target >= this.window.to) return
    this.clock = target
    this.still(target, this.leading)
    this.changed()
  }

  /** Widest distance of two tiles that show a picture, in ms of their own time; null with fewer than two. */
  spread(): number | null {
    const shown = this.tiles.map((tile) => (tile.state.kind === 'picture' ? (tile.view?.at() ?? null) : null)).filter((at): at is number => at !== null)
    return shown.length < 2 ? null : (Math.max(...shown) - Math.min(...shown)) / this.scale
  }

  private turn(tile: Tile, state: TileState): void {
    if (JSON.stringify(state) === JSON.stringify(tile.state)) return
    tile.state = state
    this.changed()
  }

  private stopAt(wall: number): void {
    this.clock = wall
    this.state = 'paused'
    this.leading = -1
    for (const tile of this.tiles) {
      tile.told = null
      tile.starvedSince = null
      if (!tile.view) continue
      tile.view.video.pause()
      tile.view.video.playbackRate = 1
    }
    this.changed()
  }

  /** Every tile shows the one picture of a moment. */
  private still(wall: number, leading = -1): void {
    this.leading = leading
    for (const tile of this.tiles) {
      const gap = this.gapAt(tile, wall)
      if (gap && tile.state.kind !== 'ended') this.turn(tile, gap)
      else tile.view?.ask(wall)
    }
  }

  private restart(): void {
    for (const tile of this.tiles) {
      if (tile.state.kind === 'ended') continue
      tile.view?.cue(this.clock, this.scale)
      if (tile.state.kind !== 'picture') this.turn(tile, this.gapAt(tile, this.clock) ?? { kind: 'loading' })
    }
    this.state = 'waiting'
    this.waitingSince = performance.now()
    this.changed()
  }

  private causeAt(tile: Tile, wall: number): string {
    return tile.lane.gaps.find((gap) => wall >= gap.from && wall < gap.to)?.cause ?? 'unknown'
  }

  /** The gap that a moment lies in for one camera. */
  private gapAt(tile: Tile, wall: number): TileState | null {
    const told = tile.told
    if (told && wall >= told.from && wall < told.to) return { kind: 'gap', until: told.to < this.window.to ? told.to : null, cause: told.cause }
    if (contains(tile.lane.recorded, wall)) return null
    return { kind: 'gap', until: nextRecorded(tile.lane.recorded, wall), cause: this.causeAt(tile, wall) }
  }

  private tick(): void {
    if (this.state === 'paused') return
    const now = performance.now()
    if (this.state === 'waiting') {
      const late = now - this.waitingSince > PATIENCE_MILLIS
      if (!late && this.tiles.some((tile) => !this.ready(tile))) return
      this.begin(now)
    }
    const at = this.position
    if (at >= this.window.to - 20) {
      this.stopAt(this.window.to - 1)
      for (const tile of this.tiles) tile.view?.halt()
      return
    }
    for (const tile of this.tiles) this.keep(tile, at, now)
  }

  /** Whether the clock may start, as far as this tile goes. */
  private ready(tile: Tile): boolean {
    if (!tile.view || tile.state.kind === 'ended' || this.gapAt(tile, this.clock)) return true
    const left = (this.window.to - this.clock) / 1_000 / this.scale - 0.3
    return tile.view.run !== null && tile.view.ahead(this.clock) >= Math.min(LEAD_SECONDS, Math.max(0, left))
  }

  private begin(now: number): void {
    for (const tile of this.tiles) {
      tile.starvedSince = null
      if (!tile.view?.run || this.gapAt(tile, this.clock)) continue
      if (tile.view.ahead(this.clock) < 0) {
        this.turn(tile, { kind: 'late' })
        continue
      }
      tile.view.show(this.clock)
      void tile.view.video.play().catch(() => undefined)
      this.turn(tile, { kind: 'picture' })
    }
    this.state = 'playing'
    this.clockAt = now
    this.changed()
  }

  private keep(tile: Tile, at: number, now: number): void {
    const view = tile.view
    if (!view || tile.state.kind === 'ended') return
    const video = view.video
    const gap = this.gapAt(tile, at)
    if (gap) {
      tile.starvedSince = null
      if (!video.paused) video.pause()
      return this.turn(tile, gap)
    }
    const ahead = view.ahead(at)
    if (ahead < 0.02) {
      tile.starvedSince ??= now
      if (tile.state.kind === 'gap') this.turn(tile, { kind: 'loading' })
      if (now - tile.starvedSince > DRY_MILLIS) {
        this.turn(tile, { kind: 'late' })
        tile.starvedSince = now
        view.cue(at, this.scale)
      }
      if (ahead < 0) return
    } else {
      tile.starvedSince = null
      this.turn(tile, { kind: 'picture' })
    }
    if (!view.run) return
    if (video.paused) void video.play().catch(() => undefined)
    const off = mediaAt(view.run, at) - video.currentTime
    if (Math.abs(off) > JUMP_SECONDS) {
      if (!video.seeking) view.show(at)
      return
    }
    const rate = Math.abs(off) < STEADY_SECONDS ? 1 : Math.min(1.2, Math.max(0.8, 1 + off))
    if (Math.abs(video.playbackRate - rate) > 0.004) video.playbackRate = rate
  }
}
