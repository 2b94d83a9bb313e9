import {
  AttributionControl,
  type ExpressionSpecification,
  type GeoJSONSource,
  Map as GlMap,
  type MapLayerMouseEvent,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type StyleSpecification,
} from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { CAMERA_STATES, type CameraState } from '../api/types'
import { boundsOf, type CameraColumns } from './columns'
import type { Place } from './geometry'
import type { Palette } from './palette'

setWorkerUrl(workerUrl)

type Features = GeoJSON.FeatureCollection
export const NOTHING: Features = { type: 'FeatureCollection', features: [] }

/** What a map shows besides cameras; each can be switched off. */
export type Overlay = 'areas' | 'places' | 'sectors' | 'blind' | 'cameras'

const LAYERS: Record<Overlay, string[]> = {
  areas: ['area-fill', 'area-line', 'area-name'],
  places: ['place-fill', 'place-line', 'place-name'],
  sectors: ['sector-fill', 'sector-line'],
  blind: ['blind-fill', 'blind-line'],
  cameras: ['cluster', 'cluster-count', 'camera-aim', 'camera', 'camera-mark', 'camera-name'],
}
const SOURCES = ['areas', 'area-names', 'places', 'sectors', 'blind', 'draft', 'marks', 'incidents'] as const
const LETTER: Record<CameraState, string> = { UP: '', SUSPECT: '!', DOWN: '×', UNKNOWN: '?', MAINTENANCE: '≡' }

function byState(palette: Palette): ExpressionSpecification {
  return ['match', ['get', 's'], ...CAMERA_STATES.flatMap((state) => [state, palette.states[state]]), palette.states.UNKNOWN] as unknown as ExpressionSpecification
}

function byGrade(palette: Palette): ExpressionSpecification {
  return ['match', ['get', 'grade'], ...Object.entries(palette.grades).flat(), palette.states.UNKNOWN] as unknown as ExpressionSpecification
}

