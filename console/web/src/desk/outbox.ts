import { ApiError, api } from '../api/client'
import { addPicture, type Report } from './wall-events'

/** What waits to be sent: everything carries its own ids, so that sending it twice does no harm. */
export interface Waiting {
  /** Of this entry: the event's or the answer's id. */
  id: string
  event: string
  report: Report | null
  answer: string | null
  picture: Blob | null
  pictureId: string
  at: string
}

/** Where the waiting things are kept; survives closing the browser. */
export interface WaitingStore {
  all(): Promise<Waiting[]>
  put(entry: Waiting): Promise<void>
  remove(id: string): Promise<void>
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('storage failed'))
  })
}

/** In the browser's own database. */
export function browserStore(): WaitingStore {
  let opened: Promise<IDBDatabase> | null = null
  const open = (): Promise<IDBDatabase> => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open('sharp-eyes', 1)
      request.onupgradeneeded = () => request.result.createObjectStore('waiting', { keyPath: 'id' })
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('storage failed'))
    })
    return opened
  }
  const store = async (mode: IDBTransactionMode): Promise<IDBObjectStore> => (await open()).transaction('waiting', mode).objectStore('waiting')
  return {
    all: async () => settled<Waiting[]>((await store('readonly')).getAll()),
    put: async (entry) => void (await settled((await store('readwrite')).put(entry))),
    remove: async (id) => void (await settled((await store('readwrite')).delete(id))),
  }
}

/** Whether the fault lies in the way to the server: then it is worth trying again. */
export function worthAnotherTry(failure: unknown): boolean {
  return failure instanceof ApiError && (failure.status === 0 || failure.status === 429 || failure.status >= 500 || failure.status === 401)
}

async function deliver(entry: Waiting): Promise<void> {
  if (entry.report) await api.put('/wall-events/' + entry.event, entry.report)
  if (entry.picture) await addPicture(entry.event, entry.picture, entry.pictureId)
  if (entry.answer !== null) await api.put(`/wall-events/${entry.event}/answers/${entry.id}`, { text: entry.answer, picture: entry.picture ? entry.pictureId : null })
}

/** Sends what waits, oldest first, and keeps what cannot be sent now. */
export class Outbox {
  private busy = false

  constructor(
    private readonly store: WaitingStore,
    private readonly changed: (waiting: Waiting[]) => void,
    private readonly refused: (entry: Waiting, failure: unknown) => void,
    private readonly send: (entry: Waiting) => Promise<void> = deliver,
  ) {}

  /** Kept first, then sent: what is written is never lost. */
  async add(entry: Waiting): Promise<void> {
    await this.store.put(entry)
    await this.flush()
  }

  async flush(): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      const waiting = (await this.store.all()).sort((a, b) => a.at.localeCompare(b.at))
      for (const entry of waiting) {
        try {
          await this.send(entry)
          await this.store.remove(entry.id)
        } catch (failure) {
          if (worthAnotherTry(failure)) break
          await this.store.remove(entry.id)
          this.refused(entry, failure)
        }
      }
    } finally {
      this.busy = false
      this.changed(await this.store.all())
    }
  }
}
