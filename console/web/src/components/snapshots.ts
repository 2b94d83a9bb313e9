/** Fetches pictures a few at a time: a page of cards must not make the server decode all at once. */
const MOST_AT_ONCE = 4
let running = 0
const waiting: (() => void)[] = []

export interface Snapshot {
  url: string
  takenAt: string | null
}

async function turn(signal: AbortSignal): Promise<void> {
  if (running >= MOST_AT_ONCE) {
    await new Promise<void>((resolve, reject) => {
      waiting.push(resolve)
      signal.addEventListener('abort', () => {
        const place = waiting.indexOf(resolve)
        if (place >= 0) waiting.splice(place, 1)
        reject(new DOMException('gone', 'AbortError'))
      })
    })
  }
  running++
}

/** Gives an object URL that the caller revokes. */
export async function fetchSnapshot(camera: string, width: number, signal: AbortSignal): Promise<Snapshot | null> {
  await turn(signal)
  try {
    const response = await fetch(`/api/v1/cameras/${camera}/snapshot.jpg?width=${width}`, { credentials: 'same-origin', signal })
    if (!response.ok) return null
    const taken = response.headers.get('Sharp-Eyes-Taken-At') ?? response.headers.get('Last-Modified')
    const age = Number(response.headers.get('Age'))
    const takenAt = taken ? new Date(taken).toISOString() : Number.isFinite(age) ? new Date(Date.now() - age * 1_000).toISOString() : null
    return { url: URL.createObjectURL(await response.blob()), takenAt }
  } finally {
    running--
    waiting.shift()?.()
  }
}
