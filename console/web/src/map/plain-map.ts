import { CAMERA_STATES, type CameraState } from '../api/types'
import { boundsOf, type CameraColumns } from './columns'
import type { Place } from './geometry'
import type { Palette } from './palette'
import type { Overlay, TownMapEvents } from './town-map'

type Features = GeoJSON.FeatureCollection
const CELL = 44
const OVERLAY_OF: Record<string, Overlay> = { areas: 'areas', places: 'places', sectors: 'sectors', blind: 'blind' }

/** The map where there is no WebGL2: the same outline and cameras, drawn by hand on a canvas, gathered by squares. */
export class PlainMap {
  private readonly canvas = document.createElement('canvas')
  private readonly pen: CanvasRenderingContext2D
  private readonly data = new Map<string, Features>()
  private readonly hidden = new Set<Overlay>()
  private readonly observer: ResizeObserver
  private columns: CameraColumns | null = null
  private keep: (state: CameraState) => boolean = () => true
  private center: Place = { lon: 0, lat: 0 }
  /** Pixels a degree of latitude. */
  private scale = 2_000
  private drawing = 0
  private drag: { x: number; y: number; moved: boolean } | null = null
  private groups: { x: number; y: number; n: number; id: string }[] = []

  constructor(container: HTMLElement, private palette: Palette, private readonly on: TownMapEvents) {
    const pen = this.canvas.getContext('2d')
    if (!pen) throw new Error('no 2-D canvas')
    this.pen = pen
    this.canvas.style.cssText = 'width:100%;height:100%;display:block;touch-action:none'
    this.canvas.setAttribute('role', 'img')
    container.append(this.canvas)
    this.observer = new ResizeObserver(() => this.redraw())
    this.observer.observe(container)
    this.canvas.addEventListener('wheel', this.wheel, { passive: false })
    this.canvas.addEventListener('pointerdown', this.down)
    this.canvas.addEventListener('pointermove', this.move)
    this.canvas.addEventListener('pointerup', this.up)
  }

  private readonly wheel = (event: WheelEvent): void => {
    event.preventDefault()
    const at = this.placeAt(event.offsetX, event.offsetY)
    this.scale = Math.min(6e6, Math.max(500, this.scale * (event.deltaY < 0 ? 1.25 : 0.8)))
    const now = this.placeAt(event.offsetX, event.offsetY)
    this.center = { lon: this.center.lon + at.lon - now.lon, lat: this.center.lat + at.lat - now.lat }
    this.changed()
  }
  private readonly down = (event: PointerEvent): void => {
    this.drag = { x: event.offsetX, y: event.offsetY, moved: false }
    this.canvas.setPointerCapture(event.pointerId)
  }
  private readonly move = (event: PointerEvent): void => {
    if (!this.drag) return
    const [dx, dy] = [event.offsetX - this.drag.x, event.offsetY - this.drag.y]
    if (!this.drag.moved && Math.hypot(dx, dy) < 4) return
    this.center = { lon: this.center.lon - dx / (this.scale * this.squeeze()), lat: this.center.lat + dy / this.scale }
    this.drag = { x: event.offsetX, y: event.offsetY, moved: true }
    this.redraw()
  }
  private readonly up = (event: PointerEvent): void => {
    const drag = this.drag
    this.drag = null
    if (drag?.moved) return this.changed()
    const at = this.placeAt(event.offsetX, event.offsetY)
    this.on.place(at)
    const hit = this.groups.find((one) => Math.hypot(one.x - event.offsetX, one.y - event.offsetY) < 18)
    if (hit && hit.n > 1) {
      this.scale *= 3
      this.center = this.placeAt(event.offsetX, event.offsetY)
      return this.changed()
    }
    this.on.pick(hit?.id ?? null, at)
  }

  private squeeze(): number {
    return Math.cos((this.center.lat * Math.PI) / 180)
  }

  private placeAt(x: number, y: number): Place {
    return {
      lon: this.center.lon + (x - this.canvas.clientWidth / 2) / (this.scale * this.squeeze()),
      lat: this.center.lat - (y - this.canvas.clientHeight / 2) / this.scale,
    }
  }

  private xy(lon: number, lat: number): [number, number] {
    return [
      this.canvas.clientWidth / 2 + (lon - this.center.lon) * this.scale * this.squeeze(),
      this.canvas.clientHeight / 2 - (lat - this.center.lat) * this.scale,
    ]
  }

  toScreen(at: Place): { x: number; y: number } {
    const [x, y] = this.xy(at.lon, at.lat)
    return { x, y }
  }

  toPlace(x: number, y: number): Place {
    return this.placeAt(x, y)
  }

  bounds(): [number, number, number, number] {
    const [a, b] = [this.placeAt(0, this.canvas.clientHeight), this.placeAt(this.canvas.clientWidth, 0)]
    return [a.lon, a.lat, b.lon, b.lat]
  }

  private changed(): void {
    this.redraw()
    this.on.moved(this.bounds(), Math.log2(this.scale))
  }

  private redraw(): void {
    cancelAnimationFrame(this.drawing)
    this.drawing = requestAnimationFrame(() => this.draw())
    this.on.view?.()
  }