function style(palette: Palette): StyleSpecification {
  const empty = { type: 'geojson' as const, data: NOTHING }
  return {
    version: 8,
    sources: {
      ...Object.fromEntries(SOURCES.map((name) => [name, empty])),
      cameras: {
        type: 'geojson',
        data: NOTHING,
        cluster: true,
        clusterRadius: 46,
        clusterMaxZoom: 15,
        clusterProperties: {
          down: ['+', ['case', ['==', ['get', 's'], 'DOWN'], 1, 0]],
          ill: ['+', ['case', ['in', ['get', 's'], ['literal', ['SUSPECT', 'UNKNOWN']]], 1, 0]],
        },
      },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': palette.ground } },
      { id: 'area-fill', type: 'fill', source: 'areas', paint: { 'fill-color': palette.land, 'fill-opacity': ['match', ['get', 'level'], 'COUNTY', 0.9, 0.25] } },
      { id: 'place-fill', type: 'fill', source: 'places', paint: { 'fill-color': ['match', ['get', 'kind'], 'KEY', palette.key, 'COMPLEX', palette.complex, palette.weak], 'fill-opacity': 0.16 } },
      { id: 'place-line', type: 'line', source: 'places', paint: { 'line-color': ['match', ['get', 'kind'], 'KEY', palette.key, 'COMPLEX', palette.complex, palette.weak], 'line-width': 1, 'line-dasharray': [3, 2] } },
      { id: 'blind-fill', type: 'fill', source: 'blind', paint: { 'fill-color': palette.lost, 'fill-opacity': 0.13 } },
      { id: 'blind-line', type: 'line', source: 'blind', paint: { 'line-color': palette.lost, 'line-width': 1, 'line-opacity': 0.7 } },
      { id: 'area-line', type: 'line', source: 'areas', paint: { 'line-color': palette.border, 'line-width': ['match', ['get', 'level'], 'COUNTY', 2.4, 'TOWN', 1.6, 'VILLAGE', 1, 0.5] } },
      { id: 'sector-fill', type: 'fill', source: 'sectors', paint: { 'fill-color': ['case', ['==', ['get', 'state'], 'DOWN'], palette.states.DOWN, byGrade(palette)], 'fill-opacity': ['match', ['get', 'grade'], 'PROVEN', 0.34, 'PROBABLE', 0.2, 0.1] } },
      { id: 'sector-line', type: 'line', source: 'sectors', paint: { 'line-color': ['case', ['==', ['get', 'state'], 'DOWN'], palette.states.DOWN, byGrade(palette)], 'line-width': 1, 'line-opacity': 0.75 } },
      { id: 'draft-fill', type: 'fill', source: 'draft', paint: { 'fill-color': ['match', ['get', 'what'], 'gained', palette.gained, 'lost', palette.lost, palette.accent], 'fill-opacity': ['match', ['get', 'what'], 'sector', 0.16, 0.42] } },
      { id: 'draft-line', type: 'line', source: 'draft', paint: { 'line-color': ['match', ['get', 'what'], 'gained', palette.gained, 'lost', palette.lost, palette.accent], 'line-width': 2 } },
      { id: 'area-name', type: 'symbol', source: 'area-names', maxzoom: 16, filter: ['!=', ['get', 'level'], 'GRID'], layout: { 'text-field': ['get', 'name'], 'text-size': ['match', ['get', 'level'], 'COUNTY', 17, 'TOWN', 14, 12], 'text-font': ['sans-serif'], 'text-padding': 6 }, paint: { 'text-color': palette.ink, 'text-opacity': 0.7, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 } },
      { id: 'place-name', type: 'symbol', source: 'places', minzoom: 13, layout: { 'text-field': ['get', 'name'], 'text-size': 11, 'text-font': ['sans-serif'] }, paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 } },
      { id: 'incident', type: 'circle', source: 'incidents', paint: { 'circle-radius': 17, 'circle-color': palette.states.DOWN, 'circle-opacity': 0.16, 'circle-stroke-color': palette.states.DOWN, 'circle-stroke-width': 2 } },
      {
        id: 'cluster', type: 'circle', source: 'cameras', filter: ['has', 'point_count'],
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['log10', ['get', 'point_count']], 0.3, 14, 2, 20, 4, 30],
          'circle-color': ['case', ['>', ['/', ['get', 'down'], ['get', 'point_count']], 0.5], palette.states.DOWN, ['>', ['get', 'down'], 0], palette.states.SUSPECT, ['>', ['/', ['get', 'ill'], ['get', 'point_count']], 0.5], palette.states.UNKNOWN, palette.states.UP],
          'circle-opacity': 0.92, 'circle-stroke-width': 2, 'circle-stroke-color': palette.halo,
        },
      },
      {
        id: 'cluster-count', type: 'symbol', source: 'cameras', filter: ['has', 'point_count'],
        layout: { 'text-field': ['case', ['>', ['get', 'down'], 0], ['concat', ['get', 'point_count_abbreviated'], '\n×', ['get', 'down']], ['get', 'point_count_abbreviated']], 'text-size': 11.5, 'text-font': ['sans-serif'], 'text-line-height': 1, 'text-allow-overlap': true },
        paint: { 'text-color': palette.halo },
      },
      {
        id: 'camera-aim', type: 'symbol', source: 'cameras', filter: ['all', ['!', ['has', 'point_count']], ['>=', ['get', 'a'], 0]], minzoom: 13,
        layout: { 'icon-image': 'aim', 'icon-rotate': ['get', 'a'], 'icon-rotation-alignment': 'map', 'icon-allow-overlap': true, 'icon-ignore-placement': true },
        paint: { 'icon-color': byState(palette), 'icon-opacity': 0.55 },
      },
      {
        id: 'camera', type: 'circle', source: 'cameras', filter: ['!', ['has', 'point_count']],
        paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 4, 16, 9], 'circle-color': byState(palette), 'circle-stroke-color': palette.halo, 'circle-stroke-width': 1.6 },
      },
      {
        id: 'camera-mark', type: 'symbol', source: 'cameras', filter: ['!', ['has', 'point_count']], minzoom: 12,
        layout: { 'text-field': ['match', ['get', 's'], ...CAMERA_STATES.filter((state) => state !== 'UP').flatMap((state) => [state, LETTER[state]]), ''] as unknown as ExpressionSpecification, 'text-size': 12, 'text-font': ['sans-serif'], 'text-allow-overlap': true },
        paint: { 'text-color': palette.halo },
      },
      {
        id: 'camera-name', type: 'symbol', source: 'cameras', filter: ['!', ['has', 'point_count']], minzoom: 15.5,
        layout: { 'text-field': ['get', 'n'], 'text-size': 11.5, 'text-font': ['sans-serif'], 'text-offset': [0, 1.1], 'text-anchor': 'top', 'text-optional': true },
        paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 1.5 },
      },
      { id: 'mark', type: 'circle', source: 'marks', paint: { 'circle-radius': 13, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': palette.accent, 'circle-stroke-width': 3 } },
      { id: 'mark-name', type: 'symbol', source: 'marks', layout: { 'text-field': ['get', 'n'], 'text-size': 13, 'text-font': ['sans-serif'], 'text-allow-overlap': true }, paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 2 } },
    ],
  }
}

/** A wedge that opens to the north; turned by the azimuth. */
function aim(): ImageData {
  const size = 96
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size })
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no 2-D canvas')
  pen.beginPath()
  pen.moveTo(size / 2, size / 2)
  pen.arc(size / 2, size / 2, size / 2 - 4, -Math.PI / 2 - 0.5, -Math.PI / 2 + 0.5)
  pen.closePath()
  pen.fill()
  return pen.getImageData(0, 0, size, size)
}

export interface TownMapEvents {
  pick: (camera: string | null, at: Place) => void
  place: (at: Place) => void
  moved: (bounds: [number, number, number, number], zoom: number) => void
  /** The view changes: what is laid over the map moves with it. */
  view?: () => void
}

/** The map of a town on WebGL: own outline, no tiles, nothing fetched from elsewhere. */
export class TownMap {
  readonly gl: GlMap
  private readonly ready: Promise<void>
  private readonly data = new Map<string, Features>()
  private palette: Palette

