// What every journey needs: a browser, a person signed in, the API and the simulator beside it. Prints a line per step and
// keeps screenshots. Needs: SHARP_EYES_URL, SHARP_EYES_CONTROL, SHARP_EYES_DEMO_PASSWORD; SHARP_EYES_SHOTS.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const need = (name) => {
  const value = process.env[name]
  if (!value) throw new Error(`${name}: not set (see the head of this file)`)
  return value.replace(/\/$/, '')
}
export const base = need('SHARP_EYES_URL')
const control = need('SHARP_EYES_CONTROL')
const password = need('SHARP_EYES_DEMO_PASSWORD')
export const shots = process.env.SHARP_EYES_SHOTS ?? '/tmp/sharp-eyes-journeys'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const failures = []
mkdirSync(shots, { recursive: true })

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    // A machine without a graphics card draws the map in software.
    '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist',
    '--use-angle=swiftshader',
  ],
})

/** A pattern: only the steps that it fits, and signing in. */
const only = process.env.SHARP_EYES_JOURNEYS_ONLY ? new RegExp(process.env.SHARP_EYES_JOURNEYS_ONLY) : null
export async function step(name, action) {
  if (only && !only.test(name) && !name.startsWith('signing in')) return
  const began = Date.now()
  try {
    const note = await action()
    console.log(`ok    ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${name}${note ? `: ${note}` : ''}`)
  } catch (failure) {
    failures.push(name)
    console.log(`FAIL  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${name}: ${String(failure.message).split('\n').slice(0, 3).join(' ')}`)
  }
}
export function must(condition, message) {
  if (!condition) throw new Error(message)
}
export async function open(language, viewport) {
  const context = await browser.newContext({ viewport, hasTouch: viewport.width < 500 })
  await context.addInitScript((value) => localStorage.setItem('sharp-eyes.locale', value), language)
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    failures.push('script error')
    console.log('FAIL  script error: ' + error.message)
  })
  return page
}
export async function signIn(page, name = 'demo') {
  await page.goto(base)
  await page.fill('[name=username]', name)
  await page.fill('[name=password]', password)
  await page.click('button.submit')
  await page.waitForSelector('.rail')
}
export const shot = (page, name) => page.screenshot({ path: join(shots, name + '.png') })

export async function accessible(page, where) {
  // Through the protocol, not a script tag: the page's own policy allows no foreign script.
  await page.evaluate(axe)
  const found = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }))
  const grave = found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
  must(!grave.length, `${where}: ${grave.map((one) => `${one.id} ${one.nodes[0]?.target} ${one.nodes[0]?.any[0]?.message ?? ''}`).join('; ')}`)
}
export async function fitsWidth(page, where) {
  const over = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth)
  must(over <= 1, `${where} is ${over} px too wide`)
}
export async function pictureShown(page, millis) {
  await page.waitForFunction(() => [...document.querySelectorAll('.snapshot img')].some((image) => image.naturalWidth > 0), null, { timeout: millis })
}

let token = ''
export async function api(path, init = {}) {
  const response = await fetch(base + '/api/v1' + path, {
    ...init,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: 'Bearer ' + token } : {}) },
  })
  must(response.ok, `${path} answers ${response.status}`)
  return response.json()
}
export async function simulator(method, path, body) {
  const response = await fetch(control + path, { method, headers: { 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) })
  must(response.ok, `simulator ${method} ${path} answers ${response.status}`)
}

export async function tokenOf(name) {
  const response = await fetch(base + '/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: name, password }) })
  must(response.ok, `${name} cannot sign in: ${response.status}`)
  return (await response.json()).token
}
token = await tokenOf('demo')

/** Closes the browser, tells how it went and ends the process: 1 if anything was not as it must be. */
export async function end() {
  await browser.close()
  console.log(failures.length ? `${failures.length} failed: ${failures.join(', ')}` : `all walked; screenshots in ${shots}`)
  process.exit(failures.length ? 1 : 0)
}

/** Direct cameras that are up, each with its name in the simulator. */
export async function pairsUp() {
  const cameras = (await api('/cameras?limit=500')).items
  const simulated = (await (await fetch(control + '/cameras')).json()).items
  return cameras
    .map((camera) => ({ camera, twin: simulated.find((one) => Object.values(camera.device?.addresses ?? {}).some((address) => address.replace(/:\d+$/, '') === one.address)) }))
    .filter(({ camera, twin }) => twin && camera.device.kind !== 'NVR' && camera.state === 'UP')
}

/**
 * What a map really shows: how many different colours lie in a part of the page, looked at as a picture. An empty map has
 * a handful, one that draws has dozens.
 */
export async function coloursOf(page, selector) {
  const picture = (await page.screenshot({ clip: await page.locator(selector).first().boundingBox(), timeout: 90_000 })).toString('base64')
  const reader = await browser.newPage()
  try {
    return await reader.evaluate(async (data) => {
      const image = new Image()
      image.src = 'data:image/png;base64,' + data
      await image.decode()
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
      const pen = canvas.getContext('2d')
      pen.drawImage(image, 0, 0)
      const { data: bytes } = pen.getImageData(0, 0, image.width, image.height)
      const counts = new Map()
      for (let i = 0; i < bytes.length; i += 4) {
        const colour = (bytes[i] >> 3) * 1024 + (bytes[i + 1] >> 3) * 32 + (bytes[i + 2] >> 3)
        counts.set(colour, (counts.get(colour) ?? 0) + 1)
      }
      return [...counts.values()].filter((count) => count > 12).length
    }, picture)
  } finally {
    await reader.close()
  }
}
