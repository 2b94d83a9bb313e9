import { describe, expect, it } from 'vitest'
import { ApiError } from '../src/api/client'
import { Outbox, type Waiting, type WaitingStore } from '../src/desk/outbox'

function memory(): WaitingStore & { kept: Map<string, Waiting> } {
  const kept = new Map<string, Waiting>()
  return {
    kept,
    all: async () => [...kept.values()],
    put: async (entry) => void kept.set(entry.id, entry),
    remove: async (id) => void kept.delete(id),
  }
}
const entry = (id: string, at = '1'): Waiting => ({ id, event: id, report: null, answer: 'done', picture: null, pictureId: 'p', at })
const away = new ApiError(0, 'unreachable', '', '')

describe('the outbox', () => {
  it('keeps what is written in a dead spot and sends it when there is a way again', async () => {
    let online = false
    const sent: string[] = []
    const store = memory()
    const outbox = new Outbox(store, () => undefined, () => undefined, async (one) => {
      if (!online) throw away
      sent.push(one.id)
    })
    await outbox.add(entry('a'))
    expect(store.kept.size).toBe(1)
    online = true
    await outbox.flush()
    expect(sent).toEqual(['a'])
    expect(store.kept.size).toBe(0)
  })

  it('sends again what was cut off half-way, under the same ids', async () => {
    let tries = 0
    const ids: string[] = []
    const outbox = new Outbox(memory(), () => undefined, () => undefined, async (one) => {
      ids.push(one.id + one.pictureId)
      if (tries++ === 0) throw away
    })
    await outbox.add(entry('a'))
    await outbox.flush()
    expect(ids).toEqual(['ap', 'ap'])
  })

  it('keeps the order, and waits behind what cannot be sent yet', async () => {
    const sent: string[] = []
    const store = memory()
    await store.put(entry('late', '2'))
    await store.put(entry('early', '1'))
    await new Outbox(store, () => undefined, () => undefined, async (one) => void sent.push(one.id)).flush()
    expect(sent).toEqual(['early', 'late'])
  })

  it('tells what the server refuses, and does not stop there', async () => {
    const store = memory()
    await store.put(entry('bad', '1'))
    await store.put(entry('good', '2'))
    const refused: string[] = []
    const sent: string[] = []
    await new Outbox(store, () => undefined, (one) => void refused.push(one.id), async (one) => {
      if (one.id === 'bad') throw new ApiError(409, 'conflict', '', 'closed')
      sent.push(one.id)
    }).flush()
    expect([refused, sent, store.kept.size]).toEqual([['bad'], ['good'], 0])
  })
})
