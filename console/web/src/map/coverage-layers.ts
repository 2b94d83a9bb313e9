import { computed, ref, shallowRef, type ShallowRef } from 'vue'
import { api, ApiError } from '../api/client'
import { record, text, type CameraState } from '../api/types'
import { boxOf, type Box } from './areas'
import type { PlainMap } from './plain-map'
import { NOTHING, type TownMap } from './town-map'

export const PURPOSES = ['watch', 'detect', 'recognise', 'identify'] as const
export type Purpose = (typeof PURPOSES)[number]
export type Light = 'day' | 'night'

export interface CoverageFigures {
  ratio: number
  asBuilt: number
  formula: string
  cameras: number
  alive: number
  classes: { kind: string; ratio: number }[]
}

export interface Spot {
  name: string
  kind: string
  squareMetres: number
  box: Box
}

function rows(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(record) : []
}

function collection(value: unknown): GeoJSON.FeatureCollection {
  const features = record(value).features
  return { type: 'FeatureCollection', features: Array.isArray(features) ? (features as GeoJSON.Feature[]) : [] }
}

/** Sectors, blind spots and the covered share, now or at a moment of the past, for a purpose and a light. */
export function useCoverageLayers(map: ShallowRef<TownMap | PlainMap | undefined>) {
  const purpose = ref<Purpose>('watch')
  const light = ref<Light>('day')
  /** A moment of the past; null is now. */
  const at = ref<Date | null>(null)
  const figures = ref<CoverageFigures | null>(null)
  const spots = shallowRef<Spot[]>([])
  const withoutPlace = ref(0)
  const crowded = ref(false)
  const failure = ref<unknown>(null)
  const busy = ref(false)
  /** State of each camera at the moment shown, when that is not now. */
  const statesThen = shallowRef<Map<string, CameraState> | null>(null)
  let wave = 0

  const look = computed(() => `purpose=${purpose.value}&light=${light.value}`)

  async function sectors(mine: number, moment: string): Promise<void> {
    let answer: GeoJSON.FeatureCollection
    try {
      answer = collection(await api.get(`/coverage/sectors?${look.value}${moment}`))
      crowded.value = false
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 400 || !map.value) throw error
      // More than the server draws at once: what lies in view, if that is few enough.
      try {
        answer = collection(await api.get(`/coverage/sectors?${look.value}${moment}&bbox=${map.value.bounds().join(',')}`))
        crowded.value = false
      } catch (still) {
        if (!(still instanceof ApiError) || still.status !== 400) throw still
        crowded.value = true
        answer = NOTHING
      }
    }
    if (mine !== wave) return
    statesThen.value = at.value ? new Map(answer.features.map((one) => [text(one.properties?.camera), text(one.properties?.state) as CameraState])) : null
    withoutPlace.value = answer.features.filter((one) => !one.geometry).length
    await map.value?.put('sectors', { type: 'FeatureCollection', features: answer.features.filter((one) => one.geometry) })
  }

  async function shares(mine: number, moment: string): Promise<void> {
    const json = record(await api.get(`/coverage?${look.value}${moment}`))
    if (mine !== wave) return
    figures.value = {
      ratio: Number(json.ratio),
      asBuilt: Number(json.asBuilt),
      formula: text(json.formula),
      cameras: Number(json.cameras),
      alive: Number(json.alive),
      classes: rows(json.classes).map((one) => ({ kind: text(one.kind), ratio: Number(one.ratio) })),
    }
  }

  /** Blind spots are those of now: of the past the share alone is told. */
  async function blindSpots(mine: number): Promise<void> {
    const found = at.value ? NOTHING : collection(await api.get(`/coverage/blind-spots?${look.value}&limit=60`))
    if (mine !== wave) return
    spots.value = found.features.filter((one) => one.geometry).map((one) => ({
      name: text(one.properties?.name),
      kind: text(one.properties?.kind),
      squareMetres: Number(one.properties?.squareMetres),
      box: boxOf(one),
    }))
    await map.value?.put('blind', found)
  }

  /** Reads and draws what is asked now; an older answer that comes late is dropped. */
  async function load(): Promise<void> {
    const mine = ++wave
    const moment = at.value ? `&at=${encodeURIComponent(at.value.toISOString())}` : ''
    busy.value = true
    try {
      await Promise.all([sectors(mine, moment), shares(mine, moment), blindSpots(mine)])
      if (mine === wave) failure.value = null
    } catch (error) {
      if (mine === wave) failure.value = error
    } finally {
      if (mine === wave) busy.value = false
    }
  }

  return { purpose, light, at, figures, spots, withoutPlace, crowded, failure, busy, statesThen, load }
}
