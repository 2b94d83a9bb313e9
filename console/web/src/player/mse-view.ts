import { jumpTarget, rateForGap, trimmable, type Span } from './latency'
import { Watch, type Ending, type Figures, type View, type ViewEvents } from './view'
import { parseHello } from './wire'

type MediaSourceClass = typeof MediaSource

/** Safari on phones has one of its own. */
export function mediaSourceClass(): MediaSourceClass | undefined {
  return (window as unknown as { ManagedMediaSource?: MediaSourceClass }).ManagedMediaSource ?? window.MediaSource
}

/** No camera needs more than this before the first picture; beyond it the browser cannot keep up: start afresh. */
const MOST_QUEUED_BYTES = 8 << 20
/** A person or a right ended it: trying again would be against their word. */
const FINAL_REASONS = new Set(['revoked', 'kicked', 'not-found'])
const SILENCE_MILLIS = 10_000
/** Sound that stops holds the pictures up: media grows only as far as both tracks reach. */
const SOUND_PATIENCE_MILLIS = 3_000
const CONTROL_EVERY_MILLIS = 100

/** fMP4 over a WebSocket into Media Source Extensions. */
export class MseView implements View {
  private readonly source: MediaSource
  private readonly address: string
  private readonly socket: WebSocket
  private readonly control: ReturnType<typeof setInterval>
  private readonly watch: Watch
  private readonly queue: ArrayBuffer[] = []
  private queuedBytes = 0
  private bytes = 0
  private buffer: SourceBuffer | null = null
  private mime = ''
  private lastData = performance.now()
  private lastGrowth = performance.now()
  private lastEnd = 0
  private over = false

  constructor(
    private readonly video: HTMLVideoElement,
    url: string,
    private readonly sound: boolean,
    private readonly events: ViewEvents,
    private readonly type: MediaSourceClass,
  ) {
    this.source = new type()
    this.address = URL.createObjectURL(this.source)
    this.watch = new Watch(video, () => events.playing(this.mime.includes(',')))
    this.socket = new WebSocket(url)
    this.socket.binaryType = 'arraybuffer'
    this.socket.onmessage = (message: MessageEvent<string | ArrayBuffer>) => this.received(message.data)
    this.socket.onclose = (event) =>
      this.end({ reason: event.reason || (this.watch.firstPictureMillis === null ? 'no-stream' : 'closed'), remedy: 'later' })
    this.source.addEventListener('sourceopen', this.settle)
    video.addEventListener('error', this.failed)
    video.disableRemotePlayback = true
    video.muted = !sound
    video.src = this.address
    this.control = setInterval(() => this.keepNear(), CONTROL_EVERY_MILLIS)
  }

  close(): void {
    this.over = true
    clearInterval(this.control)
    this.watch.close()
    this.socket.onmessage = this.socket.onclose = null
    this.socket.close()
    this.source.removeEventListener('sourceopen', this.settle)
    this.buffer?.removeEventListener('updateend', this.pump)
    this.buffer = null
    this.queue.length = 0
    this.video.removeEventListener('error', this.failed)
    this.video.playbackRate = 1
    this.video.removeAttribute('src')
    this.video.load()
    URL.revokeObjectURL(this.address)
  }

  figures(): Promise<Figures> {
    const newest = this.spans().pop()
    return Promise.resolve({
      transport: 'mse',
      firstPictureMillis: this.watch.firstPictureMillis,
      gapSeconds: newest ? newest.end - this.video.currentTime : null,
      rate: this.video.playbackRate,
      bytes: this.bytes,
      stalls: this.watch.stalls,
      ...this.watch.pictures(),
    })
  }

  private end(ending: Ending): void {
    if (this.over) return
    this.close()
    this.events.ended(ending)
  }

  private readonly failed = (): void => this.end({ reason: 'decode', remedy: 'later' })

  private received(data: string | ArrayBuffer): void {
    this.lastData = performance.now()
    if (typeof data !== 'string') {
      this.queue.push(data)
      this.queuedBytes += data.byteLength
      this.bytes += data.byteLength
      if (this.queuedBytes > MOST_QUEUED_BYTES) return this.end({ reason: 'slow', remedy: 'later' })
      return this.pump()
    }
    const hello = parseHello(data)
    if (hello.kind === 'format') {
      this.mime = hello.mime
      this.settle()
    } else if (hello.kind === 'end') {
      const { reason } = hello
      if (reason === 'not-playable') this.end({ reason: 'codec', remedy: 'codec' })
      else this.end({ reason, remedy: FINAL_REASONS.has(reason) ? 'never' : 'later' })
    }
  }

  private readonly settle = (): void => {
    if (!this.mime || this.source.readyState !== 'open') return
    if (!this.type.isTypeSupported(this.mime)) return this.end({ reason: 'codec', remedy: this.sound ? 'silent' : 'codec' })
    if (this.buffer) {
      if (!this.buffer.updating) this.buffer.changeType(this.mime)
    } else {
      this.buffer = this.source.addSourceBuffer(this.mime)
      this.buffer.mode = 'segments'
      this.buffer.addEventListener('updateend', this.pump)
    }
    this.pump()
  }

  private readonly pump = (): void => {
    if (!this.buffer || this.buffer.updating || this.source.readyState !== 'open') return
    const next = this.queue.shift()
    if (!next) return
    this.queuedBytes -= next.byteLength
    try {
      this.buffer.appendBuffer(next)
    } catch (failure) {
      if (failure instanceof DOMException && failure.name === 'QuotaExceededError') {
        this.queue.unshift(next)
        this.queuedBytes += next.byteLength
        const newest = this.spans().pop()
        if (newest && newest.end - 4 > newest.start) return this.buffer.remove(0, newest.end - 4)
      }
      this.end({ reason: 'buffer', remedy: 'later' })
    }
  }

  private spans(): Span[] {
    const ranges = this.buffer?.buffered
    return ranges ? Array.from({ length: ranges.length }, (_, i) => ({ start: ranges.start(i), end: ranges.end(i) })) : []
  }

  private keepNear(): void {
    const now = performance.now()
    if (now - this.lastData > SILENCE_MILLIS) return this.end({ reason: 'silence', remedy: 'later' })
    const ranges = this.spans()
    const newest = ranges[ranges.length - 1]
    if (!newest || !this.buffer) return
    if (newest.end !== this.lastEnd) {
      this.lastEnd = newest.end
      this.lastGrowth = now
    } else if (this.sound && this.lastData - this.lastGrowth > SOUND_PATIENCE_MILLIS) {
      return this.end({ reason: 'sound-lost', remedy: 'silent' })
    }
    const video = this.video
    if (video.paused && !video.ended) void video.play().catch(() => undefined)
    const jump = jumpTarget(video.currentTime, ranges)
    if (jump !== null) video.currentTime = jump
    const rate = rateForGap(newest.end - video.currentTime)
    if (video.playbackRate !== rate) video.playbackRate = rate
    const behind = trimmable(video.currentTime, ranges)
    if (behind && !this.buffer.updating && this.source.readyState === 'open') this.buffer.remove(behind.start, behind.end)
  }
}
