/** What the API says, read leniently: a field that is missing is unknown, never an error. */
export const CAMERA_STATES = ['DOWN', 'SUSPECT', 'UNKNOWN', 'MAINTENANCE', 'UP'] as const
export type CameraState = (typeof CAMERA_STATES)[number]

export interface Area {
  id: string
  name: string
  level: string
  parent: string | null
}

export interface Camera {
  id: string
  name: string
  pointCode: string
  area: string
  areaName: string
  state: CameraState
  since: string | null
  location: { lon: number; lat: number } | null
  azimuth: number | null
  raw: Record<string, unknown>
}

export const INCIDENT_STATES = ['RAISED', 'ACKNOWLEDGED', 'ASSIGNED', 'RESOLVED', 'CLOSED'] as const
export type IncidentState = (typeof INCIDENT_STATES)[number]

export interface Incident {
  id: string
  state: IncidentState
  kind: string
  cause: string
  title: string
  cameras: { id: string; name: string }[]
  raisedAt: string
  closedAt: string | null
  assignee: string
  acknowledgedBy: string
  parent: string
  flapping: boolean
  priority: string
  raw: Record<string, unknown>
}

export type Outcome = 'GOOD' | 'BAD' | 'INCONCLUSIVE'

export interface HistoryItem {
  at: string
  kind: string
  text: string
}

export interface Device {
  id: string
  address: string
  manufacturer: string
  model: string
  serial: string
  name: string
  kind: string
  state: string
  reasons: string[]
  lastSeenAt: string | null
  raw: Record<string, unknown>
}

export interface RegistrationStep {
  step: string
  outcome: string
  detail: string
  at: string | null
}

export interface Registration {
  id: string
  state: 'RUNNING' | 'DONE' | 'FAILED'
  cameras: string[]
  steps: RegistrationStep[]
}

type Json = Record<string, unknown>

export function record(value: unknown): Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {}
}

export function text(value: unknown): string {
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value)
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function toArea(value: unknown): Area {
  const json = record(value)
  return {
    id: text(json.id),
    name: text(json.name) || text(json.id),
    level: text(json.level ?? json.kind),
    parent: text(json.parent ?? json.parentId) || text(record(json.parent).id) || null,
  }
}

export function toCamera(value: unknown): Camera {
  const json = record(value)
  const area = record(json.area)
  const coordinates = list(record(json.location).coordinates)
  const lon = number(coordinates[0])
  const lat = number(coordinates[1])
  const state = text(json.state) as CameraState
  return {
    id: text(json.id),
    name: text(json.name) || text(json.pointCode) || text(json.id),
    pointCode: text(json.pointCode),
    area: text(area.id) || text(json.areaId) || text(json.area),
    areaName: text(area.name) || text(json.areaName),
    state: CAMERA_STATES.includes(state) ? state : 'UNKNOWN',
    since: text(json.since) || null,
    location: lon === null || lat === null ? null : { lon, lat },
    azimuth: number(json.azimuth),
    raw: json,
  }
}

export function toIncident(value: unknown): Incident {
  const json = record(value)
  const cause = record(json.cause)
  const state = text(json.state) as IncidentState
  const assignee = record(json.assignee)
  return {
    id: text(json.id),
    state: INCIDENT_STATES.includes(state) ? state : 'RAISED',
    kind: text(json.kind),
    cause: text(json.cause) || text(cause.name) || text(cause.text) || text(cause.kind),
    title: text(json.title),
    cameras: list(json.cameras ?? json.children).map((item) => {
      const camera = record(item)
      return typeof item === 'string' ? { id: item, name: '' } : { id: text(camera.id), name: text(camera.name) }
    }),
    raisedAt: text(json.raisedAt),
    closedAt: text(json.closedAt) || null,
    assignee: text(json.assignee) || text(assignee.name) || text(json.assignedTo),
    acknowledgedBy: text(json.acknowledgedBy),
    parent: text(json.parent),
    flapping: json.flapping === true,
    priority: text(json.priority),
    raw: json,
  }
}

export function toHistory(value: unknown): HistoryItem {
  const json = record(value)
  const from = text(json.from)
  const to = text(json.to ?? json.state)
  const change = to ? (from ? `${from} → ${to}` : to) : ''
  return {
    at: text(json.at ?? json.since ?? json.observedAt),
    kind: text(json.kind ?? json.event ?? json.type) || to,
    text: [change, text(json.detail ?? json.cause ?? json.text), text(json.reason), text(json.author)].filter(Boolean).join(' · '),
  }
}

export function toDevice(value: unknown): Device {
  const json = record(value)
  return {
    id: text(json.id),
    address: text(json.address) || text(json.host) || text(list(json.addresses)[0]),
    manufacturer: text(json.manufacturer ?? json.vendor),
    model: text(json.model ?? json.hardware),
    serial: text(json.serial ?? json.serialNumber),
    name: text(json.name),
    kind: text(json.kind ?? json.type),
    state: text(json.state).toUpperCase(),
    reasons: list(json.reasons ?? (json.reason ? [json.reason] : [])).map((reason) =>
      typeof reason === 'string' ? reason : text(record(reason).text ?? record(reason).detail ?? record(reason).code),
    ),
    lastSeenAt: text(json.lastSeen ?? json.lastSeenAt ?? json.seenAt) || null,
    raw: json,
  }
}

export function toRegistration(value: unknown): Registration {
  const json = record(value)
  const state = text(json.state).toUpperCase()
  return {
    id: text(json.id),
    state: state === 'DONE' || state === 'FAILED' ? state : 'RUNNING',
    cameras: list(json.cameras).map((camera) => text(record(camera).id) || text(camera)),
    steps: list(json.steps).map((item) => {
      const step = record(item)
      return {
        step: text(step.step),
        outcome: text(step.outcome).toUpperCase(),
        detail: text(step.detail),
        at: text(step.at) || null,
      }
    }),
  }
}
