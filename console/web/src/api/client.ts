/** A refusal of the server, in the form of RFC 9457. `type` is stable and chooses the words shown to a person. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail || title || `HTTP ${status}`)
  }

  /** The last part of the type: `not-found`, `sign-in-failed`, … */
  get kind(): string {
    return this.type.split(/[/:]/).pop() || String(this.status)
  }
}

let signedOut: () => void = () => {}

/** What to do when the server says that nobody is signed in any more. */
export function onSignedOut(action: () => void): void {
  signedOut = action
}

export async function errorOf(response: Response): Promise<ApiError> {
  try {
    const body = (await response.json()) as Record<string, unknown>
    return new ApiError(response.status, String(body.type ?? ''), String(body.title ?? ''), String(body.detail ?? ''))
  } catch {
    return new ApiError(response.status, '', response.statusText, '')
  }
}

async function send(method: string, path: string, body?: unknown, signal?: AbortSignal, contentType?: string, ifMatch?: string): Promise<Response> {
  let response: Response
  try {
    response = await fetch('/api/v1' + path, {
      method,
      credentials: 'same-origin',
      signal: signal ?? null,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': contentType ?? 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
      },
      body: body === undefined ? null : typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body),
    })
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure
    throw new ApiError(0, 'unreachable', '', '')
  }
  if (response.ok) return response
  const error = await errorOf(response)
  if (response.status === 401 && path !== '/session') signedOut()
  throw error
}

async function json<T>(response: Response): Promise<T> {
  const text = await response.text()
  return (text ? JSON.parse(text) : {}) as T
}

export const api = {
  get: async <T>(path: string, signal?: AbortSignal): Promise<T> => json<T>(await send('GET', path, undefined, signal)),
  post: async <T>(path: string, body: unknown = {}): Promise<T> => json<T>(await send('POST', path, body)),
  put: async <T>(path: string, body: unknown = {}): Promise<T> => json<T>(await send('PUT', path, body)),
  /** Refused with 412 if somebody changed the thing since that version. */
  putOnVersion: async <T>(path: string, body: unknown, version: number): Promise<T> => json<T>(await send('PUT', path, body, undefined, undefined, `"${version}"`)),
  /** Sends a file under its own type. */
  upload: async <T>(path: string, file: Blob): Promise<T> => json<T>(await send('PUT', path, file, undefined, file.type)),
  delete: async (path: string): Promise<void> => void (await send('DELETE', path)),
  raw: send,
}

export interface Page<T> {
  items: T[]
  next?: string | null
}

/** Walks a list by its cursor; stops at `most` so that a mistaken server cannot keep us here. */
export async function all<T>(path: string, most = 20_000, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null | undefined
  do {
    const joint = path.includes('?') ? '&' : '?'
    const page: Page<T> = await api.get(cursor ? `${path}${joint}cursor=${encodeURIComponent(cursor)}` : path, signal)
    items.push(...(page.items ?? []))
    cursor = page.next
  } while (cursor && items.length < most)
  return items
}
