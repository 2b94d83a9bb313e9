import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { all, api } from '../api/client'
import { toIncident, type Incident } from '../api/types'

export function isOpen(incident: Incident): boolean {
  return incident.state !== 'CLOSED'
}

/** Puts news into the list, newest first, and says whether it is an open incident not seen before. */
export function merge(incidents: readonly Incident[], news: Incident): { list: Incident[]; fresh: boolean } {
  const known = incidents.some((incident) => incident.id === news.id)
  const list = known
    ? incidents.map((incident) => (incident.id === news.id ? news : incident))
    : [news, ...incidents].sort((a, b) => b.raisedAt.localeCompare(a.raisedAt))
  return { list, fresh: !known && isOpen(news) }
}

export const useIncidents = defineStore('incidents', () => {
  const list = ref<Incident[]>([])
  const loaded = ref(false)
  const failure = ref<unknown>(null)
  const freshIds = ref(new Set<string>())
  let onFresh: (incident: Incident) => void = () => {}

  /** Those that stand for themselves; what a wider fault explains is told with that. */
  const own = computed(() => list.value.filter((incident) => !incident.parent))
  const open = computed(() => own.value.filter(isOpen))
  const unacknowledged = computed(() => own.value.filter((incident) => incident.state === 'RAISED').length)

  async function load(): Promise<void> {
    try {
      const before = new Set(list.value.map((incident) => incident.id))
      const fetched = (await all<unknown>('/incidents?limit=500', 2_000)).map(toIncident)
      fetched.sort((a, b) => b.raisedAt.localeCompare(a.raisedAt))
      const wasLoaded = loaded.value
      list.value = fetched
      failure.value = null
      if (wasLoaded) {
        for (const incident of fetched) if (!before.has(incident.id) && isOpen(incident)) announce(incident)
      }
    } catch (error) {
      failure.value = error
    } finally {
      loaded.value = true
    }
  }

  function announce(incident: Incident): void {
    if (incident.parent) return
    freshIds.value.add(incident.id)
    setTimeout(() => freshIds.value.delete(incident.id), 12_000)
    onFresh(incident)
  }

  function take(news: Incident): void {
    const merged = merge(list.value, news)
    list.value = merged.list
    if (merged.fresh) announce(news)
  }

  async function act(id: string, action: 'acknowledge' | 'assign' | 'resolve' | 'comment', body: object): Promise<void> {
    const answer = await api.post<Record<string, unknown>>(`/incidents/${id}/${action}`, body)
    if (answer.id === id && answer.state && answer.raisedAt) take(toIncident(answer))
    else await load()
  }

  function whenFresh(action: (incident: Incident) => void): void {
    onFresh = action
  }

  function clear(): void {
    list.value = []
    loaded.value = false
  }

  return { list, own, open, unacknowledged, loaded, failure, freshIds, load, take, act, whenFresh, clear }
})
