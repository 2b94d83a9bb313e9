import { record } from '../api/types'

export interface Cell {
  column: number
  row: number
  width: number
  height: number
}
export interface Layout {
  columns: number
  rows: number
  cells: Cell[]
}

export const MOST_LINES = 12
export const MOST_CELLS = 64

export function grid(columns: number, rows: number): Layout {
  const cells: Cell[] = []
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) cells.push({ column, row, width: 1, height: 1 })
  return { columns, rows, cells }
}

/** One large tile in the corner and small ones around it: 1+5 for a side of 3, 1+7 for 4. */
export function focus(side: number): Layout {
  const large = side - 1
  const cells: Cell[] = [{ column: 0, row: 0, width: large, height: large }]
  for (let row = 0; row < large; row++) cells.push({ column: large, row, width: 1, height: 1 })
  for (let column = 0; column < side; column++) cells.push({ column, row: large, width: 1, height: 1 })
  return { columns: side, rows: side, cells }
}

export const PRESETS: readonly { key: string; layout: Layout }[] = [
  ...[1, 2, 3, 4, 5, 6].map((side) => ({ key: String(side * side), layout: grid(side, side) })),
  { key: '1+5', layout: focus(3) },
  { key: '1+7', layout: focus(4) },
]

export function same(a: Layout, b: Layout): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Reads what was kept; anything that is no layout gives null. */
export function toLayout(value: unknown): Layout | null {
  const json = record(value)
  const [columns, rows] = [Number(json.columns), Number(json.rows)]
  const whole = (n: number, most: number): boolean => Number.isInteger(n) && n >= 1 && n <= most
  if (!whole(columns, MOST_LINES) || !whole(rows, MOST_LINES) || !Array.isArray(json.cells)) return null
  const cells = json.cells.map((item) => {
    const cell = record(item)
    return { column: Number(cell.column), row: Number(cell.row), width: Number(cell.width), height: Number(cell.height) }
  })
  const fits = cells.every((cell) => cell.column >= 0 && cell.row >= 0 && whole(cell.width, columns - cell.column) && whole(cell.height, rows - cell.row))
  return fits && cells.length > 0 && cells.length <= MOST_CELLS ? { columns, rows, cells } : null
}

/** Which tile an arrow key leads to: the nearest whose centre lies that way. */
export function neighbour(layout: Layout, from: number, key: string): number {
  const here = layout.cells[from]
  if (!here) return 0
  const centre = (cell: Cell): [number, number] => [cell.column + cell.width / 2, cell.row + cell.height / 2]
  const [x, y] = centre(here)
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key]
  if (!way) return from
  const [wx = 0, wy = 0] = way
  let best = from
  let bestCost = Infinity
  layout.cells.forEach((cell, i) => {
    const [cx, cy] = centre(cell)
    const along = (cx - x) * wx + (cy - y) * wy
    const across = Math.abs((cx - x) * wy) + Math.abs((cy - y) * wx)
    const cost = along + 2 * across
    if (i !== from && along > 0.01 && cost < bestCost) {
      best = i
      bestCost = cost
    }
  })
  return best
}
