/** Why a view ended by itself, and what may help. */
export interface Ending {
  reason: string
  /** `later`: try again; `never`: a person or a right ended it; `codec`: another stream; `other-way`: another transport; `silent`: without sound. */
  remedy: 'later' | 'never' | 'codec' | 'other-way' | 'silent'
}

export interface ViewEvents {
  /** The first picture is on the screen; `heard` says whether sound comes with it. */
  playing(heard: boolean): void
  /** The last call. */
  ended(ending: Ending): void
}

/** How a view does, measured when asked. */
export interface Figures {
  transport: 'mse' | 'whep'
  /** From the request for it to the first picture on the screen; null before that. */
  firstPictureMillis: number | null
  /** What waits before the screen: media ahead of the playhead (MSE), the jitter buffer (WebRTC). */
  gapSeconds: number | null
  rate: number
  pictures: number
  dropped: number
  bytes: number
  width: number
  height: number
  /** How often playing stood still for want of data. */
  stalls: number
}

/** One running view of one stream in one video element. `close` lets go of everything at once and is silent. */
export interface View {
  close(): void
  figures(): Promise<Figures>
}

/** Calls back when the first picture is on the screen, and counts what every way of playing counts alike. */
export class Watch {
  readonly began = performance.now()
  firstPictureMillis: number | null = null
  stalls = 0
  private callback = 0
  private readonly stalled = (): void => {
    if (this.firstPictureMillis !== null) this.stalls++
  }

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly onFirst: () => void,
  ) {
    video.addEventListener('waiting', this.stalled)
    if ('requestVideoFrameCallback' in video) {
      this.callback = video.requestVideoFrameCallback(() => this.first())
    } else {
      ;(video as HTMLVideoElement).addEventListener('loadeddata', () => this.first(), { once: true })
    }
  }

  private first(): void {
    if (this.firstPictureMillis !== null) return
    this.firstPictureMillis = Math.round(performance.now() - this.began)
    this.onFirst()
  }

  close(): void {
    this.video.removeEventListener('waiting', this.stalled)
    if (this.callback) this.video.cancelVideoFrameCallback(this.callback)
  }

  pictures(): { pictures: number; dropped: number; width: number; height: number } {
    const quality = this.video.getVideoPlaybackQuality()
    return {
      pictures: quality.totalVideoFrames,
      dropped: quality.droppedVideoFrames,
      width: this.video.videoWidth,
      height: this.video.videoHeight,
    }
  }
}
