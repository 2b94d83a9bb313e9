import { describe, expect, it } from 'vitest'
import { backoffMillis, EventStreamParser } from '../src/api/sse'
import { parseHello, playable, socketUrl, withCodecs } from '../src/player/wire'

describe('the media socket', () => {
  it('names the format first', () => {
    expect(parseHello('{"mime":"video/mp4; codecs=\\"avc1.42E01E\\""}')).toEqual({ kind: 'format', mime: 'video/mp4; codecs="avc1.42E01E"' })
    expect(parseHello('{"codecs":"avc1.42E01E,flac"}')).toEqual({ kind: 'format', mime: 'video/mp4; codecs="avc1.42E01E,flac"' })
  })

  it('may say why it ends, and anything else does no harm', () => {
    expect(parseHello('{"reason":"camera-lost"}')).toEqual({ kind: 'end', reason: 'camera-lost' })
    expect(parseHello('not json')).toEqual({ kind: 'other' })
    expect(parseHello('[]')).toEqual({ kind: 'other' })
  })

  it('is opened where the page came from, whatever name the server gives itself', () => {
    const page = { protocol: 'https:', host: 'video.example:8443' }
    expect(socketUrl('/media/mse?ticket=a', page)).toBe('wss://video.example:8443/media/mse?ticket=a')
    expect(socketUrl('ws://10.0.0.1:8080/media/mse?ticket=a', page)).toBe('wss://video.example:8443/media/mse?ticket=a')
  })

  it('tells the server only what the browser plays', () => {
    expect(playable((mime) => mime.includes('avc1') || mime.includes('flac'))).toEqual(['h264', 'flac'])
    expect(withCodecs('ws://a/media?ticket=1', ['h264', 'flac'])).toBe('ws://a/media?ticket=1&codecs=h264,flac')
  })
})

describe('the event stream', () => {
  it('puts events together however they are cut', () => {
    const text = ': hello\nid: 7\nevent: incident\ndata: {"a":\ndata: 1}\n\ndata: x\r\n\r\n'
    for (let cut = 0; cut <= text.length; cut++) {
      const parser = new EventStreamParser()
      const events = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))]
      expect(events).toEqual([
        { id: '7', name: 'incident', data: '{"a":\n1}' },
        { id: '7', name: 'message', data: 'x' },
      ])
    }
  })

  it('refuses a line without end', () => {
    const parser = new EventStreamParser(100)
    expect(() => parser.push('x'.repeat(101))).toThrow('without end')
  })

  it('comes back later each time, never all at once', () => {
    expect(backoffMillis(0, 0)).toBe(600)
    expect(backoffMillis(0, 1)).toBe(1000)
    expect(backoffMillis(9, 1)).toBe(15_000)
  })
})
