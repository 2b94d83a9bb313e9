// Walks the console with a real browser against a running demo. Prints a line per step, keeps screenshots, exits 1 when
// something is not as it must be. Needs: SHARP_EYES_URL, SHARP_EYES_CONTROL, SHARP_EYES_DEMO_PASSWORD; SHARP_EYES_SHOTS.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const need = (name) => {
  const value = process.env[name]
  if (!value) throw new Error(`${name}: not set (see the head of this file)`)
  return value.replace(/\/$/, '')
}
const base = need('SHARP_EYES_URL')
const control = need('SHARP_EYES_CONTROL')
const password = need('SHARP_EYES_DEMO_PASSWORD')
const shots = process.env.SHARP_EYES_SHOTS ?? '/tmp/sharp-eyes-journeys'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const failures = []
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
  ],
})

async function step(name, action) {
  const began = Date.now()
  try {
    const note = await action()
    console.log(`ok    ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${name}${note ? `: ${note}` : ''}`)
  } catch (failure) {
    failures.push(name)
    console.log(`FAIL  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${name}: ${String(failure.message).split('\n').slice(0, 3).join(' ')}`)
  }
}
function must(condition, message) {
  if (!condition) throw new Error(message)
}
async function open(language, viewport) {
  const context = await browser.newContext({ viewport, hasTouch: viewport.width < 500 })
  await context.addInitScript((value) => localStorage.setItem('sharp-eyes.locale', value), language)
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    failures.push('script error')
    console.log('FAIL  script error: ' + error.message)
  })
  return page
}
async function signIn(page, name = 'demo') {
  await page.goto(base)
  await page.fill('[name=username]', name)
  await page.fill('[name=password]', password)
  await page.click('button.submit')
  await page.waitForSelector('.rail')
}
const shot = (page, name) => page.screenshot({ path: join(shots, name + '.png') })

async function accessible(page, where) {
  // Through the protocol, not a script tag: the page's own policy allows no foreign script.
  await page.evaluate(axe)
  const found = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }))
  const grave = found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
  must(!grave.length, `${where}: ${grave.map((one) => `${one.id} ${one.nodes[0]?.target} ${one.nodes[0]?.any[0]?.message ?? ''}`).join('; ')}`)
}
async function fitsWidth(page, where) {
  const over = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth)
  must(over <= 1, `${where} is ${over} px too wide`)
}
async function pictureShown(page, millis) {
  await page.waitForFunction(() => [...document.querySelectorAll('.snapshot img')].some((image) => image.naturalWidth > 0), null, { timeout: millis })
}

let token = ''
async function api(path, init = {}) {
  const response = await fetch(base + '/api/v1' + path, {
    ...init,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: 'Bearer ' + token } : {}) },
  })
  must(response.ok, `${path} answers ${response.status}`)
  return response.json()
}
async function simulator(method, path, body) {
  const response = await fetch(control + path, { method, headers: { 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) })
  must(response.ok, `simulator ${method} ${path} answers ${response.status}`)
}

token = (await api('/session', { method: 'POST', body: JSON.stringify({ username: 'demo', password }) })).token
const cameras = (await api('/cameras?limit=500')).items
const simulated = (await (await fetch(control + '/cameras')).json()).items
/** A direct camera that is up, with its name in the simulator. */
const pairs = cameras
  .map((camera) => ({ camera, twin: simulated.find((one) => Object.values(camera.device?.addresses ?? {}).some((address) => address.replace(/:\d+$/, '') === one.address)) }))
  .filter(({ camera, twin }) => twin && camera.device.kind !== 'NVR' && camera.state === 'UP')
const alive = pairs[0]?.camera
const victim = pairs[pairs.length - 1]

