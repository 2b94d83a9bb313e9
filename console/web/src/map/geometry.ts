export interface Place {
  lon: number
  lat: number
}

const METRES_OF_DEGREE = 111_320

/** Metres east and north from one place to another; good within a county. */
export function metres(from: Place, to: Place): { east: number; north: number } {
  return {
    east: (to.lon - from.lon) * METRES_OF_DEGREE * Math.cos((from.lat * Math.PI) / 180),
    north: (to.lat - from.lat) * METRES_OF_DEGREE,
  }
}

export function away(from: Place, bearing: number, distance: number): Place {
  const turn = (bearing * Math.PI) / 180
  return {
    lon: from.lon + (Math.sin(turn) * distance) / (METRES_OF_DEGREE * Math.cos((from.lat * Math.PI) / 180)),
    lat: from.lat + (Math.cos(turn) * distance) / METRES_OF_DEGREE,
  }
}

/** Degrees clockwise from true north, 0 up to but not 360. */
export function bearing(from: Place, to: Place): number {
  const { east, north } = metres(from, to)
  const degrees = (Math.atan2(east, north) * 180) / Math.PI
  return ((degrees % 360) + 360) % 360
}

/** The outline of what a camera looks at: a slice, or the whole circle for 360° or more. */
export function sector(at: Place, azimuth: number, angle: number, reach: number): [number, number][] {
  const round = angle >= 360
  const steps = Math.max(8, Math.ceil(Math.min(angle, 360) / 4))
  const from = round ? 0 : azimuth - angle / 2
  const ring: [number, number][] = round ? [] : [[at.lon, at.lat]]
  for (let i = 0; i <= steps; i++) {
    const edge = away(at, from + (Math.min(angle, 360) * i) / steps, reach)
    ring.push([edge.lon, edge.lat])
  }
  const [first] = ring
  if (!round && first) ring.push(first)
  return ring
}
