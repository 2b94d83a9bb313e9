import { api } from '../api/client'
import { record, text } from '../api/types'
import { uuid } from '../api/uuid'

export const WALL_EVENT_KINDS = ['PUBLIC_ORDER', 'TRAFFIC', 'FIRE', 'DISPUTE', 'ENVIRONMENT', 'FACILITY', 'HELP', 'OTHER'] as const
export const WALL_EVENT_STATES = ['REPORTED', 'ASSIGNED', 'ANSWERED', 'RATED', 'CLOSED'] as const

export interface Named {
  id: string
  name: string
}
export interface WallEvent {
  id: string
  kind: string
  state: (typeof WALL_EVENT_STATES)[number]
  text: string
  camera: Named | null
  areaName: string
  location: { lon: number; lat: number } | null
  at: string
  reporter: string
  assignee: string
  stars: number
  mine: boolean
  handle: boolean
  nearest: Named[]
  clip: { from: string; to: string } | null
}
export interface WallEventFile {
  event: WallEvent
  steps: { what: string; actor: string; text: string; picture: string; at: string }[]
  pictures: { id: string; origin: string; by: string; at: string }[]
}
export interface Report {
  kind: string
  text: string
  camera?: string | null
  location?: { type: 'Point'; coordinates: [number, number] } | null
  at: string
}

function named(value: unknown): Named {
  const json = record(value)
  return { id: text(json.id), name: text(json.name) }
}

export function toWallEvent(value: unknown): WallEvent {
  const json = record(value)
  const place = record(json.location).coordinates
  const [lon, lat] = Array.isArray(place) ? place : []
  const clip = record(json.clip)
  return {
    id: text(json.id),
    kind: text(json.kind),
    state: (WALL_EVENT_STATES as readonly string[]).includes(text(json.state)) ? (text(json.state) as WallEvent['state']) : 'REPORTED',
    text: text(json.text),
    camera: json.camera ? named(json.camera) : null,
    areaName: text(json.areaName),
    location: typeof lon === 'number' && typeof lat === 'number' ? { lon, lat } : null,
    at: text(json.at),
    reporter: text(json.reporter),
    assignee: text(json.assignee),
    stars: Number(json.stars) || 0,
    mine: json.mine === true,
    handle: json.handle === true,
    nearest: (Array.isArray(json.nearest) ? json.nearest : []).map(named),
    clip: text(clip.from) ? { from: text(clip.from), to: text(clip.to) } : null,
  }
}

export function toWallEventFile(value: unknown): WallEventFile {
  const json = record(value)
  const list = (items: unknown): Record<string, unknown>[] => (Array.isArray(items) ? items.map(record) : [])
  return {
    event: toWallEvent(json.event),
    steps: list(json.steps).map((step) => ({ what: text(step.what), actor: text(step.actor), text: text(step.text), picture: text(step.picture), at: text(step.at) })),
    pictures: list(json.pictures).map((picture) => ({ id: text(picture.id), origin: text(picture.origin), by: text(picture.by), at: text(picture.at) })),
  }
}

/** Adds a picture; sent again under the same id it is kept once. */
export async function addPicture(event: string, picture: Blob, id: string): Promise<void> {
  await api.upload(`/wall-events/${event}/pictures/${id}`, picture)
}

/**
 * Reports once, however often it is called with the same `sending`: the ids are chosen at the first try.
 *
 * @returns id of the event
 */
export async function reportWallEvent(report: Report, picture: Blob | null, sending: { event: string; picture: string }): Promise<string> {
  sending.event ||= uuid()
  sending.picture ||= uuid()
  await api.put('/wall-events/' + sending.event, report)
  if (picture) await addPicture(sending.event, picture, sending.picture)
  return sending.event
}