const page = await open('zh-CN', { width: 1920, height: 1080 })
await step('a wrong password is refused in plain words', async () => {
  await page.goto(base)
  await page.fill('[name=username]', 'nobody')
  await page.fill('[name=password]', 'wrong')
  await page.click('button.submit')
  await page.waitForSelector('[role=alert]')
  must((await page.textContent('[role=alert]')).includes('用户名或密码不正确'), 'other words')
  await shot(page, 'zh-1-sign-in')
  await accessible(page, 'sign-in')
})
await step('signing in leads to the overview with the counts of all states', async () => {
  await signIn(page)
  await page.waitForFunction(() => [...document.querySelectorAll('.figure strong')].some((one) => Number(one.textContent) > 0))
  const shown = await page.$$eval('.figure strong', (all) => all.reduce((sum, one) => sum + Number(one.textContent), 0))
  must(shown === cameras.length, `${shown} cameras counted (expected: ${cameras.length})`)
  await shot(page, 'zh-2-overview')
  await accessible(page, 'overview')
  return `${shown} cameras`
})
await step('the camera list shows pictures', async () => {
  await page.click('nav a[href="/cameras"]')
  await page.click('.chip:last-child')
  await page.waitForSelector('[data-camera]')
  await pictureShown(page, 40_000)
  await page.waitForTimeout(4_000)
  await shot(page, 'zh-3-cameras')
  await accessible(page, 'cameras')
  return `${await page.$$eval('.snapshot img', (all) => all.filter((image) => image.naturalWidth > 0).length)} pictures`
})
await step('the camera file tells evidence layer by layer', async () => {
  await page.goto(`${base}/cameras/${alive.id}`)
  await page.waitForSelector('[data-layer]')
  await shot(page, 'zh-4-camera')
  await accessible(page, 'camera file')
  return (await page.$$eval('[data-layer]', (all) => all.map((one) => one.dataset.layer))).join(' ')
})
await step('live video plays and goes on', async () => {
  const began = Date.now()
  await page.click('.bar .btn.primary')
  await page.waitForSelector('[data-player=playing]', { timeout: 20_000 })
  const first = Date.now() - began
  const before = await page.$eval('video', (video) => video.currentTime)
  await page.waitForTimeout(3_000)
  const after = await page.$eval('video', (video) => ({ at: video.currentTime, width: video.videoWidth, gap: video.buffered.length ? video.buffered.end(video.buffered.length - 1) - video.currentTime : -1, total: video.getVideoPlaybackQuality().totalVideoFrames, dropped: video.getVideoPlaybackQuality().droppedVideoFrames }))
  must(after.width > 0 && after.at - before > 1.5, `moved ${(after.at - before).toFixed(2)} s in 3 s, width ${after.width}`)
  await shot(page, 'zh-5-live')
  return `first picture ${first} ms, gap ${after.gap.toFixed(2)} s, ${after.total} frames, ${after.dropped} dropped`
})
await step('a wall of four plays', async () => {
  await page.goto(base + '/wall')
  await page.waitForFunction(() => document.querySelectorAll('[data-player=playing]').length === 4, null, { timeout: 30_000 })
  await shot(page, 'zh-6-wall')
  await accessible(page, 'wall')
})
await step('keys change the layout of the wall', async () => {
  await page.keyboard.press('9')
  await page.waitForFunction(() => document.querySelectorAll('[data-place]').length === 9)
  await page.keyboard.press('1')
  await page.waitForFunction(() => document.querySelectorAll('[data-place]').length === 1)
})
await step('a fault becomes an incident on the screen without a reload', async () => {
  must(victim, 'no camera to unplug')
  await page.goto(base + '/incidents')
  await page.waitForSelector('.list')
  await page.evaluate(() => (window.sameDocument = true))
  const known = await page.$$eval('[data-incident]', (all) => all.map((one) => one.dataset.incident))
  const began = Date.now()
  await simulator('PUT', `/cameras/${victim.twin.name}/fault`, { kind: 'refused' })
  await page.waitForFunction((before) => [...document.querySelectorAll('[data-incident]')].some((one) => !before.includes(one.dataset.incident)), known, { timeout: 45_000 })
  const took = Date.now() - began
  must(await page.evaluate(() => window.sameDocument), 'the page was loaded anew')
  await shot(page, 'zh-7-incident-arrives')
  await accessible(page, 'incidents')
  return `${(took / 1000).toFixed(1)} s after the fault`
})
await step('one key acknowledges it', async () => {
  await page.keyboard.press('j')
  await page.waitForSelector('.detail .title')
  await page.keyboard.press('a')
  await page.waitForSelector('.item.acknowledged')
  await shot(page, 'zh-8-acknowledged')
})
await step('plugged in again it closes by itself', async () => {
  await simulator('DELETE', `/cameras/${victim.twin.name}/fault`)
  if (process.env.SHARP_EYES_JOURNEYS_QUICK) return 'not waited for'
  await page.waitForFunction(() => document.querySelectorAll('[data-incident]').length === 0, null, { timeout: 180_000 })
})
await step('the inbox scans and lists', async () => {
  await page.goto(base + '/discovery')
  await page.click('.page-head .btn.primary')
  await page.click('dialog[open] .btn.primary')
  await page.waitForFunction(() => !document.querySelector('.progress.on'), null, { timeout: 60_000 })
  await page.click('.segmented button:last-child')
  await page.waitForSelector('[data-device]', { timeout: 10_000 })
  await shot(page, 'zh-9-inbox')
  await accessible(page, 'inbox')
  return `${(await page.$$('[data-device]')).length} devices`
})
await page.context().close()

const english = await open('en', { width: 1440, height: 900 })
await step('every page speaks English', async () => {
  await signIn(english)
  for (const path of ['/', '/cameras', `/cameras/${alive?.id}`, '/wall', '/incidents', '/discovery', '/users', '/register']) {
    await english.goto(base + path)
    await english.waitForTimeout(1_200)
    const strays = await english.$$eval('nav, h1, h2, th, .btn, .segmented button, .badge', (all) => all.map((one) => one.textContent ?? '').filter((text) => /[\u4e00-\u9fff]/.test(text)))
    const foreign = strays.filter((text) => !cameras.some((camera) => text.includes(camera.name)))
    must(!foreign.length, `${path}: ${foreign[0]}`)
    await shot(english, 'en-' + (path.split('/')[1] || 'overview') + (path.split('/')[2] ? '-file' : ''))
  }
})
await english.context().close()

const phone = await open('zh-CN', { width: 390, height: 844 })
await step('every page fits a phone', async () => {
  await signIn(phone)
  for (const path of ['/', '/cameras', `/cameras/${alive?.id}`, '/wall', '/incidents', '/discovery']) {
    await phone.goto(base + path)
    await phone.waitForTimeout(1_200)
    await fitsWidth(phone, path)
    await shot(phone, 'phone-' + (path.split('/')[1] || 'overview') + (path.split('/')[2] ? '-file' : ''))
  }
})
await phone.context().close()
await browser.close()
console.log(failures.length ? `${failures.length} failed: ${failures.join(', ')}` : `all journeys walked; screenshots in ${shots}`)
process.exit(failures.length ? 1 : 0)
