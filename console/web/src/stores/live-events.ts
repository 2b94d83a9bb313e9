import { defineStore } from 'pinia'
import { ref } from 'vue'
import { EventStream, type ServerEvent } from '../api/sse'
import { record, text, toIncident } from '../api/types'
import { useCameras } from './cameras'
import { useIncidents } from './incidents'

/** Brings what happens on the server into the stores, and says whether the line stands. */
export const useLiveEvents = defineStore('live-events', () => {
  const connected = ref(false)
  let stream: EventStream | null = null
  let everConnected = false
  const listeners = new Map<string, Set<(json: Record<string, unknown>) => void>>()
  const pending = new Map<string, ReturnType<typeof setTimeout>>()

  /** Many events in a burst make one question. */
  function soon(what: string, action: () => Promise<void>, millis = 250): void {
    if (pending.has(what)) return
    pending.set(
      what,
      setTimeout(() => {
        pending.delete(what)
        void action().catch(() => undefined)
      }, millis),
    )
  }

  function take(event: ServerEvent): void {
    const cameras = useCameras()
    const incidents = useIncidents()
    let json: Record<string, unknown>
    try {
      json = record(JSON.parse(event.data))
    } catch {
      return
    }
    const name = event.name.toLowerCase()
    const wanted = listeners.get(name)
    if (wanted) return wanted.forEach((action) => action(json))
    const body = { ...json, ...record(json.incident), ...record(json.payload), ...record(json.data) }
    if (name.includes('incident') || 'raisedAt' in body || 'incident' in json) {
      if (text(body.id) && text(body.state) && text(body.raisedAt)) incidents.take(toIncident(body))
      else soon('incidents', incidents.load)
      return
    }
    if (name.includes('registration')) return soon('cameras', cameras.load, 800)
    if (name.includes('camera') || 'camera' in json || 'cameraId' in json) {
      const id = text(json.camera) || text(record(json.camera).id) || text(json.cameraId) || text(json.id)
      const state = text(json.state ?? json.to ?? record(json.camera).state)
      if (!cameras.setState(id, state, text(json.since ?? json.at) || null)) soon('cameras', cameras.load, 800)
    }
  }

  /** Calls back for events of a name, until what it gives is called. */
  function on(name: string, action: (json: Record<string, unknown>) => void): () => void {
    const all = listeners.get(name) ?? new Set()
    listeners.set(name, all.add(action))
    return () => void all.delete(action)
  }

  function start(): void {
    if (stream) return
    stream = new EventStream('/api/v1/events', take, (open) => {
      connected.value = open
      if (open && everConnected) {
        // What happened while the line was down is not told again: ask.
        soon('cameras', useCameras().load, 50)
        soon('incidents', useIncidents().load, 50)
      }
      everConnected ||= open
    })
    stream.start()
  }

  function stop(): void {
    stream?.stop()
    stream = null
    connected.value = false
    everConnected = false
  }

  return { connected, on, start, stop }
})
