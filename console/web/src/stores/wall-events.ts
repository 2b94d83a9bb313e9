import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { all, api } from '../api/client'
import { uuid } from '../api/uuid'
import { browserStore, Outbox, type Waiting } from '../desk/outbox'
import { toWallEvent, toWallEventFile, type Report, type WallEvent, type WallEventFile } from '../desk/wall-events'
import { useLiveEvents } from './live-events'

/** Events that people report, and what of ours still waits to be sent. */
export const useWallEvents = defineStore('wall-events', () => {
  const list = ref<WallEvent[]>([])
  const waiting = ref<Waiting[]>([])
  const loaded = ref(false)
  const failure = ref<unknown>(null)
  const refusal = ref<unknown>(null)
  const open = computed(() => list.value.filter((event) => event.state !== 'CLOSED'))
  const outbox = new Outbox(
    browserStore(),
    (now) => {
      const delivered = now.length < waiting.value.length
      waiting.value = now
      if (delivered) void load()
    },
    (_entry, why) => (refusal.value = why),
  )
  let following = false

  async function load(): Promise<void> {
    try {
      list.value = (await all<unknown>('/wall-events', 500)).map(toWallEvent)
      failure.value = null
    } catch (error) {
      failure.value = error
    } finally {
      loaded.value = true
    }
  }
  async function file(id: string): Promise<WallEventFile> {
    return toWallEventFile(await api.get('/wall-events/' + id))
  }
  async function report(what: Report, picture: Blob | null): Promise<string> {
    const id = uuid()
    await outbox.add({ id, event: id, report: what, answer: null, picture, pictureId: uuid(), at: new Date().toISOString() })
    await load()
    return id
  }
  async function answer(event: string, words: string, picture: Blob | null): Promise<void> {
    await outbox.add({ id: uuid(), event, report: null, answer: words, picture, pictureId: uuid(), at: new Date().toISOString() })
    await load()
  }
  async function act(id: string, action: 'assign' | 'rate' | 'close', body: object): Promise<void> {
    const next = toWallEvent(await api.post(`/wall-events/${id}/${action}`, body))
    list.value = list.value.map((event) => (event.id === id ? next : event))
  }
  /** Keeps the list fresh, and sends what waits as soon as there is a way. */
  function follow(): void {
    if (following) return
    following = true
    const soon = (): void => void outbox.flush().catch(() => undefined)
    useLiveEvents().on('wall-event', () => void load())
    window.addEventListener('online', soon)
    setInterval(() => waiting.value.length && soon(), 15_000)
    soon()
  }
  return { list, open, waiting, loaded, failure, refusal, load, file, report, answer, act, follow }
})
