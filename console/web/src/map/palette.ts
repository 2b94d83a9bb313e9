import type { CameraState } from '../api/types'

/** Colours of the map by theme; each state has a shape as well, so that none depends on colour alone. */
export interface Palette {
  ground: string
  land: string
  border: string
  ink: string
  halo: string
  accent: string
  key: string
  complex: string
  weak: string
  gained: string
  lost: string
  states: Record<CameraState, string>
  grades: Record<string, string>
}

export const LIGHT: Palette = {
  ground: '#e6ebf0', land: '#f8fafb', border: '#9db0c1', ink: '#22303d', halo: '#ffffff', accent: '#1a5f8f',
  key: '#c47f17', complex: '#a3386b', weak: '#5a6874', gained: '#0b8a6a', lost: '#c2410c',
  states: { UP: '#0b7a61', SUSPECT: '#b87800', DOWN: '#c2391b', UNKNOWN: '#66747f', MAINTENANCE: '#6452ab' },
  grades: { PROVEN: '#0b7a61', PROBABLE: '#2b7cb3', POSSIBLE: '#8d9caa' },
}
export const DARK: Palette = {
  ground: '#0a1118', land: '#121c26', border: '#3d5266', ink: '#dbe6ee', halo: '#0d141b', accent: '#6db8e2',
  key: '#e8b04b', complex: '#e07ab0', weak: '#8d9caa', gained: '#56cfae', lost: '#ff8a68',
  states: { UP: '#43c9a4', SUSPECT: '#f0b84a', DOWN: '#ff7a55', UNKNOWN: '#93a3b0', MAINTENANCE: '#b5a6f0' },
  grades: { PROVEN: '#43c9a4', PROBABLE: '#6db8e2', POSSIBLE: '#8193a2' },
}
