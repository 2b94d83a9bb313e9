import { record, text } from '../api/types'

export interface FactLine {
  id: string
  name: string
  detail: string
  at: string
}
export interface Facts {
  since: string
  until: string
  incidents: { raised: number; closed: number; open: number; lines: (FactLine & { kind: string; state: string; cameras: number })[] }
  events: { reported: number; closed: number; open: number; lines: (FactLine & { kind: string; state: string })[] }
  cameras: Record<string, number>
  down: FactLine[]
  keyCameras: number
  keyCamerasSeen: number
  unseen: FactLine[]
  away: FactLine[]
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(record) : []
}

function camera(json: Record<string, unknown>): FactLine {
  return { id: text(json.id), name: text(json.name), detail: text(json.state), at: '' }
}

export function toFacts(value: unknown): Facts {
  const json = record(value)
  return {
    since: text(json.since),
    until: text(json.until),
    incidents: {
      raised: Number(json.incidentsRaised) || 0,
      closed: Number(json.incidentsClosed) || 0,
      open: Number(json.incidentsOpen) || 0,
      lines: list(json.openIncidents).map((one) => ({ id: text(one.id), name: text(one.cause), detail: text(one.assignee), at: text(one.raisedAt), kind: text(one.kind), state: text(one.state), cameras: Number(one.cameras) })),
    },
    events: {
      reported: Number(json.eventsReported) || 0,
      closed: Number(json.eventsClosed) || 0,
      open: Number(json.eventsOpen) || 0,
      lines: list(json.openEvents).map((one) => ({ id: text(one.id), name: text(one.text), detail: text(one.assignee), at: text(one.at), kind: text(one.kind), state: text(one.state) })),
    },
    cameras: Object.fromEntries(Object.entries(record(json.cameras)).map(([state, count]) => [state, Number(count)])),
    down: list(json.down).map(camera),
    keyCameras: Number(json.keyCameras) || 0,
    keyCamerasSeen: Number(json.keyCamerasSeen) || 0,
    unseen: list(json.keyCamerasUnseen).map(camera),
    away: list(json.awayFromGuard).map(camera),
  }
}
