import { api, ApiError } from '../api/client'
import { backoffMillis } from '../api/sse'
import { jumpTarget, rateForGap, trimmable, type Span } from './latency'
import { parseHello, playable, socketUrl, withCodecs } from './wire'

export type PlayerState =
  | { kind: 'idle' }
  | { kind: 'connecting' }
  | { kind: 'playing' }
  | { kind: 'waiting'; reason: string; retryInMillis: number }
  | { kind: 'failed'; reason: string }

export interface LiveTicket {
  mse?: string
  rtsp?: string
  whep?: string
  expiresAt?: string
}

type MediaSourceClass = typeof MediaSource

function mediaSourceClass(): MediaSourceClass | undefined {
  return (window as unknown as { ManagedMediaSource?: MediaSourceClass }).ManagedMediaSource ?? window.MediaSource
}

/** No camera needs more than this before the first picture; beyond it the browser cannot keep up: start afresh. */
const MOST_QUEUED_BYTES = 8 << 20
/** A person or a right ended it: trying again would be against their word. */
const FINAL_REASONS = new Set(['revoked', 'kicked', 'not-found'])
const SILENCE_MILLIS = 10_000
const CONTROL_EVERY_MILLIS = 200

/**
 * Plays one live stream in one video element: fMP4 over a WebSocket into Media Source Extensions.
 *
 * Every try asks for a fresh ticket. A tile that is closed lets go of socket, buffer and object URL at once.
 */
