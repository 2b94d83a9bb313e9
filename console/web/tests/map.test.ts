import { describe, expect, it } from 'vitest'
import { boxOf, middles, unpackAreas } from '../src/map/areas'
import { boundsOf, unpack } from '../src/map/columns'
import { away, bearing, metres, sector } from '../src/map/geometry'

describe('camera columns', () => {
  const columns = unpack({
    ids: '0123456789abcdef0123456789abcdef' + 'ffffffffffffffffffffffffffffffff',
    states: 'UD',
    longitude: [109_620_000, 1_500],
    latitude: [33_290_000, -2_000],
    azimuth: [10, -1],
    withoutPosition: 3,
  })

  it('are unpacked from differences', () => {
    expect(columns.ids[0]).toBe('01234567-89ab-cdef-0123-456789abcdef')
    expect(columns.states).toEqual(['UP', 'DOWN'])
    expect(columns.lon[1]).toBeCloseTo(109.6215, 6)
    expect(columns.lat[1]).toBeCloseTo(33.288, 6)
    expect([columns.azimuth[0], columns.azimuth[1], columns.withoutPosition]).toEqual([10, -1, 3])
  })

  it('know where they lie', () => {
    expect(boundsOf(columns)).toEqual([109.62, 33.288, 109.6215, 33.29])
    expect(boundsOf(unpack({}))).toBeNull()
  })
})

describe('geometry', () => {
  const here = { lon: 109.62, lat: 33.29 }

  it('goes there and back', () => {
    for (const turn of [0, 45, 90, 180, 270, 359]) {
      const there = away(here, turn, 100)
      expect(bearing(here, there)).toBeCloseTo(turn, 3)
      const { east, north } = metres(here, there)
      expect(Math.hypot(east, north)).toBeCloseTo(100, 3)
    }
  })

  it('draws a slice from the camera and back to it, and a whole circle without it', () => {
    const slice = sector(here, 0, 60, 50)
    expect(slice[0]).toEqual([here.lon, here.lat])
    expect(slice.at(-1)).toEqual([here.lon, here.lat])
    expect(sector(here, 0, 360, 50).some(([lon, lat]) => lon === here.lon && lat === here.lat)).toBe(false)
  })
})

describe('areas', () => {
  const areas = unpackAreas([{ id: 'a', name: 'A', geometry: { type: 'MultiPolygon', coordinates: [[[[1, 2], [3, 2], [3, 6], [1, 2]]]] } }, { id: 'b', geometry: null }])

  it('without a shape are left out', () => {
    expect(areas.features.map((feature) => feature.properties?.id)).toEqual(['a'])
  })

  it('are named in their middle', () => {
    expect(boxOf(areas.features[0] as GeoJSON.Feature)).toEqual([1, 2, 3, 6])
    expect(middles(areas).features[0]?.geometry).toEqual({ type: 'Point', coordinates: [2, 4] })
  })
})
