import { mediaSourceClass } from '../player/mse-view'
import { parseHello, playable, socketUrl, withCodecs } from '../player/wire'
import { mediaAt, spanAt, wallAt, type Run, type Span } from './runs'

/** One picture that was asked for by itself. Times in ms since 1970, media time and duration in s. */
export interface Shown {
  at: number
  media: number
  duration: number
  /** Time of the next picture, if it is known. */
  after: number | null
}

/** What the server says between fragments; see docs/design/recording-api.md. */
export type Said =
  | { kind: 'playing'; run: Run }
  | { kind: 'shown'; shown: Shown }
  | { kind: 'gap'; from: number; until: number; cause: string }
  | { kind: 'finished' }
  | { kind: 'refused'; why: string }
  | { kind: 'other' }

function moment(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : NaN
}

export function parseSaid(message: string): Said {
  let json: Record<string, unknown>
  try {
    json = JSON.parse(message) as Record<string, unknown>
  } catch {
    return { kind: 'other' }
  }
  const playing = json.playing as Record<string, unknown> | undefined
  if (playing) {
    const from = moment(playing.from)
    const first = moment(playing.first)
    const media = Number(playing.media)
    const scale = Number(playing.scale)
    if (Number.isNaN(from) || !Number.isFinite(media) || !scale) return { kind: 'other' }
    return { kind: 'playing', run: { from, media, scale, first: Number.isNaN(first) ? from : first } }
  }
  const shown = json.shown as Record<string, unknown> | undefined
  if (shown) {
    const [at, media, duration, after] = [moment(shown.at), Number(shown.media), Number(shown.duration), moment(shown.after)]
    if (Number.isNaN(at) || !Number.isFinite(media)) return { kind: 'other' }
    return { kind: 'shown', shown: { at, media, duration: Number.isFinite(duration) && duration > 0 ? duration : 0.04, after: Number.isNaN(after) ? null : after } }
  }
  const gap = json.gap as Record<string, unknown> | undefined
  if (gap) return { kind: 'gap', from: moment(gap.from), until: moment(gap.until), cause: String(gap.cause ?? '') }
  if (json.finished === true) return { kind: 'finished' }
  if (typeof json.refused === 'string') return { kind: 'refused', why: json.refused }
  return { kind: 'other' }
}

export interface RecordedEvents {
  shown(shown: Shown): void
  gap(from: number, until: number, cause: string): void
  finished(): void
  refused(why: string): void
  /** The last call: nothing comes any more. */
  ended(reason: string): void
}

const KEEP_BEHIND_SECONDS = 20
const MOST_QUEUED_BYTES = 24 << 20

/**
 * The recording of one camera in one video element: fMP4 over a WebSocket into Media Source Extensions. It does as it is
 * told: {@link cue} asks for a run, {@link ask} for one picture, {@link show} moves the playhead within a run. When to play is
 * for the common clock to say.
 */
export class RecordedView {
  private readonly source: MediaSource
  private readonly address: string
  private readonly socket: WebSocket
  private readonly type: typeof MediaSource
  /** Fragments, and between them the formats of those that follow. */
  private readonly queue: (ArrayBuffer | string)[] = []
  private readonly waiting: string[] = []
  private queuedBytes = 0
  private buffer: SourceBuffer | null = null
  private over = false
  /** The newest run; null from a `cue` or `ask` until the server says where it plays. */
  run: Run | null = null
  /** The single picture that stands; null while a run plays or is awaited. */
  still: Shown | null = null

  constructor(
    readonly video: HTMLVideoElement,
    path: string,
    private readonly events: RecordedEvents,
  ) {
    const type = mediaSourceClass()
    if (!type) throw new Error('no-mse')
    this.type = type
    this.source = new type()
    this.address = URL.createObjectURL(this.source)
    this.socket = new WebSocket(withCodecs(socketUrl(path, window.location), playable((mime) => type.isTypeSupported(mime))))
    this.socket.binaryType = 'arraybuffer'
    this.socket.onopen = () => this.waiting.splice(0).forEach((command) => this.socket.send(command))
    this.socket.onmessage = (message: MessageEvent<string | ArrayBuffer>) => this.received(message.data)
    this.socket.onclose = (event) => this.end(event.reason || 'closed')
    this.source.addEventListener('sourceopen', this.pump)
    video.addEventListener('error', this.failed)
    video.disableRemotePlayback = true
    video.muted = true
    video.src = this.address
  }

