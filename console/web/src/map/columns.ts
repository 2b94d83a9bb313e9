import { record, text, type CameraState } from '../api/types'

/** All cameras of a map as columns; the same place in every column is the same camera. */
export interface CameraColumns {
  count: number
  withoutPosition: number
  ids: string[]
  states: CameraState[]
  lon: Float64Array
  lat: Float64Array
  /** Degrees from true north, −1 if not known. */
  azimuth: Int16Array
  indexOf: Map<string, number>
}

const STATES: Record<string, CameraState> = { U: 'UP', S: 'SUSPECT', D: 'DOWN', M: 'MAINTENANCE' }

function uuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? (value as number[]) : []
}

/** Unpacks what `/map/cameras` says: 32 hex digits an id, microdegrees less the ones before. */
export function unpack(value: unknown): CameraColumns {
  const json = record(value)
  const hex = text(json.ids)
  const letters = text(json.states)
  const count = letters.length
  const x = numbers(json.longitude)
  const y = numbers(json.latitude)
  const turned = numbers(json.azimuth)
  const ids = new Array<string>(count)
  const states = new Array<CameraState>(count)
  const lon = new Float64Array(count)
  const lat = new Float64Array(count)
  const azimuth = new Int16Array(count)
  const indexOf = new Map<string, number>()
  let atX = 0
  let atY = 0
  for (let i = 0; i < count; i++) {
    atX += x[i] ?? 0
    atY += y[i] ?? 0
    const id = uuid(hex.slice(32 * i, 32 * i + 32))
    ids[i] = id
    states[i] = STATES[letters.charAt(i)] ?? 'UNKNOWN'
    lon[i] = atX / 1e6
    lat[i] = atY / 1e6
    azimuth[i] = turned[i] ?? -1
    indexOf.set(id, i)
  }
  return { count, withoutPosition: Number(json.withoutPosition) || 0, ids, states, lon, lat, azimuth, indexOf }
}

/** West, south, east, north; null when there is nothing. */
export function boundsOf(columns: CameraColumns): [number, number, number, number] | null {
  if (!columns.count) return null
  let [west, south, east, north] = [180, 90, -180, -90]
  for (let i = 0; i < columns.count; i++) {
    const x = columns.lon[i] ?? 0
    const y = columns.lat[i] ?? 0
    if (x < west) west = x
    if (x > east) east = x
    if (y < south) south = y
    if (y > north) north = y
  }
  return [west, south, east, north]
}
