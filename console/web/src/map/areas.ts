import { record } from '../api/types'

export type Box = [number, number, number, number]

/** Areas or layers of the API as features: everything but the geometry becomes a property. */
export function unpackAreas(items: readonly unknown[]): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = []
  for (const item of items) {
    const { geometry, ...properties } = record(item)
    if (geometry && typeof geometry === 'object') features.push({ type: 'Feature', properties, geometry: geometry as GeoJSON.Geometry })
  }
  return { type: 'FeatureCollection', features }
}

/** One point in the middle of each area, for its name: a polygon cut into tiles would be named in each of them. */
export function middles(areas: GeoJSON.FeatureCollection): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: areas.features.map((feature) => {
      const [west, south, east, north] = boxOf(feature)
      return { type: 'Feature', properties: feature.properties, geometry: { type: 'Point', coordinates: [(west + east) / 2, (south + north) / 2] } }
    }),
  }
}

/** West, south, east, north of a feature, whatever its kind. */
export function boxOf(feature: GeoJSON.Feature): Box {
  const box: Box = [180, 90, -180, -90]
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return
    const [x, y] = value as unknown[]
    if (typeof x === 'number' && typeof y === 'number') {
      box[0] = Math.min(box[0], x)
      box[1] = Math.min(box[1], y)
      box[2] = Math.max(box[2], x)
      box[3] = Math.max(box[3], y)
    } else value.forEach(walk)
  }
  walk((feature.geometry as { coordinates?: unknown }).coordinates)
  return box
}

/** The smallest box around all of some. */
export function around(boxes: readonly Box[]): Box {
  return [Math.min(...boxes.map((box) => box[0])), Math.min(...boxes.map((box) => box[1])), Math.max(...boxes.map((box) => box[2])), Math.max(...boxes.map((box) => box[3]))]
}