  private draw(): void {
    const ratio = devicePixelRatio || 1
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight]
    if (this.canvas.width !== width * ratio) this.canvas.width = width * ratio
    if (this.canvas.height !== height * ratio) this.canvas.height = height * ratio
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0)
    this.pen.fillStyle = this.palette.ground
    this.pen.fillRect(0, 0, width, height)
    for (const name of ['areas', 'places', 'blind', 'sectors', 'draft', 'incidents', 'marks']) {
      const overlay = OVERLAY_OF[name]
      if (!overlay || !this.hidden.has(overlay)) for (const feature of this.data.get(name)?.features ?? []) this.shape(name, feature)
    }
    if (!this.hidden.has('cameras')) this.cameras()
  }

  private shape(name: string, feature: GeoJSON.Feature): void {
    const { geometry, properties } = feature
    const pen = this.pen
    if (geometry?.type === 'Point') {
      const [x, y] = this.xy(geometry.coordinates[0] ?? 0, geometry.coordinates[1] ?? 0)
      pen.beginPath()
      pen.arc(x, y, 15, 0, 7)
      pen.strokeStyle = name === 'incidents' ? this.palette.states.DOWN : this.palette.accent
      pen.lineWidth = 3
      pen.stroke()
      return
    }
    const polygons = geometry?.type === 'Polygon' ? [geometry.coordinates] : geometry?.type === 'MultiPolygon' ? geometry.coordinates : []
    pen.beginPath()
    for (const rings of polygons) {
      for (const ring of rings) {
        ring.forEach(([lon = 0, lat = 0], i) => {
          const [x, y] = this.xy(lon, lat)
          if (i) pen.lineTo(x, y)
          else pen.moveTo(x, y)
        })
        pen.closePath()
      }
    }
    const colour = this.colour(name, properties ?? {})
    pen.fillStyle = colour
    pen.globalAlpha = name === 'areas' ? 0.5 : 0.22
    pen.fill('evenodd')
    pen.globalAlpha = 1
    pen.strokeStyle = name === 'areas' ? this.palette.border : colour
    pen.lineWidth = properties?.level === 'COUNTY' ? 2 : 1
    pen.stroke()
  }

  private colour(name: string, properties: Record<string, unknown>): string {
    if (name === 'areas') return this.palette.land
    if (name === 'blind') return this.palette.lost
    if (name === 'sectors') return properties.state === 'DOWN' ? this.palette.states.DOWN : (this.palette.grades[String(properties.grade)] ?? this.palette.accent)
    if (name === 'draft') return properties.what === 'gained' ? this.palette.gained : properties.what === 'lost' ? this.palette.lost : this.palette.accent
    return properties.kind === 'KEY' ? this.palette.key : properties.kind === 'COMPLEX' ? this.palette.complex : this.palette.weak
  }

  private cameras(): void {
    this.groups = []
    const columns = this.columns
    if (!columns) return
    const cells = new Map<string, { x: number; y: number; n: number; worst: CameraState; id: string }>()
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight]
    for (let i = 0; i < columns.count; i++) {
      const state = columns.states[i] ?? 'UNKNOWN'
      if (!this.keep(state)) continue
      const [x, y] = this.xy(columns.lon[i] ?? 0, columns.lat[i] ?? 0)
      if (x < -CELL || y < -CELL || x > width + CELL || y > height + CELL) continue
      const key = `${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`
      const cell = cells.get(key)
      if (!cell) cells.set(key, { x, y, n: 1, worst: state, id: columns.ids[i] ?? '' })
      else {
        cell.n++
        if (CAMERA_STATES.indexOf(state) < CAMERA_STATES.indexOf(cell.worst)) cell.worst = state
      }
    }
    for (const cell of cells.values()) {
      this.pen.beginPath()
      this.pen.arc(cell.x, cell.y, cell.n > 1 ? 14 : 7, 0, 7)
      this.pen.fillStyle = this.palette.states[cell.worst]
      this.pen.fill()
      this.pen.strokeStyle = this.palette.halo
      this.pen.lineWidth = 2
      this.pen.stroke()
      if (cell.n > 1) {
        this.pen.fillStyle = this.palette.halo
        this.pen.font = '600 11px sans-serif'
        this.pen.textAlign = 'center'
        this.pen.textBaseline = 'middle'
        this.pen.fillText(String(cell.n), cell.x, cell.y)
      }
      this.groups.push(cell)
    }
  }

  put(name: string, features: Features): Promise<void> {
    this.data.set(name, features)
    this.redraw()
    return Promise.resolve()
  }

  putCameras(columns: CameraColumns, _nameOf: (id: string) => string, keep: (state: CameraState) => boolean): Promise<void> {
    this.columns = columns
    this.keep = keep
    this.redraw()
    return Promise.resolve()
  }

  show(overlay: Overlay, on: boolean): Promise<void> {
    if (on) this.hidden.delete(overlay)
    else this.hidden.add(overlay)
    this.redraw()
    return Promise.resolve()
  }

  fit(columns: CameraColumns): void {
    const box = boundsOf(columns)
    if (box) this.fitBox(box)
  }

  fitBox([west, south, east, north]: [number, number, number, number], _animate = true): void {
    this.center = { lon: (west + east) / 2, lat: (south + north) / 2 }
    const [width, height] = [Math.max(100, this.canvas.clientWidth - 90), Math.max(100, this.canvas.clientHeight - 90)]
    this.scale = Math.min(width / Math.max(1e-4, (east - west) * this.squeeze()), height / Math.max(1e-4, north - south))
    this.changed()
  }

  goTo(at: Place): void {
    this.center = at
    this.scale = Math.max(this.scale, 400_000)
    this.changed()
  }

  paint(palette: Palette): Promise<void> {
    this.palette = palette
    this.redraw()
    return Promise.resolve()
  }

  close(): void {
    this.observer.disconnect()
    cancelAnimationFrame(this.drawing)
    this.canvas.remove()
  }
}
