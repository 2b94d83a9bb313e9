import { api } from './client'

/** What the API says about requests, holds, playback and exports; see docs/design/control-api.md and recording-api.md. */
export interface Person {
  id: string
  username: string
  /** What people call the account; the user name where nobody gave one. */
  name?: string
}

export type Grade = 'PROVEN' | 'PROBABLE' | 'POSSIBLE'
export type RequestState = 'PENDING' | 'GRANTED' | 'REFUSED' | 'WITHDRAWN' | 'LAPSED' | 'REVOKED' | 'EXPIRED'
export const REQUEST_STATES: readonly RequestState[] = ['PENDING', 'GRANTED', 'REFUSED', 'WITHDRAWN', 'LAPSED', 'REVOKED', 'EXPIRED']
export const DECISIONS = ['approve', 'refuse', 'narrow', 'revoke', 'withdraw', 'review'] as const
export type Decision = (typeof DECISIONS)[number]

export interface Scope {
  cameras: string[]
  from: string
  to: string
}

export interface AccessRequest {
  id: string
  version: number
  state: RequestState
  requester: Person
  place: { type: string; coordinates: unknown }
  from: string
  to: string
  purpose: string
  caseNumber: string
  createdAt: string
  decideBy?: string | null
  points: { camera: string; name: string; area: string; grade: Grade }[]
  policy: { persons: number; supervisor: boolean; breakGlass: boolean }
  votes: { by: Person; at: string; number: string; supervisor: boolean; comment: string }[]
  /** What is asked for or opened, after narrowing. */
  approved: Scope
  grant?: { id: string; expiresAt?: string | null; open: boolean } | null
  hold?: { id: string; state: string } | null
  breakGlass?: { reason: string; reviewBy: string; escalation: number; review?: { by: Person; at: string; justified: boolean; comment: string } | null } | null
  ended?: { by?: Person | null; at: string; reason: string } | null
  may: string[]
}

export interface Hold {
  id: string
  request: string
  state: 'COPYING' | 'KEPT' | 'APPROVED' | 'DESTROYED'
  from: string
  to: string
  placedAt: string
  until: string
  parts: { camera: string; state: string; files: number; bytes: number; cause?: string | null }[]
}

export interface HoldCertificate {
  hold: string
  request: string
  destroyedAt: string
  reason: string
  files: string[]
}

export interface ExportJob {
  id: string
  grant: string
  state: 'QUEUED' | 'RUNNING' | 'SEALED' | 'REMOVED' | 'CANCELLED' | 'FAILED' | 'CUT'
  progress: number
  bytes: number
  cameras: string[]
  from: string
  to: string
  createdAt: string
  finishedAt?: string | null
  cause?: string | null
  manifestSha256?: string | null
  file?: string | null
}

export interface ExportCheck {
  intact: boolean
  fragments?: number | null
  gaps?: number | null
  sealedAt?: string | null
  stampedAt?: string | null
  certificate?: string | null
  registerKey?: string | null
  record?: number | null
  where?: string | null
  reason?: string | null
}

export interface RecordedStretch {
  from: string
  to: string
  provenance: string
  source: string
}
export interface MissingStretch {
  from: string
  to: string
  cause: string
  detail: string
}

export interface Found {
  cameraId: string
  name: string
  grade: Grade
  share: number
  metres?: number | null
  times: { from: string; to: string }[]
  unknown: string[]
  profile: string
  recordedSeconds: number
  recorded: RecordedStretch[]
  gaps: MissingStretch[]
  clockOffsetMillis?: number | null
}

export interface SearchAnswer {
  from: string
  to: string
  items: Found[]
  near: { cameraId: string; name: string; why: string; detail: string }[]
}

export interface PlaybackOrder {
  id: string
  from: string
  to: string
  expiresAt: string
  serverTime: string
  cameras: { cameraId: string; mse: string; mp4: string; clockOffsetMillis?: number | null; recorded: RecordedStretch[]; gaps: MissingStretch[] }[]
}

export function orderPlayback(request: AccessRequest, cameras: readonly string[]): Promise<PlaybackOrder> {
  return api.post('/playback', { grantId: request.grant?.id ?? null, cameraIds: cameras, from: request.approved.from, to: request.approved.to, purpose: request.purpose.slice(0, 200) })
}

export function personName(person: Person | null | undefined): string {
  return person ? person.name || person.username : ''
}

/** A decision's body: only what was changed is sent, so that an untouched bound keeps its fractions of a second. */
export function narrowed(before: Scope, after: Scope): Partial<Scope> {
  const same = before.cameras.length === after.cameras.length && after.cameras.every((one) => before.cameras.includes(one))
  return { ...(same ? {} : { cameras: after.cameras }), ...(before.from === after.from ? {} : { from: after.from }), ...(before.to === after.to ? {} : { to: after.to }) }
}

/** Value of an `input type=datetime-local` with seconds, in the reader's own zone. */
export function localInput(iso: string): string {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? '' : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}

/** The moment of such an input; one that still shows what it was given goes back as it came, with its fractions. */
export function fromInput(shown: string, before: string): string {
  return shown === localInput(before) ? before : new Date(shown).toISOString()
}