export class LivePlayer {
  private wanted = false
  private attempt = 0
  private generation = 0
  private cleanUp: (() => void) | null = null
  private retry: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly camera: string,
    private profile: 'main' | 'sub',
    private readonly report: (state: PlayerState) => void,
  ) {}

  start(): void {
    if (this.wanted) return
    this.wanted = true
    this.attempt = 0
    void this.open()
  }

  stop(): void {
    this.wanted = false
    this.generation++
    clearTimeout(this.retry)
    this.close()
    this.report({ kind: 'idle' })
  }

  private close(): void {
    this.cleanUp?.()
    this.cleanUp = null
  }

  private again(reason: string, mine: number): void {
    if (!this.wanted || mine !== this.generation) return
    this.close()
    const wait = backoffMillis(this.attempt++, Math.random())
    this.report({ kind: 'waiting', reason, retryInMillis: wait })
    this.retry = setTimeout(() => void this.open(), wait)
  }

  private giveUp(reason: string, mine: number): void {
    if (!this.wanted || mine !== this.generation) return
    this.close()
    this.report({ kind: 'failed', reason })
  }

  /** A main stream in H.265 where the browser has none: the sub-stream is H.264 as a rule. */
  private cannotPlay(mine: number): void {
    if (this.profile === 'sub') return this.giveUp('codec', mine)
    this.profile = 'sub'
    this.close()
    void this.open()
  }

  private async open(): Promise<void> {
    const mine = ++this.generation
    const MediaSourceType = mediaSourceClass()
    if (!MediaSourceType) return this.giveUp('no-mse', mine)
    this.report({ kind: 'connecting' })
    let ticket: LiveTicket
    try {
      ticket = await api.post<LiveTicket>(`/cameras/${this.camera}/live`, {
        profile: this.profile,
        purpose: 'duty',
      })
    } catch (failure) {
      const error = failure instanceof ApiError ? failure : null
      if (error && (error.status === 403 || error.status === 404)) return this.giveUp('not-allowed', mine)
      return this.again(error?.status === 0 ? 'unreachable' : (error?.kind ?? 'unreachable'), mine)
    }
    if (!this.wanted || mine !== this.generation) return
    if (!ticket.mse) return this.giveUp('no-mse', mine)
    this.attach(MediaSourceType, withCodecs(socketUrl(ticket.mse, window.location), playable((mime) => MediaSourceType.isTypeSupported(mime))), mine)
  }

  private attach(MediaSourceType: MediaSourceClass, url: string, mine: number): void {
    const video = this.video
    const source = new MediaSourceType()
    const address = URL.createObjectURL(source)
    const socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    const queue: ArrayBuffer[] = []
    let queuedBytes = 0
    let buffer: SourceBuffer | null = null
    let mime = ''
    let lastData = performance.now()
    let seenPicture = false

    const spans = (): Span[] => {
      const ranges = buffer?.buffered
      return ranges ? Array.from({ length: ranges.length }, (_, i) => ({ start: ranges.start(i), end: ranges.end(i) })) : []
    }

    const pump = (): void => {
      if (!buffer || buffer.updating || source.readyState !== 'open') return
      const next = queue.shift()
      if (!next) return
      queuedBytes -= next.byteLength
      try {
        buffer.appendBuffer(next)
      } catch (failure) {
        if (failure instanceof DOMException && failure.name === 'QuotaExceededError') {
          queue.unshift(next)
          queuedBytes += next.byteLength
          const newest = spans().pop()
          if (newest && newest.end - 4 > newest.start) return buffer.remove(0, newest.end - 4)
        }
        this.again('buffer', mine)
      }
    }

    const settle = (): void => {
      if (!mime || source.readyState !== 'open') return
      if (!MediaSourceType.isTypeSupported(mime)) return this.cannotPlay(mine)
      if (buffer) {
        if (!buffer.updating) buffer.changeType(mime)
      } else {
        buffer = source.addSourceBuffer(mime)
        buffer.mode = 'segments'
        buffer.addEventListener('updateend', pump)
      }
      pump()
    }

    const control = setInterval(() => {
      if (performance.now() - lastData > SILENCE_MILLIS) return this.again('silence', mine)
      const ranges = spans()
      const newest = ranges[ranges.length - 1]
      if (!newest || !buffer) return
      if (video.paused && !video.ended) void video.play().catch(() => undefined)
      const jump = jumpTarget(video.currentTime, ranges)
      if (jump !== null) video.currentTime = jump
      video.playbackRate = rateForGap(newest.end - video.currentTime)
      const behind = trimmable(video.currentTime, ranges)
      if (behind && !buffer.updating && source.readyState === 'open') buffer.remove(behind.start, behind.end)
      if (!seenPicture && video.readyState >= 2) {
        seenPicture = true
        this.attempt = 0
        this.report({ kind: 'playing' })
      }
    }, CONTROL_EVERY_MILLIS)

    const failedToDecode = (): void => this.again('decode', mine)
    video.addEventListener('error', failedToDecode)
    source.addEventListener('sourceopen', settle)
    socket.onmessage = (message: MessageEvent<string | ArrayBuffer>) => {
      lastData = performance.now()
      if (typeof message.data === 'string') {
        const hello = parseHello(message.data)
        if (hello.kind === 'format') {
          mime = hello.mime
          settle()
        } else if (hello.kind === 'end') {
          if (hello.reason === 'not-playable') this.cannotPlay(mine)
          else if (FINAL_REASONS.has(hello.reason)) this.giveUp(hello.reason, mine)
          else this.again(hello.reason, mine)
        }
        return
      }
      queue.push(message.data)
      queuedBytes += message.data.byteLength
      if (queuedBytes > MOST_QUEUED_BYTES) return this.again('slow', mine)
      pump()
    }
    socket.onclose = (event) => this.again(event.reason || (seenPicture ? 'closed' : 'no-stream'), mine)

    this.cleanUp = () => {
      clearInterval(control)
      socket.onmessage = socket.onclose = null
      socket.close()
      video.removeEventListener('error', failedToDecode)
      source.removeEventListener('sourceopen', settle)
      buffer?.removeEventListener('updateend', pump)
      queue.length = 0
      video.removeAttribute('src')
      video.load()
      URL.revokeObjectURL(address)
    }
    video.disableRemotePlayback = true
    video.src = address
  }
}
