import { describe, expect, it } from 'vitest'
import { toCameraHealth, toHappened, toProof } from '../src/api/health'
import { stretches } from '../src/components/state-strip'

const HOUR = 3_600_000
const begin = Date.parse('2026-11-26T00:00:00Z')
const change = (hour: number, state: string) => toHappened({ at: new Date(begin + hour * HOUR).toISOString(), what: 'STATE', state, because: '' })

describe('a strip of states', () => {
  it('covers the whole time without a gap, newest changes given first', () => {
    const strip = stretches([change(18, 'UP'), change(12, 'DOWN'), change(6, 'UP')], begin, begin + 24 * HOUR)
    expect(strip.map((one) => [one.state, one.from, one.to])).toEqual([['UNKNOWN', 0, 0.25], ['UP', 0.25, 0.5], ['DOWN', 0.5, 0.75], ['UP', 0.75, 1]])
  })

  it('begins in the state that was reached before it', () => {
    const strip = stretches([change(-5, 'DOWN'), change(12, 'UP')], begin, begin + 24 * HOUR)
    expect(strip.map((one) => one.state)).toEqual(['DOWN', 'UP'])
    expect(strip[0]?.at).toBe(new Date(begin - 5 * HOUR).toISOString())
  })

  it('passes over incidents and over the same state told twice', () => {
    const incident = toHappened({ at: new Date(begin + HOUR).toISOString(), what: 'INCIDENT', incident: '1', kind: 'CAMERA_DOWN', state: 'RAISED' })
    expect(stretches([change(-1, 'UP'), incident, change(2, 'UP')], begin, begin + 24 * HOUR)).toEqual([{ state: 'UP', from: 0, to: 1, at: new Date(begin - HOUR).toISOString() }])
  })

  it('knows nothing where nothing is known', () => {
    expect(stretches([], begin, begin + HOUR)).toEqual([{ state: 'UNKNOWN', from: 0, to: 1, at: null }])
  })
})

describe('evidence', () => {
  it('stands in the order of the wire, whatever the order of the answer', () => {
    const health = toCameraHealth({ state: 'DOWN', layers: [{ layer: 'CLOCK_RIGHT', outcome: 'GOOD' }, { layer: 'REACHABLE', outcome: 'BAD', hasProof: true }] })
    expect(health.layers.map((one) => one.layer)).toEqual(['REACHABLE', 'CLOCK_RIGHT'])
    expect(health.layers[0]?.hasProof).toBe(true)
  })

  it('shows the last good exchange only when it is another one than the newest', () => {
    const good = { outcome: 'GOOD', observedAt: '2026-11-26T08:00:00Z', tookMillis: 4, sent: 'OPTIONS', received: '200' }
    expect(toProof({ newest: good, lastGood: good }).lastGood).toBeNull()
    expect(toProof({ newest: { ...good, outcome: 'BAD', observedAt: '2026-11-26T09:00:00Z' }, lastGood: good }).lastGood?.received).toBe('200')
  })
})

