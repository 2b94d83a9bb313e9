import { record, text } from '../api/types'

/** What the server says before, or between, media on the socket. */
export type Hello =
  | { kind: 'format'; mime: string }
  | { kind: 'end'; reason: string }
  | { kind: 'other' }

/** Reads a text message of the media socket; anything not understood is `other`, so that the server may add to it. */
export function parseHello(message: string): Hello {
  let json: Record<string, unknown>
  try {
    json = record(JSON.parse(message))
  } catch {
    return { kind: 'other' }
  }
  const mime = text(json.mime ?? json.mimeType) || (text(json.codecs) ? `video/mp4; codecs="${text(json.codecs)}"` : '')
  if (mime) return { kind: 'format', mime }
  const reason = text(json.reason ?? json.error ?? json.end ?? json.cause)
  return reason ? { kind: 'end', reason } : { kind: 'other' }
}

/** The codecs asked for and what a browser must support to play each. */
const TRIALS: readonly [string, string][] = [
  ['h264', 'video/mp4; codecs="avc1.640029"'],
  ['h265', 'video/mp4; codecs="hvc1.1.6.L120.90"'],
  ['aac', 'audio/mp4; codecs="mp4a.40.2"'],
  ['flac', 'audio/mp4; codecs="flac"'],
  ['opus', 'audio/mp4; codecs="opus"'],
]

export function playable(isTypeSupported: (mime: string) => boolean): string[] {
  return TRIALS.filter(([, mime]) => isTypeSupported(mime)).map(([name]) => name)
}

/** Addresses may come as a path, or as ws(s) or http(s) of a name that a proxy hides: the page's own host wins. */
export function socketUrl(address: string, page: { protocol: string; host: string }): string {
  const path = address.replace(/^[a-z]+:\/\/[^/]+/i, '')
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}${path.startsWith('/') ? path : '/' + path}`
}

/** Tells the server what this browser plays; it answers with the format it chose. */
export function withCodecs(url: string, codecs: readonly string[]): string {
  return `${url}${url.includes('?') ? '&' : '?'}codecs=${codecs.join(',')}`
}

/** Asks for fragments that carry sound too. */
export function withSound(url: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}sound=1`
}
