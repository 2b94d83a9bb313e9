export interface ServerEvent {
  id: string
  name: string
  data: string
}

/** Reads the text/event-stream form piece by piece. Stateful: one per connection. */
export class EventStreamParser {
  private rest = ''
  private id = ''
  private name = ''
  private data: string[] = []

  constructor(private readonly mostBytes = 1 << 20) {}

  /** Takes what arrived and gives the events that are complete now. */
  push(chunk: string): ServerEvent[] {
    this.rest += chunk
    if (this.rest.length > this.mostBytes) throw new Error('event stream: a line without end')
    const events: ServerEvent[] = []
    for (;;) {
      const end = /\r\n|\n|\r(?!$)/.exec(this.rest)
      if (!end) return events
      const line = this.rest.slice(0, end.index)
      this.rest = this.rest.slice(end.index + end[0].length)
      const event = this.take(line)
      if (event) events.push(event)
    }
  }

  private take(line: string): ServerEvent | null {
    if (line === '') {
      const event = this.data.length ? { id: this.id, name: this.name || 'message', data: this.data.join('\n') } : null
      this.name = ''
      this.data = []
      return event
    }
    const colon = line.indexOf(':')
    if (colon === 0) return null
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'id') this.id = value
    else if (field === 'event') this.name = value
    else if (field === 'data') this.data.push(value)
    return null
  }
}

/** Waits grow from one to fifteen seconds, spread so that a whole town of desks does not come back at once. */
export function backoffMillis(attempt: number, random: number): number {
  return Math.min(15_000, 1_000 * 2 ** Math.min(attempt, 4)) * (0.6 + 0.4 * random)
}

/** Keeps one event stream open until stopped. Unlike EventSource it sees every event name and why it was refused. */
export class EventStream {
  private stopped = false
  private abort: AbortController | null = null
  private attempt = 0
  private lastId = ''
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly url: string,
    private readonly onEvent: (event: ServerEvent) => void,
    private readonly onOpen: (open: boolean) => void,
  ) {}

  start(): void {
    this.stopped = false
    void this.run()
  }

  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
    this.abort?.abort()
  }

  private async run(): Promise<void> {
    this.abort = new AbortController()
    try {
      const response = await fetch(this.url, {
        credentials: 'same-origin',
        cache: 'no-store',
        signal: this.abort.signal,
        headers: { Accept: 'text/event-stream', ...(this.lastId ? { 'Last-Event-ID': this.lastId } : {}) },
      })
      if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`)
      this.onOpen(true)
      this.attempt = 0
      const parser = new EventStreamParser()
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        for (const event of parser.push(value)) {
          if (event.id) this.lastId = event.id
          this.onEvent(event)
        }
      }
    } catch {
      // Refused, cut or stopped: all end in the same wait, and the desk sees the open flag.
    }
    this.onOpen(false)
    if (!this.stopped) {
      this.timer = setTimeout(() => void this.run(), backoffMillis(this.attempt++, Math.random()))
    }
  }
}
