import { defineStore } from 'pinia'
import { computed, ref, shallowRef, triggerRef } from 'vue'
import { all, api } from '../api/client'
import { CAMERA_STATES, toArea, toCamera, type Area, type Camera, type CameraState } from '../api/types'

export interface AreaNode {
  id: string
  name: string
  parent: string | null
  children: AreaNode[]
  cameras: number
  ill: number
}

export function countStates(cameras: Iterable<Camera>): Record<CameraState, number> {
  const counts = Object.fromEntries(CAMERA_STATES.map((state) => [state, 0])) as Record<CameraState, number>
  for (const camera of cameras) counts[camera.state]++
  return counts
}

/** Worst first, then by name, so that what needs a person stands on top. */
export function worstFirst(a: Camera, b: Camera): number {
  return (
    CAMERA_STATES.indexOf(a.state) - CAMERA_STATES.indexOf(b.state) || a.name.localeCompare(b.name, 'zh-CN', { numeric: true })
  )
}

/** Areas as a tree with counts of what lies below; areas that no list names still show, by their id. */
export function areaTree(areas: readonly Area[], cameras: readonly Camera[]): AreaNode[] {
  const nodes = new Map<string, AreaNode>()
  const add = (id: string, name: string, parent: string | null): void =>
    void nodes.set(id, { id, name, parent, children: [], cameras: 0, ill: 0 })
  for (const area of areas) add(area.id, area.name, area.parent)
  for (const camera of cameras) {
    if (camera.area && !nodes.has(camera.area)) add(camera.area, camera.areaName || camera.area, null)
    const seen = new Set<string>()
    for (let at: string | null = camera.area; at && !seen.has(at); ) {
      seen.add(at)
      const node: AreaNode | undefined = nodes.get(at)
      if (!node) break
      node.cameras++
      if (camera.state === 'DOWN') node.ill++
      at = node.parent
    }
  }
  const roots: AreaNode[] = []
  for (const node of nodes.values()) {
    const parent = node.parent && node.parent !== node.id ? nodes.get(node.parent) : undefined
    ;(parent?.children ?? roots).push(node)
  }
  return roots
}

/** The area and every area below it. */
export function below(areas: readonly Area[], root: string): Set<string> {
  const inside = new Set([root])
  for (let grew = true; grew; ) {
    grew = false
    for (const area of areas) {
      if (area.parent && inside.has(area.parent) && !inside.has(area.id)) {
        inside.add(area.id)
        grew = true
      }
    }
  }
  return inside
}

/** All cameras that the signed-in person may see, kept fresh by events. */
export const useCameras = defineStore('cameras', () => {
  const byId = shallowRef(new Map<string, Camera>())
  const areas = ref<Area[]>([])
  const loaded = ref(false)
  const failure = ref<unknown>(null)
  let loading: Promise<void> | null = null

  const list = computed(() => [...byId.value.values()].sort(worstFirst))
  const counts = computed(() => countStates(byId.value.values()))
  const areaNames = computed(() => new Map(areas.value.map((area) => [area.id, area.name])))

  async function read(): Promise<void> {
    try {
      const [cameras, regions] = await Promise.all([
        all<unknown>('/cameras?limit=500'),
        areas.value.length ? Promise.resolve(null) : all<unknown>('/areas').catch(() => []),
      ])
      byId.value = new Map(cameras.map(toCamera).map((camera) => [camera.id, camera]))
      if (regions) areas.value = regions.map(toArea)
      failure.value = null
    } catch (error) {
      failure.value = error
    } finally {
      loaded.value = true
      loading = null
    }
  }

  function load(): Promise<void> {
    return (loading ??= read())
  }

  async function refresh(id: string): Promise<void> {
    const camera = toCamera(await api.get(`/cameras/${id}`))
    byId.value.set(camera.id, camera)
    triggerRef(byId)
  }

  function setState(id: string, state: string, since: string | null): boolean {
    const camera = byId.value.get(id)
    if (!camera || !(CAMERA_STATES as readonly string[]).includes(state)) return false
    byId.value.set(id, { ...camera, state: state as CameraState, since: since ?? camera.since })
    triggerRef(byId)
    return true
  }

  function areaName(camera: Camera): string {
    return camera.areaName || areaNames.value.get(camera.area) || camera.area
  }

  function clear(): void {
    byId.value = new Map()
    areas.value = []
    loaded.value = false
  }

  return { byId, list, counts, areas, loaded, failure, load, refresh, setState, areaName, clear }
})
