import { defineStore } from 'pinia'
import { ref } from 'vue'
import { all, api } from '../api/client'
import { record, text } from '../api/types'
import { uuid } from '../api/uuid'
import { toLayout, type Layout } from '../wall/layouts'
import type { Tour } from '../wall/tour'

export interface SavedView {
  id: string
  name: string
  shared: boolean
  mine: boolean
  owner: string
  layout: Layout
  cameras: string[]
  version: number
}
export interface WallWindow {
  name: string
  layout: Layout
  cameras: string[]
  setBy: string
  reason: string
  setAt: string
  version: number
}

function tiles(value: unknown): string[] {
  return (Array.isArray(value) ? value : []).map(text)
}

function toView(value: unknown): SavedView | null {
  const json = record(value)
  const layout = toLayout(json.layout)
  return layout
    ? { id: text(json.id), name: text(json.name), shared: json.shared === true, mine: json.mine === true, owner: text(json.owner), layout, cameras: tiles(json.cameras), version: Number(json.version) }
    : null
}

export function toWindow(value: unknown): WallWindow | null {
  const json = record(value)
  const layout = toLayout(json.layout)
  return layout
    ? { name: text(json.name), layout, cameras: tiles(json.cameras), setBy: text(json.setBy), reason: text(json.reason), setAt: text(json.setAt), version: Number(json.version) }
    : null
}

function toTour(value: unknown): Tour {
  const json = record(value)
  return {
    id: text(json.id),
    name: text(json.name),
    shared: json.shared === true,
    mine: json.mine === true,
    tiles: Number(json.tiles),
    dwellSeconds: Number(json.dwellSeconds),
    order: json.order === 'RISK' ? 'RISK' : 'AS_LISTED',
    cameras: tiles(json.cameras),
    version: Number(json.version),
  }
}

/** Views, tours and windows of the wall that the server keeps. */
export const useDesk = defineStore('desk', () => {
  const views = ref<SavedView[]>([])
  const tours = ref<Tour[]>([])
  const windows = ref<WallWindow[]>([])

  async function loadViews(): Promise<void> {
    views.value = (await all<unknown>('/views')).map(toView).filter((view) => view !== null)
  }
  async function loadTours(): Promise<void> {
    tours.value = (await all<unknown>('/tours')).map(toTour)
  }
  async function loadWindows(): Promise<void> {
    windows.value = (await all<unknown>('/wall-windows')).map(toWindow).filter((window) => window !== null)
  }
  async function saveView(name: string, shared: boolean, layout: Layout, cameras: string[], old?: SavedView): Promise<void> {
    await api.put('/views/' + (old?.id ?? uuid()), { name, shared, layout, cameras: cameras.map((id) => id || null), version: old?.version ?? 0 })
    await loadViews()
  }
  async function removeView(view: SavedView): Promise<void> {
    await api.delete('/views/' + view.id)
    await loadViews()
  }
  async function saveTour(tour: Omit<Tour, 'id' | 'mine' | 'version'>): Promise<void> {
    await api.put('/tours/' + uuid(), { ...tour, version: 0 })
    await loadTours()
  }
  async function removeTour(tour: Tour): Promise<void> {
    await api.delete('/tours/' + tour.id)
    await loadTours()
  }
  async function window(name: string): Promise<WallWindow | null> {
    return toWindow(await api.get('/wall-windows/' + encodeURIComponent(name)))
  }
  async function push(name: string, layout: Layout, cameras: string[], reason = ''): Promise<void> {
    await api.put(`/wall-windows/${encodeURIComponent(name)}/scene`, { layout, cameras: cameras.map((id) => id || null), reason })
    await loadWindows()
  }
  return { views, tours, windows, loadViews, loadTours, loadWindows, saveView, removeView, saveTour, removeTour, window, push }
})
