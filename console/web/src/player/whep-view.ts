import { record, text } from '../api/types'
import { Watch, type Ending, type Figures, type View, type ViewEvents } from './view'

/** The handshake is through in a fraction of a second where the network lets it through at all. */
const FIRST_PICTURE_MILLIS = 6_000
const SILENCE_MILLIS = 10_000
const LOOK_EVERY_MILLIS = 1_000

/** WebRTC: one offer, one answer (WHEP), then packets by UDP, or by TCP where UDP is shut. */
export class WhepView implements View {
  private readonly peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  private readonly watch: Watch
  private readonly look: ReturnType<typeof setInterval>
  private readonly stop = new AbortController()
  private session = ''
  private heard = false
  private lastPictures = 0
  private lastGrowth = performance.now()
  private over = false

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly url: string,
    sound: boolean,
    private readonly events: ViewEvents,
  ) {
    this.watch = new Watch(video, () => events.playing(this.heard))
    const stream = new MediaStream()
    this.peer.ontrack = ({ track, receiver }) => {
      // No more delay than the network makes necessary.
      if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = 0
      stream.addTrack(track)
      this.heard ||= track.kind === 'audio'
    }
    this.peer.onconnectionstatechange = () => {
      const state = this.peer.connectionState
      if (state === 'failed' || state === 'closed') this.end(this.unseen('connection'))
    }
    this.peer.addTransceiver('video', { direction: 'recvonly' })
    if (sound) this.peer.addTransceiver('audio', { direction: 'recvonly' })
    video.muted = !sound
    video.disableRemotePlayback = true
    video.srcObject = stream
    this.look = setInterval(() => this.lookAfter(), LOOK_EVERY_MILLIS)
    void this.negotiate()
  }

  close(): void {
    this.over = true
    clearInterval(this.look)
    this.watch.close()
    this.stop.abort()
    this.peer.ontrack = this.peer.onconnectionstatechange = null
    this.peer.close()
    if (this.session) void fetch(this.session, { method: 'DELETE', keepalive: true }).catch(() => undefined)
    this.video.srcObject = null
  }

  async figures(): Promise<Figures> {
    let bytes = 0
    let gapSeconds: number | null = null
    for (const entry of (await this.peer.getStats()).values()) {
      const stat = record(entry)
      if (stat.type !== 'inbound-rtp') continue
      bytes += Number(stat.bytesReceived ?? 0)
      const emitted = Number(stat.jitterBufferEmittedCount ?? 0)
      if (stat.kind === 'video' && emitted > 0) gapSeconds = Number(stat.jitterBufferDelay ?? 0) / emitted
    }
    return {
      transport: 'whep',
      firstPictureMillis: this.watch.firstPictureMillis,
      gapSeconds,
      rate: 1,
      bytes,
      stalls: this.watch.stalls,
      ...this.watch.pictures(),
    }
  }

  private end(ending: Ending): void {
    if (this.over) return
    this.close()
    this.events.ended(ending)
  }

  /** Without a picture so far another way may do; afterwards the same way is tried again. */
  private unseen(reason: string): Ending {
    return { reason, remedy: this.watch.firstPictureMillis === null ? 'other-way' : 'later' }
  }

  private async negotiate(): Promise<void> {
    try {
      const offer = await this.peer.createOffer()
      await this.peer.setLocalDescription(offer)
      const answer = await fetch(this.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/sdp' },
        body: this.peer.localDescription?.sdp ?? offer.sdp ?? '',
        signal: this.stop.signal,
      })
      const location = answer.headers.get('Location') ?? ''
      if (this.over) {
        if (location) void fetch(location, { method: 'DELETE', keepalive: true }).catch(() => undefined)
        return
      }
      if (!answer.ok) return this.end(await refusal(answer))
      this.session = location
      await this.peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() })
    } catch (failure) {
      if (!this.over) this.end(failure instanceof TypeError ? { reason: 'unreachable', remedy: 'later' } : this.unseen('negotiation'))
    }
  }

  private lookAfter(): void {
    const now = performance.now()
    const { pictures } = this.watch.pictures()
    if (pictures !== this.lastPictures) {
      this.lastPictures = pictures
      this.lastGrowth = now
    }
    if (this.video.paused) void this.video.play().catch(() => undefined)
    const patience = this.watch.firstPictureMillis === null ? FIRST_PICTURE_MILLIS : SILENCE_MILLIS
    if (now - this.lastGrowth > patience) this.end(this.unseen('silence'))
  }
}

/** What the server's refusal means. */
async function refusal(answer: Response): Promise<Ending> {
  let reason = ''
  try {
    reason = text(record(await answer.json()).reason)
  } catch {
    // A proxy's page instead of ours: the status says enough.
  }
  if (answer.status === 406) return { reason: reason || 'codec', remedy: reason === 'codec' ? 'codec' : 'other-way' }
  if (answer.status === 404) return { reason: 'not-found', remedy: 'never' }
  if (answer.status === 503 || answer.status === 401) return { reason: reason || 'closed', remedy: 'later' }
  return { reason: reason || 'negotiation', remedy: 'other-way' }
}