  constructor(container: HTMLElement, palette: Palette, on: TownMapEvents) {
    this.palette = palette
    this.gl = new GlMap({
      container,
      style: style(palette),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 20,
      fadeDuration: 120,
    })
    this.gl.touchZoomRotate.disableRotation()
    this.gl.addControl(new NavigationControl({ showCompass: false }), 'bottom-right')
    this.gl.addControl(new ScaleControl({}), 'bottom-left')
    this.gl.addControl(new AttributionControl({ compact: true, customAttribution: '' }))
    this.gl.once('style.load', () => this.gl.addImage('aim', aim(), { sdf: true, pixelRatio: 2 }))
    this.ready = new Promise((resolve) => this.gl.once('style.load', () => resolve()))
    this.gl.on('error', (event) => console.error('map', event.error))
    this.gl.on('click', 'cluster', (event) => void this.open(event))
    this.gl.on('click', (event) => {
      const [hit] = this.gl.queryRenderedFeatures(event.point, { layers: ['camera', 'cluster'] })
      const at = { lon: event.lngLat.lng, lat: event.lngLat.lat }
      on.place(at)
      if (hit?.layer.id === 'cluster') return
      on.pick(hit ? String(hit.properties.id) : null, at)
    })
    for (const layer of ['camera', 'cluster']) {
      this.gl.on('mouseenter', layer, () => (this.gl.getCanvas().style.cursor = 'pointer'))
      this.gl.on('mouseleave', layer, () => (this.gl.getCanvas().style.cursor = ''))
    }
    this.gl.on('move', () => on.view?.())
    this.gl.on('resize', () => on.view?.())
    this.gl.on('moveend', () => on.moved(this.bounds(), this.gl.getZoom()))
  }

  bounds(): [number, number, number, number] {
    const box = this.gl.getBounds()
    return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()]
  }

  /** Pixels from the upper left of the map. */
  toScreen(at: Place): { x: number; y: number } {
    const { x, y } = this.gl.project([at.lon, at.lat])
    return { x, y }
  }

  toPlace(x: number, y: number): Place {
    const { lng, lat } = this.gl.unproject([x, y])
    return { lon: lng, lat }
  }

  private async open(event: MapLayerMouseEvent): Promise<void> {
    const [cluster] = event.features ?? []
    if (!cluster || cluster.geometry.type !== 'Point') return
    const zoom = await this.source('cameras').getClusterExpansionZoom(Number(cluster.properties.cluster_id))
    this.gl.easeTo({ center: cluster.geometry.coordinates as [number, number], zoom: zoom + 0.3, duration: 350 })
  }

  private source(name: string): GeoJSONSource {
    return this.gl.getSource(name) as GeoJSONSource
  }

  /** Waits for the style once; later data go straight in. */
  async put(name: (typeof SOURCES)[number] | 'cameras', features: Features): Promise<void> {
    this.data.set(name, features)
    await this.ready
    if (this.data.get(name) === features) void this.source(name).setData(features)
  }

  putCameras(columns: CameraColumns, nameOf: (id: string) => string, keep: (state: CameraState) => boolean): Promise<void> {
    const features: GeoJSON.Feature[] = []
    for (let i = 0; i < columns.count; i++) {
      const state = columns.states[i] ?? 'UNKNOWN'
      if (!keep(state)) continue
      const id = columns.ids[i] ?? ''
      features.push({
        type: 'Feature',
        properties: { id, s: state, n: nameOf(id), a: columns.azimuth[i] ?? -1 },
        geometry: { type: 'Point', coordinates: [columns.lon[i] ?? 0, columns.lat[i] ?? 0] },
      })
    }
    return this.put('cameras', { type: 'FeatureCollection', features })
  }

  async show(overlay: Overlay, on: boolean): Promise<void> {
    await this.ready
    for (const layer of LAYERS[overlay]) this.gl.setLayoutProperty(layer, 'visibility', on ? 'visible' : 'none')
  }

  fit(columns: CameraColumns, animate = false): void {
    const box = boundsOf(columns)
    if (box) this.fitBox(box, animate)
  }

  fitBox(box: [number, number, number, number], animate = true): void {
    this.gl.fitBounds(box, { padding: this.padding(), maxZoom: 17, duration: animate ? 450 : 0 })
  }

  /** Room for the panel on the left of a wide map. */
  private padding(): { top: number; bottom: number; left: number; right: number } {
    const wide = this.gl.getContainer().clientWidth > 760
    return wide ? { top: 48, bottom: 48, left: 350, right: 64 } : { top: 130, bottom: 40, left: 24, right: 24 }
  }

  goTo(at: Place, zoom = 17): void {
    this.gl.easeTo({ center: [at.lon, at.lat], zoom: Math.max(this.gl.getZoom(), zoom), duration: 400 })
  }

  async paint(palette: Palette): Promise<void> {
    if (palette === this.palette) return
    this.palette = palette
    await this.ready
    const next = style(palette)
    for (const layer of next.layers) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) this.gl.setPaintProperty(layer.id, name as never, value as never)
    }
  }

  close(): void {
    this.gl.remove()
  }
}

export function webGlWorks(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}
