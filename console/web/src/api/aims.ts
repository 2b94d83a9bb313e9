import { record, text } from './types'

export const AIMS = ['coverage', 'sharing', 'availability', 'control'] as const
export type Aim = (typeof AIMS)[number]

/** A share with its two counters, its formula and what it should reach. */
export interface Rate {
  value: number | null
  numerator: number
  denominator: number
  target: number
  oldestSampleSeconds: number | null
}

export interface Aims {
  id: string
  name: string
  points: number
  rates: Record<Aim, Rate | null>
}

export interface MoreFigures {
  id: string
  online: number | null
  clockRight: number | null
  acknowledgeMinutes: number | null
  repairMinutes: number | null
  incidents: number
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function toRate(value: unknown): Rate | null {
  if (value === null || value === undefined) return null
  const json = record(value)
  return {
    value: number(json.value),
    numerator: number(json.numerator) ?? 0,
    denominator: number(json.denominator) ?? 0,
    target: number(json.target) ?? 1,
    oldestSampleSeconds: number(json.oldestSampleSeconds),
  }
}

function toAims(value: unknown): Aims {
  const json = record(value)
  const group = record(json.group)
  return {
    id: text(group.id),
    name: text(group.name),
    points: number(json.points) ?? 0,
    rates: { coverage: toRate(json.coverage), sharing: toRate(json.sharing), availability: toRate(json.availability), control: toRate(json.control) },
  }
}

export function toAimsAnswer(value: unknown): { total: Aims; items: Aims[] } {
  const json = record(value)
  return { total: toAims(json.total), items: (Array.isArray(json.items) ? json.items : []).map(toAims) }
}

export function toMoreFigures(value: unknown): MoreFigures {
  const json = record(value)
  return {
    id: text(record(json.group).id),
    online: number(record(json.online).value),
    clockRight: number(record(json.clockRight).value),
    acknowledgeMinutes: number(record(json.acknowledgeMinutes).value),
    repairMinutes: number(record(json.repairMinutes).value),
    incidents: number(record(json.repairMinutes).incidents) ?? 0,
  }
}
