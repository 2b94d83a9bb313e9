import { CAMERA_STATES, record, text, type CameraState, type Outcome } from './types'

/** Layers from the wire upwards, in the order in which a technician asks. */
export const LAYERS = ['REACHABLE', 'RTSP', 'ONVIF', 'AUTHENTICATED', 'FRAMES_ADVANCING', 'KEY_FRAMES', 'DECODABLE', 'PICTURE_GOOD', 'RECORDING', 'CLOCK_RIGHT'] as const

/** What is known of one layer: what was seen, by whom, when, and when it was last good. */
export interface LayerEvidence {
  layer: string
  outcome: Outcome | 'UNKNOWN'
  source: string
  detail: string
  value: string
  observedAt: string | null
  lastGood: string | null
  hasProof: boolean
}

export interface CameraHealth {
  state: CameraState
  since: string | null
  because: string
  lastGood: string | null
  layers: LayerEvidence[]
}

export interface Exchange {
  outcome: Outcome | 'UNKNOWN'
  source: string
  detail: string
  observedAt: string
  tookMillis: number
  sent: string
  received: string
}

export interface IllCamera {
  id: string
  name: string
  area: string
  areaName: string
  state: CameraState
  since: string | null
  because: string
  priority: string
  lastGood: string | null
  faults: { layer: string; detail: string }[]
  incidents: number
  downShare: number
}

export interface Happened {
  at: string
  state: CameraState | null
  because: string
  incident: string
  kind: string
  incidentState: string
  cause: string
}

export type BulkKind = 'REBOOT' | 'SET_TIME' | 'REPROBE'

export interface BulkResult {
  camera: string
  name: string
  outcome: 'DONE' | 'FAILED' | 'WAITING'
  detail: string
  before: string
  after: string
}

export interface BulkAction {
  id: string
  action: BulkKind
  state: 'TO_CONFIRM' | 'RUNNING' | 'DONE'
  results: BulkResult[]
}

export interface ClockHistory {
  offset: string
  measuredAt: string | null
  tolerance: number
  slope: number | null
  breachAt: string | null
  samples: { at: number; offset: number }[]
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(record) : []
}

function state(value: unknown): CameraState {
  const word = text(value) as CameraState
  return CAMERA_STATES.includes(word) ? word : 'UNKNOWN'
}

function outcome(value: unknown): Outcome | 'UNKNOWN' {
  const word = text(value)
  return word === 'GOOD' || word === 'BAD' || word === 'INCONCLUSIVE' ? word : 'UNKNOWN'
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function toCameraHealth(value: unknown): CameraHealth {
  const json = record(value)
  const rank = (layer: string): number => (LAYERS as readonly string[]).indexOf(layer)
  return {
    state: state(json.state),
    since: text(json.since) || null,
    because: text(json.because),
    lastGood: text(json.lastGood) || null,
    layers: list(json.layers)
      .map((one) => ({
        layer: text(one.layer),
        outcome: outcome(one.outcome),
        source: text(one.source),
        detail: text(one.detail),
        value: text(one.value),
        observedAt: text(one.observedAt) || null,
        lastGood: text(one.lastGood) || null,
        hasProof: one.hasProof === true,
      }))
      .sort((a, b) => rank(a.layer) - rank(b.layer)),
  }
}

function toExchange(value: unknown): Exchange | null {
  if (value === null || value === undefined) return null
  const json = record(value)
  return {
    outcome: outcome(json.outcome),
    source: text(json.source),
    detail: text(json.detail),
    observedAt: text(json.observedAt),
    tookMillis: number(json.tookMillis) ?? 0,
    sent: text(json.sent),
    received: text(json.received),
  }
}

/** The newest exchange of a layer and the last that was good; the same one only once. */
export function toProof(value: unknown): { newest: Exchange | null; lastGood: Exchange | null } {
  const json = record(value)
  const newest = toExchange(json.newest)
  const lastGood = toExchange(json.lastGood)
  return { newest, lastGood: newest && lastGood && newest.observedAt === lastGood.observedAt ? null : lastGood }
}

export function toIllCamera(value: unknown): IllCamera {
  const json = record(value)
  return {
    id: text(json.camera),
    name: text(json.name),
    area: text(json.area),
    areaName: text(json.areaName),
    state: state(json.state),
    since: text(json.since) || null,
    because: text(json.because),
    priority: text(json.priority),
    lastGood: text(json.lastGood) || null,
    faults: list(json.faults).map((fault) => ({ layer: text(fault.layer), detail: text(fault.detail) })),
    incidents: Array.isArray(json.incidents) ? json.incidents.length : 0,
    downShare: number(json.downShare7d) ?? 0,
  }
}

export function toHappened(value: unknown): Happened {
  const json = record(value)
  const incident = text(json.what) === 'INCIDENT'
  return {
    at: text(json.at),
    state: incident ? null : state(json.state),
    because: text(json.because),
    incident: text(json.incident),
    kind: text(json.kind),
    incidentState: incident ? text(json.state) : '',
    cause: text(json.cause),
  }
}

export function toBulkAction(value: unknown): BulkAction {
  const json = record(value)
  return {
    id: text(json.id),
    action: text(json.action) as BulkKind,
    state: text(json.state) as BulkAction['state'],
    results: list(json.results).map((one) => ({
      camera: text(one.camera),
      name: text(one.name),
      outcome: text(one.outcome) as BulkResult['outcome'],
      detail: text(one.detail),
      before: text(one.before),
      after: text(one.after),
    })),
  }
}

export function toClockHistory(value: unknown): ClockHistory {
  const json = record(value)
  return {
    offset: text(json.offset),
    measuredAt: text(json.measuredAt) || null,
    tolerance: number(json.toleranceSeconds) ?? 5,
    slope: number(json.slopeSecondsPerDay),
    breachAt: text(json.breachAt) || null,
    samples: list(json.samples)
      .map((one) => ({ at: Date.parse(text(one.at)), offset: number(one.offsetSeconds) ?? 0 }))
      .filter((one) => !Number.isNaN(one.at)),
  }
}
