/** The picture that stands in a tile now, as JPEG; null while there is none. */
export async function grab(tile: Element | null | undefined, quality = 0.9): Promise<Blob | null> {
  const video = tile?.querySelector('video')
  if (!video || !video.videoWidth) return null
  const canvas = Object.assign(document.createElement('canvas'), { width: video.videoWidth, height: video.videoHeight })
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
}

export function download(blob: Blob, name: string): void {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

export interface TileFacts {
  size: string
  frames: number
  dropped: number
  behind: number | null
}

export function facts(tile: Element | null | undefined): TileFacts | null {
  const video = tile?.querySelector('video')
  if (!video || !video.videoWidth) return null
  const quality = video.getVideoPlaybackQuality()
  const ranges = video.buffered
  return {
    size: `${video.videoWidth}×${video.videoHeight}`,
    frames: quality.totalVideoFrames,
    dropped: quality.droppedVideoFrames,
    behind: ranges.length ? ranges.end(ranges.length - 1) - video.currentTime : null,
  }
}
