// The console's own player as one script, and a Chromium that plays: what all media journeys share.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { build } from 'vite'

const web = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Source text that defines `window.player.LivePlayer`. */
export async function playerScript() {
  const built = await build({
    configFile: false,
    root: web,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(web, 'src', 'player', 'live-player.ts'), name: 'player', formats: ['iife'], fileName: 'player' },
    },
  })
  const output = (Array.isArray(built) ? built[0] : built).output
  // Evaluated, not added as a tag: pages that forbid scripts in line are played on too.
  return output[0].code + '\nwindow.player = player\n0'
}

/** A browser as the notes on measuring say (docs/design/browser-media.md); extra arguments come last. */
export function launch(...more) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--autoplay-policy=no-user-gesture-required',
      '--allow-loopback-in-peer-connection',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      ...more,
    ],
  })
}

/** Puts `cameras.length` tiles on the page and starts a player in each; states are kept in `window.tiles`. */
export function tiles(page, cameras, options) {
  return page.evaluate(
    ({ cameras, options }) => {
      const side = Math.ceil(Math.sqrt(cameras.length))
      document.body.style.cssText = `margin:0;background:#000;display:grid;grid-template-columns:repeat(${side},1fr);height:100vh`
      window.tiles = cameras.map((camera) => {
        const video = document.createElement('video')
        video.autoplay = video.playsInline = true
        video.style.cssText = 'width:100%;height:100%;min-height:0;object-fit:contain'
        document.body.append(video)
        const tile = { camera, video, states: [], delays: [], shown: 0 }
        tile.player = new window.player.LivePlayer(video, { camera, ...options }, (state) => tile.states.push(state))
        tile.player.start()
        return tile
      })
    },
    { cameras, options },
  )
}

export function percentile(sorted, share) {
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] : NaN
}