  close(): void {
    if (this.over) return
    this.over = true
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null
    this.socket.close()
    this.source.removeEventListener('sourceopen', this.pump)
    this.buffer?.removeEventListener('updateend', this.pump)
    this.buffer = null
    this.queue.length = 0
    this.video.removeEventListener('error', this.failed)
    this.video.pause()
    this.video.playbackRate = 1
    this.video.removeAttribute('src')
    this.video.load()
    URL.revokeObjectURL(this.address)
  }

  /** Asks the server to play from a moment on; what comes replaces what was asked for before. */
  cue(wall: number, scale: number): void {
    this.run = this.still = null
    this.say(`play ${new Date(wall).toISOString()} ${scale}`)
  }

  /** Asks for the one picture that stood at a moment. */
  ask(wall: number): void {
    this.run = this.still = null
    this.say(`show ${new Date(wall).toISOString()}`)
  }

  /** Tells the server to send no more; what has come stays. */
  halt(): void {
    this.say('pause')
  }

  /** Seconds of media that have come beyond a moment; −1 when that moment itself has not. */
  ahead(wall: number): number {
    if (!this.run) return -1
    const media = mediaAt(this.run, wall)
    const span = spanAt(this.spans(), media)
    return span ? span.end - media : -1
  }

  /** Puts the playhead on a moment that has come. */
  show(wall: number): void {
    if (!this.run) return
    this.video.currentTime = Math.max(0, mediaAt(this.run, wall))
  }

  /** The moment that is on the screen, ms since 1970; null while nothing is. */
  at(): number | null {
    if (this.video.readyState < 2) return null
    return this.still ? this.still.at : this.run ? wallAt(this.run, this.video.currentTime) : null
  }

  spans(): Span[] {
    const ranges = this.buffer?.buffered
    return ranges ? Array.from({ length: ranges.length }, (_, i) => ({ start: ranges.start(i), end: ranges.end(i) })) : []
  }

  private say(command: string): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(command)
    else if (this.socket.readyState === WebSocket.CONNECTING) this.waiting.push(command)
  }

  private end(reason: string): void {
    if (this.over) return
    this.close()
    this.events.ended(reason)
  }

  private readonly failed = (): void => this.end('decode')

  private received(data: string | ArrayBuffer): void {
    if (typeof data !== 'string') {
      this.queue.push(data)
      this.queuedBytes += data.byteLength
      if (this.queuedBytes > MOST_QUEUED_BYTES) return this.end('slow')
      return this.pump()
    }
    const said = parseSaid(data)
    switch (said.kind) {
      case 'playing':
        this.run = said.run
        return
      case 'shown':
        this.still = said.shown
        this.whenThere(said.shown.media, () => {
          if (this.still !== said.shown) return
          this.video.currentTime = said.shown.media + said.shown.duration / 2
          this.events.shown(said.shown)
        })
        return
      case 'gap':
        return this.events.gap(said.from, said.until, said.cause)
      case 'finished':
        return this.events.finished()
      case 'refused':
        return this.events.refused(said.why)
      case 'other': {
        const hello = parseHello(data)
        if (hello.kind === 'format') {
          this.queue.push(hello.mime)
          this.pump()
        } else if (hello.kind === 'end') this.end(hello.reason === 'not-playable' ? 'codec' : hello.reason)
      }
    }
  }

  /** Once what was received so far is in the buffer and reaches a media time. */
  private whenThere(media: number, action: () => void): void {
    if (this.over) return
    if (spanAt(this.spans(), media) || (this.buffer && !this.buffer.updating && !this.queue.length)) return action()
    setTimeout(() => this.whenThere(media, action), 15)
  }

  /** @returns whether fragments of this format can be taken now */
  private format(mime: string): boolean {
    if (!this.type.isTypeSupported(mime)) {
      this.end('codec')
      return false
    }
    if (this.buffer) {
      this.buffer.changeType(mime)
    } else {
      this.buffer = this.source.addSourceBuffer(mime)
      this.buffer.mode = 'segments'
      this.buffer.addEventListener('updateend', this.pump)
    }
    return true
  }

  private readonly pump = (): void => {
    if (this.source.readyState !== 'open' || this.buffer?.updating) return
    let next = this.queue.shift()
    while (typeof next === 'string') {
      if (!this.format(next)) return
      next = this.queue.shift()
    }
    const buffer = this.buffer
    if (!next || !buffer) return
    const [oldest] = this.spans()
    if (oldest && this.video.currentTime - oldest.start > 2 * KEEP_BEHIND_SECONDS) {
      this.queue.unshift(next)
      return buffer.remove(0, this.video.currentTime - KEEP_BEHIND_SECONDS)
    }
    this.queuedBytes -= next.byteLength
    try {
      buffer.appendBuffer(next)
    } catch {
      this.end('buffer')
    }
  }
}
