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
    // A machine without a graphics card draws the map in software.
    '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist',
    '--use-angle=swiftshader',
  ],
})

/** A pattern: only the steps that it fits, and signing in. */
const only = process.env.SHARP_EYES_JOURNEYS_ONLY ? new RegExp(process.env.SHARP_EYES_JOURNEYS_ONLY) : null
async function step(name, action) {
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

async function tokenOf(name) {
  const response = await fetch(base + '/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: name, password }) })
  must(response.ok, `${name} cannot sign in: ${response.status}`)
  return (await response.json()).token
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
await step('the map shows every camera with a place, and one click leads to its picture', async () => {
  await page.goto(base + '/map')
  const columns = await api('/map/cameras')
  await page.waitForSelector('.maplibregl-canvas, .frame canvas', { timeout: 30_000 })
  // The last thing that is read: before it the ground may be empty on a slow machine.
  await page.waitForSelector('.ratio', { timeout: 60_000 })
  await page.fill('.search input', alive.name)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.chosen h2')
  await page.waitForTimeout(2_000)
  await shot(page, 'zh-10-map')
  await accessible(page, 'map')
  return `${columns.count} drawn, ${columns.withoutPosition} without a place`
})
const viewName = 'round ' + Date.now()
await step('a wall is kept under a name and comes back', async () => {
  await page.goto(base + '/wall')
  await page.waitForSelector('[data-place]')
  await page.keyboard.press('9')
  await page.waitForFunction(() => document.querySelectorAll('[data-place]').length === 9)
  await page.click('.bar button:has-text("自动填充")')
  await page.click('.bar button:has-text("视图与轮巡")')
  await page.fill('dialog[open] form input.input', viewName)
  await page.click('dialog[open] form .btn.primary')
  await page.waitForSelector(`dialog[open] .list strong:has-text("${viewName}")`)
  await shot(page, 'zh-11-views')
  await page.keyboard.press('Escape')
  await page.keyboard.press('4')
  await page.click('.bar button:has-text("视图与轮巡")')
  await page.click(`dialog[open] button.name:has-text("${viewName}")`)
  await page.waitForFunction(() => document.querySelectorAll('[data-place]').length === 9)
})
await step('a tour shows the next cameras by itself', async () => {
  await page.keyboard.press('1')
  await page.click('.bar button:has-text("视图与轮巡")')
  await page.click('dialog[open] .segmented button:has-text("轮巡")')
  await page.fill('dialog[open] form input.input', viewName)
  await page.fill('dialog[open] input[type=number]', '5')
  await page.click('dialog[open] form .btn.primary')
  await page.click(`dialog[open] button.name:has-text("${viewName}")`)
  await page.waitForSelector('.tour')
  const name = () => page.$eval('[data-place] .strip .ellipsis', (one) => one.textContent)
  const first = await name()
  await page.waitForFunction((before) => document.querySelector('[data-place] .strip .ellipsis')?.textContent !== before, first, { timeout: 20_000 })
  const second = await name()
  await page.keyboard.press('Escape')
  return `${first} then ${second}`
})
await step('a scene sent from a phone is on the wall within two seconds', async () => {
  const kiosk = await open('zh-CN', { width: 1280, height: 720 })
  await signIn(kiosk)
  await kiosk.goto(base + '/wall?window=journey&kiosk')
  await kiosk.waitForSelector('.kiosk')
  await kiosk.waitForTimeout(1_500)
  const phone = await open('zh-CN', { width: 390, height: 844 })
  await signIn(phone)
  const layout = { columns: 2, rows: 1, cells: [{ column: 0, row: 0, width: 1, height: 1 }, { column: 1, row: 0, width: 1, height: 1 }] }
  await phone.goto(base + '/wall')
  const began = Date.now()
  await phone.evaluate(([scene]) => fetch('/api/v1/wall-windows/journey/scene', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: scene }), [JSON.stringify({ layout, cameras: pairs.slice(0, 2).map(({ camera }) => camera.id), reason: 'journey' })])
  await kiosk.waitForFunction(() => document.querySelectorAll('[data-place]').length === 2, null, { timeout: 10_000 })
  const took = Date.now() - began
  await kiosk.waitForFunction(() => document.querySelectorAll('[data-player=playing]').length >= 1, null, { timeout: 30_000 })
  await shot(kiosk, 'zh-12-kiosk')
  await kiosk.context().close()
  await phone.context().close()
  return `tiles changed after ${took} ms`
})
await step('a camera turns for whoever holds its lease and goes back to its guard position', async () => {
  let turning
  for (const pair of pairs) if ((await api(`/cameras/${pair.camera.id}/ptz`)).supported) turning = pair
  if (!turning) return 'no camera here turns'
  const path = `/cameras/${turning.camera.id}/ptz`
  const before = await api(path)
  must(before.supported, 'not supported')
  await page.goto(`${base}/wall?camera=${turning.camera.id}`)
  await page.waitForSelector('[data-place]')
  await page.keyboard.press('1')
  await page.waitForSelector('[data-player=playing]', { timeout: 30_000 })
  await page.click('[data-place="0"] video')
  await page.keyboard.press('p')
  await page.click('.ptz .btn.primary')
  await page.waitForSelector('.pad')
  if (before.presets.length) await page.selectOption('.ptz select', before.presets[0].token)
  await page.waitForTimeout(500)
  const start = (await api(path)).position
  await page.keyboard.down('d')
  await page.waitForTimeout(1_200)
  await page.keyboard.up('d')
  await page.waitForTimeout(800)
  const moved = (await api(path)).position
  must(Math.abs(moved.pan - start.pan) > 0.005, `pan stayed at ${start.pan}`)
  await shot(page, 'zh-13-ptz')
  await accessible(page, 'ptz')
  const refused = await fetch(`${base}/api/v1${path}/move`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer ' + (await tokenOf('duty')) }, body: '{"pan":1}' })
  must(refused.status === 409, `another client moved it: ${refused.status}`)
  await page.click('.ptz .btn.quiet')
  const deadline = Date.now() + 60_000
  let now = await api(path)
  while (now.away && Date.now() < deadline) {
    await page.waitForTimeout(1_000)
    now = await api(path)
  }
  must(!now.away, 'still away from its guard position')
  return `pan ${start.pan.toFixed(3)} to ${moved.pan.toFixed(3)}, back at ${now.position.pan.toFixed(3)}`
})
await step('one key on a tile makes a report with its picture', async () => {
  await page.goto(`${base}/wall?camera=${alive.id}`)
  await page.waitForSelector('[data-place]')
  await page.keyboard.press('1')
  await page.waitForSelector('[data-player=playing]', { timeout: 30_000 })
  await page.keyboard.press('e')
  await page.waitForSelector('dialog[open] img')
  await page.fill('dialog[open] textarea', 'journey: smoke')
  await shot(page, 'zh-14-report')
  await page.click('dialog[open] .btn.primary:last-child')
  await page.waitForFunction(() => !document.querySelector('dialog[open]'))
  await page.goto(base + '/events')
  await page.click('[data-event]:has-text("journey: smoke")')
  await page.waitForSelector('.pictures img')
  await page.fill('.detail form input', 'grid')
  await page.click('.detail form .btn.primary')
  await page.waitForSelector('.detail .badge.assigned')
  await shot(page, 'zh-15-event')
  await accessible(page, 'events')
})
await step('an answer written in a dead spot arrives once when the network is back', async () => {
  const grid = await open('zh-CN', { width: 390, height: 844 })
  await signIn(grid, 'grid')
  await grid.goto(base + '/events')
  await grid.click('[data-event]:has-text("journey: smoke")')
  await grid.waitForSelector('.answer textarea')
  await grid.context().setOffline(true)
  await grid.fill('.answer textarea', 'it was a barbecue')
  await grid.click('.answer .btn.primary')
  await grid.waitForSelector('.waiting')
  await shot(grid, 'phone-dead-spot')
  await grid.context().setOffline(false)
  await grid.waitForFunction(() => !document.querySelector('.waiting'), null, { timeout: 30_000 })
  await grid.waitForSelector('.detail .badge.answered')
  const event = (await api('/wall-events?mine=false')).items.find((one) => one.text === 'journey: smoke' && one.state === 'ANSWERED')
  const answers = (await api('/wall-events/' + event.id)).steps.filter((one) => one.what === 'ANSWERED')
  must(answers.length === 1, `${answers.length} answers`)
  await grid.context().close()
})
await step('the day of key cameras and the shift are told from facts and signed by two', async () => {
  await page.goto(base + '/shift')
  await page.waitForSelector('.big strong')
  const seen = await page.textContent('.big')
  await accessible(page, 'roll call')
  await page.click('.page-head .segmented button:last-child')
  await page.fill('.field textarea', 'journey: a quiet shift')
  await page.click('.btn.primary')
  await page.waitForSelector('.signs')
  await shot(page, 'zh-16-handover')
  await accessible(page, 'handover')
  const other = await open('zh-CN', { width: 1280, height: 800 })
  await signIn(other, 'duty')
  await other.goto(base + '/shift')
  await other.click('.page-head .segmented button:last-child')
  await other.click('.item:has(.open)')
  await other.click('form .btn.primary')
  await other.waitForFunction(() => !document.querySelector('form .btn.primary'))
  await other.context().close()
  return seen.trim()
})
await step('a place and a time in plain words are read, told, and answered with cameras and reasons', async () => {
  await page.goto(base + '/search')
  await page.waitForSelector('.words input')
  await page.waitForTimeout(2_500)
  await page.fill('.words input', '王庄小学校门 今天')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.reading .btn.primary:not([disabled])')
  const reading = await page.$eval('.reading', (one) => [one.querySelector('strong').textContent, ...[...one.querySelectorAll('input')].map((input) => input.value)].join(' | '))
  await page.click('.reading .btn.primary')
  await page.waitForSelector('[data-hit]')
  await shot(page, 'zh-17-search')
  await accessible(page, 'search')
  return reading
})
await step('an account is made, given a role that ends, and stopped', async () => {
  await page.goto(base + '/users')
  const username = 'journey-' + Date.now().toString(36)
  await page.click('.page-head .btn.primary')
  const fields = await page.$$('dialog[open] input')
  await fields[0].fill(username)
  await fields[1].fill('Journey')
  await fields[2].fill('a-long-password-9')
  await page.click('dialog[open] .btn.primary')
  const row = page.locator('tr', { hasText: username })
  await row.locator('button:has-text("授予角色")').click()
  await page.fill('dialog[open] input[type=date]', '2030-01-01')
  await page.click('dialog[open] .btn.primary')
  await row.locator('.role').waitFor()
  await shot(page, 'zh-18-users')
  await accessible(page, 'users')
  page.once('dialog', (dialog) => dialog.accept())
  await row.locator('button:has-text("停用")').click()
  await row.locator('text=启用').waitFor()
})
await page.context().close()

const english = await open('en', { width: 1440, height: 900 })
await step('every page speaks English', async () => {
  await signIn(english)
  for (const path of ['/', '/map', '/cameras', `/cameras/${alive?.id}`, '/wall', '/incidents', '/events', '/shift', '/discovery', '/users', '/register']) {
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
  for (const path of ['/', '/map', '/cameras', `/cameras/${alive?.id}`, '/wall', '/incidents', '/events', '/shift', '/discovery', '/users', '/register']) {
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
