// Server → screen: time stamps are the server's clock (90 ticks a millisecond, modulo 2^32), so a shown picture says by
// itself when it was sent. Prints one row of a table. See the script `delay`.
import { join } from 'node:path'
import { launch, percentile, playerScript, tiles } from './player.mjs'

const [url, way, seconds, sound, list, folder] = process.argv.slice(2)
const cameras = list.split(',')
/** What the server adds to the times of fragments (ten seconds): they begin above zero. */
const ORIGIN_TICKS = 900_000
const SETTLE_MILLIS = 8_000

const browser = await launch()
const page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
page.on('pageerror', (error) => console.error('page: ' + error.message))
await page.goto(url)
await page.evaluate(await playerScript())
await tiles(page, cameras, { profile: 'sub', transport: way, sound: sound === '1' })
await page.evaluate((origin) => {
  for (const tile of window.tiles) {
    const shown = (now, frame) => {
      const ticks = frame.rtpTimestamp ?? Math.round(frame.mediaTime * 90_000) - origin
      const at = performance.timeOrigin + frame.expectedDisplayTime
      const modulo = 2 ** 32
      const late = ((((at * 90 - ticks) % modulo) + modulo) % modulo) / 90
      tile.shown++
      tile.delays.push(late > modulo / 180 ? late - modulo / 90 : late)
      tile.video.requestVideoFrameCallback(shown)
    }
    tile.video.requestVideoFrameCallback(shown)
  }
}, ORIGIN_TICKS)
await page.waitForTimeout(SETTLE_MILLIS)
await page.evaluate(() => {
  for (const tile of window.tiles) {
    tile.delays.length = 0
    tile.shown = 0
    tile.droppedBefore = tile.video.getVideoPlaybackQuality().droppedVideoFrames
  }
})
await page.waitForTimeout(Number(seconds) * 1000)
const results = await page.evaluate(() =>
  Promise.all(
    window.tiles.map(async (tile) => ({
      delays: tile.delays,
      shown: tile.shown,
      dropped: tile.video.getVideoPlaybackQuality().droppedVideoFrames - tile.droppedBefore,
      figures: await tile.player.figures(),
      state: tile.states[tile.states.length - 1],
      states: tile.states.map((state) => state.kind + (state.reason ? ':' + state.reason : '')),
    })),
  ),
)
await page.screenshot({ path: join(folder, `browser-${way}-${cameras.length}.png`) })
await browser.close()

const sorted = (values) => values.sort((left, right) => left - right)
const delays = sorted(results.flatMap((one) => one.delays))
const first = sorted(results.map((one) => one.figures?.firstPictureMillis).filter((one) => typeof one === 'number'))
const shown = results.reduce((sum, one) => sum + one.shown, 0)
const dropped = results.reduce((sum, one) => sum + one.dropped, 0)
const ill = results.filter((one) => one.state?.kind !== 'playing' || one.state.transport !== way)
const ms = (values, share) => Math.round(percentile(values, share))
console.log(
  `| ${cameras.length} | ${way} | ${ms(first, 0.5)} / ${ms(first, 0.95)} | ${ms(delays, 0.5)} / ${ms(delays, 0.95)} / ${ms(delays, 1)} | ${shown} | ${dropped} | ${(shown / Number(seconds) / cameras.length).toFixed(1)} | ${ill.length} |`,
)
if (ill.length) console.error('not playing: ' + JSON.stringify(ill.map((one) => one.states)))
const again = results.filter((one) => one.states.length > 2)
if (again.length) console.error('began anew: ' + JSON.stringify(again.map((one) => one.states)))
