// One camera in every way a browser has, with the console's own player. Prints a line per check, keeps a screenshot of each,
// exits 1 when a picture or a sound is missing, or when a stopped player holds on to anything. See the script `media`.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launch, playerScript, tiles } from './player.mjs'

const [url, camera, list, folder, password] = process.argv.slice(2)
const PICTURES = Number(process.env.SHARP_EYES_PICTURES ?? 40)
const PATIENCE_MILLIS = 25_000 + PICTURES * 200
mkdirSync(folder, { recursive: true })

const browser = await launch('--ignore-certificate-errors')
const context = await browser.newContext({ viewport: { width: 800, height: 450 }, ignoreHTTPSErrors: true })
// Everything that a player may hold on to is written down, so that it can be asked for afterwards.
await context.addInitScript(() => {
  window.held = { sockets: [], peers: [], sources: [] }
  const noting = (name, into) => {
    window[name] = class extends window[name] {
      constructor(...given) {
        super(...given)
        into.push(this)
      }
    }
  }
  noting('WebSocket', window.held.sockets)
  noting('RTCPeerConnection', window.held.peers)
  noting('MediaSource', window.held.sources)
})
const script = await playerScript()
let failures = 0

async function check(name) {
  const began = Date.now()
  const page = await context.newPage()
  page.on('pageerror', (error) => console.log('page error: ' + error.message))
  try {
    await page.goto(url)
    if (password) {
      const status = await page.evaluate(
        async (secret) =>
          (await fetch('/api/v1/session', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ username: 'demo', password: secret }),
          })).status,
        password,
      )
      if (status >= 300) throw new Error('sign-in: ' + status)
      // The console itself is of no use here, only its cookie.
      await page.evaluate(() => document.body.replaceChildren())
    }
    if (name === 'whep-tcp') {
      await page.evaluate(() => {
        const set = RTCPeerConnection.prototype.setRemoteDescription
        RTCPeerConnection.prototype.setRemoteDescription = function (answer) {
          return set.call(this, { type: answer.type, sdp: answer.sdp.replace(/a=candidate:\S+ 1 udp .*\r\n/g, '') })
        }
      })
    }
    await page.evaluate(script)
    const transport = name.split('-')[0]
    const sound = name.endsWith('-sound')
    await tiles(page, [camera], { profile: 'sub', transport, sound })
    await page.waitForFunction(
      ({ transport, pictures }) => {
        const tile = window.tiles[0]
        const state = tile.states[tile.states.length - 1]
        return state?.kind === 'failed' || (state?.kind === 'playing' && state.transport === transport && tile.video.getVideoPlaybackQuality().totalVideoFrames >= pictures)
      },
      { transport, pictures: PICTURES },
      { timeout: PATIENCE_MILLIS },
    )
    const seen = await page.evaluate(async () => {
      const tile = window.tiles[0]
      let path = ''
      let heard = tile.video.webkitAudioDecodedByteCount ?? 0
      for (const peer of window.held.peers) {
        const stats = [...(await peer.getStats()).values()]
        const pair = stats.find((one) => one.type === 'candidate-pair' && one.nominated)
        path = stats.find((one) => one.id === pair?.remoteCandidateId)?.protocol ?? ''
        heard = stats.find((one) => one.type === 'inbound-rtp' && one.kind === 'audio')?.totalSamplesReceived ?? 0
      }
      return { state: tile.states[tile.states.length - 1], states: tile.states.map((one) => one.kind), figures: await tile.player.figures(), path, heard }
    })
    await page.screenshot({ path: join(folder, name + '.png') })
    if (seen.state.kind !== 'playing') throw new Error('state ' + JSON.stringify(seen.state))
    if (seen.state.notes.length) throw new Error('notes ' + seen.state.notes)
    if (sound && !(seen.state.sound && seen.heard > 0)) throw new Error(`no sound: ${JSON.stringify(seen)}`)
    if (name === 'whep-tcp' && seen.path !== 'tcp') throw new Error('path ' + seen.path)
    const left = await page.evaluate(() => {
      const tile = window.tiles[0]
      tile.player.stop()
      return {
        source: tile.video.src || tile.video.srcObject || '',
        sockets: window.held.sockets.filter((one) => one.readyState < 2).length,
        peers: window.held.peers.filter((one) => one.connectionState !== 'closed').length,
        sources: window.held.sources.filter((one) => one.readyState === 'open').length,
      }
    })
    if (left.source || left.sockets || left.peers || left.sources) throw new Error('left behind: ' + JSON.stringify(left))
    const { figures } = seen
    console.log(
      `ok    ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${name}: ${figures.width}x${figures.height}, first picture ${figures.firstPictureMillis} ms, ${figures.pictures} pictures, ${figures.dropped} dropped, ${figures.stalls} stalls${seen.path ? ', ' + seen.path : ''}${sound ? `, sound ${seen.heard}` : ''}`,
    )
  } catch (failure) {
    failures++
    await page.screenshot({ path: join(folder, name + '.png') }).catch(() => undefined)
    const states = await page.evaluate(() => JSON.stringify(window.tiles?.[0]?.states ?? [])).catch(() => '')
    console.log(`FAIL  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${name}: ${String(failure.message).split('\n')[0]} ${states}`)
  } finally {
    await page.close()
  }
}

for (const name of list.split(',')) await check(name)
await browser.close()
process.exit(failures ? 1 : 0)
