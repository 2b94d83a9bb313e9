// An officer searches by words and by a drawn place, holds, asks; another person approves; four cameras play on one clock;
// the export is verified; a duty officer sees nothing of it; the auditor finds it. Prints a line per step, keeps
// screenshots, exits 1 when something is not as it must be. See the script `police`.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { launch } from './player.mjs'

const [url, password, folder, language = 'zh-CN', size = '1920x1080'] = process.argv.slice(2)
const base = url.replace(/\/$/, '')
const [width, height] = size.split('x').map(Number)
const phone = width < 700
const english = language === 'en'
const MOST_SPREAD_MILLIS = 250
/** Enough to play, pause, seek and play on. */
const RECORDED_SECONDS = 25
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
mkdirSync(folder, { recursive: true })
const browser = await launch('--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--use-angle=swiftshader')
let failed = false

function must(condition, message) {
  if (!condition) throw new Error(message)
}
async function step(name, action) {
  if (failed) return
  const began = Date.now()
  try {
    const note = await action()
    console.log(`ok    ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${name}${note ? `: ${note}` : ''}`)
  } catch (failure) {
    failed = true
    for (const [who, page] of Object.entries(people)) await page.screenshot({ path: join(folder, `FAILED-${who}.png`) }).catch(() => undefined)
    console.log(`FAIL  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${name}: ${String(failure.message).split('\n').slice(0, 4).join(' ')}`)
  }
}
const people = {}
async function person(name) {
  const context = await browser.newContext({ viewport: { width, height }, hasTouch: phone, acceptDownloads: true })
  await context.addInitScript((value) => localStorage.setItem('sharp-eyes.locale', value), language)
  const page = await context.newPage()
  page.setDefaultTimeout(25_000)
  page.on('pageerror', (error) => {
    failed = true
    console.log(`FAIL  script error (${name}): ${error.message}`)
  })
  people[name] = page
  await page.goto(base + '/sign-in')
  await page.fill('[name=username]', name)
  await page.fill('[name=password]', password)
  await page.click('button.submit')
  await page.waitForSelector('.rail')
  return page
}
const shot = (page, name) => page.screenshot({ path: join(folder, name + '.png') })
async function sound(page, where) {
  await page.evaluate(axe)
  const found = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }))
  const grave = found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
  must(!grave.length, `${where}: ${grave.map((one) => `${one.id} ${one.nodes[0]?.target} ${one.nodes[0]?.any[0]?.message ?? ''}`).join('; ')}`)
  const over = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth)
  must(over <= 1, `${where} is ${over} px too wide`)
}
async function token(name) {
  const response = await fetch(base + '/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: name, password }) })
  must(response.ok, `${name} cannot sign in: ${response.status}`)
  return (await response.json()).token
}
async function api(who, path, method = 'GET', body) {
  const response = await fetch(base + '/api/v1' + path, { method, headers: { authorization: 'Bearer ' + who, 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) })
  return { status: response.status, json: await response.json().catch(() => null) }
}
/** Everything that the tiles show, read in one moment. */
const tiles = (page) =>
  page.$$eval('[data-tile]', (all) =>
    all.map((tile) => {
      const video = tile.querySelector('video')
      return { state: tile.dataset.state, time: video.currentTime, frames: video.getVideoPlaybackQuality().totalVideoFrames, width: video.videoWidth }
    }),
  )

const caseNumber = 'A3301-' + Date.now().toString().slice(-6)
const purpose = english ? 'Where the stolen e-bike went' : '查找被盗电动车去向'
let request = ''

await step('four cameras of one place are recorded', async () => {
  const technician = await token('technician')
  const wanted = (await api(technician, '/cameras?limit=500')).json.items.filter((one) => one.name.startsWith('王庄')).slice(0, 4)
  must(wanted.length === 4, `${wanted.length} cameras in 王庄 (expected: 4)`)
  for (const camera of wanted) must((await api(technician, `/cameras/${camera.id}/recording/plan`, 'PUT', { mode: 'continuous' })).status === 200, 'no plan for ' + camera.name)
  const officer = await token('police-a')
  for (const camera of wanted) {
    for (let tries = 0; ; tries++) {
      const now = Date.now()
      const line = await api(officer, `/cameras/${camera.id}/recordings?from=${new Date(now - 600_000).toISOString()}&to=${new Date(now).toISOString()}`)
      if ((line.json.recordedSeconds ?? 0) >= RECORDED_SECONDS) break
      must(tries < 120, `${camera.name}: ${line.json.recordedSeconds} s recorded after two minutes`)
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
  }
})
const police = await person('police-a')
await step('words are read: place, day and hours', async () => {
  await police.goto(`${base}/search?q=${encodeURIComponent('王庄路口 昨晚8点到9点')}`)
  await police.waitForFunction(() => document.querySelectorAll('input[type=datetime-local]')[0].value.includes('T20:00'))
  await police.waitForFunction(() => document.querySelector('[data-place]').textContent.includes('王庄路口'))
  await police.click('[data-search]')
  // The town was registered today: of yesterday evening the page can only say so.
  await police.waitForSelector('[data-nothing]')
  await shot(police, '01-words')
})
await step('a place drawn on the map and the last ten minutes lead to cameras, recordings and gaps', async () => {
  await police.goto(`${base}/search?q=${encodeURIComponent('王庄村第一网格')}`)
  await police.waitForFunction(() => document.querySelector('[data-place]').textContent.includes('王庄村第一网格'))
  if (!phone) {
    await police.waitForTimeout(800)
    await police.click('[data-draw]')
    const box = await police.locator('.frame').boundingBox()
    for (const [x, y] of [[0.12, 0.08], [0.96, 0.08], [0.96, 0.94], [0.12, 0.94]]) {
      await police.mouse.click(box.x + box.width * x, box.y + box.height * y)
      await police.waitForTimeout(350)
    }
    await police.click('[data-draw-done]')
  }
  await police.locator('.tools .btn', { hasText: english ? 'Last 10 minutes' : '最近 10 分钟' }).click()
  await police.click('[data-search]')
  await police.waitForSelector('[data-hit] .recorded')
  const recorded = await police.locator('[data-hit] .kept').count()
  must(recorded >= 4, `${recorded} cameras with recordings (expected: at least 4)`)
  await shot(police, '02-search')
  await sound(police, 'search')
  return `${await police.locator('[data-hit]').count()} cameras, ${recorded} with recordings`
})
await step('the recordings are held and asked for', async () => {
  // Four of those that have recordings.
  const boxes = police.locator('[data-hit] input[type=checkbox]')
  let kept = 0
  for (let i = 0; i < (await boxes.count()); i++) {
    if (await boxes.nth(i).isChecked()) {
      if (++kept > 4) await boxes.nth(i).uncheck()
    }
  }
  await police.fill('[name=purpose]', purpose)
  await police.fill('[name=case]', caseNumber)
  await police.locator('[data-ask]').scrollIntoViewIfNeeded()
  await shot(police, '03-ask')
  await police.click('[data-send]')
  await police.waitForSelector('[data-file=PENDING]')
  request = police.url().split('/').pop()
  await police.waitForSelector('[data-hold]')
  await police.waitForFunction(() => document.querySelector('[data-hold]').dataset.hold === 'KEPT', null, { timeout: 30_000 })
  await shot(police, '04-request')
  await sound(police, 'request')
})
const approver = await person('approver')
await step('who asked cannot approve; another person can', async () => {
  must((await police.locator('[data-act=approve]').count()) === 0, 'the requester is offered to approve')
  const refused = await api(await token('police-a'), `/access-requests/${request}/approve`, 'POST', { version: 1 })
  must(refused.status === 403, `self-approval answers ${refused.status}`)
  await approver.goto(`${base}/requests`)
  await approver.click(`[data-request="${request}"]`)
  await approver.click('[data-act=approve]')
  await approver.fill('[data-decide] textarea', english ? 'in order' : '同意')
  await approver.locator('[data-confirm]').scrollIntoViewIfNeeded()
  await shot(approver, '05-approve')
  await sound(approver, 'approve')
  await approver.click('[data-confirm]')
  await approver.waitForSelector('[data-file=GRANTED]')
  await police.waitForSelector('[data-file=GRANTED]', { timeout: 30_000 })
  await shot(police, '06-granted')
})
await step('four cameras play on one clock', async () => {
  await police.click('[data-play]')
  await police.waitForFunction(() => document.querySelectorAll('[data-tile]').length === 4 && [...document.querySelectorAll('[data-tile]')].filter((one) => one.dataset.state === 'picture').length === 4, null, { timeout: 40_000 })
  await police.click('[data-toggle]')
  await police.waitForFunction(() => document.querySelector('[data-playback]').dataset.clock === 'playing', null, { timeout: 40_000 })
  await police.waitForTimeout(2_500)
  const before = await tiles(police)
  const spreads = []
  for (let i = 0; i < 10; i++) {
    await police.waitForTimeout(400)
    const spread = await police.locator('[data-playback]').getAttribute('data-spread')
    if (spread) spreads.push(Number(spread))
  }
  const after = await tiles(police)
  await shot(police, '07-playing')
  const advanced = after.map((tile, i) => tile.time - before[i].time)
  must(after.every((tile, i) => tile.state === 'picture' && advanced[i] > 1.5 && tile.frames > before[i].frames), `not all advance: ${JSON.stringify({ before, after })}`)
  spreads.sort((a, b) => a - b)
  const middle = spreads[Math.floor(spreads.length / 2)]
  must(spreads.length >= 4 && middle <= MOST_SPREAD_MILLIS, `spread ${JSON.stringify(spreads)} ms`)
  if (!phone) await sound(police, 'playback')
  return `advanced ${advanced.map((one) => one.toFixed(2)).join(' ')} s, spread ${middle} ms (${spreads[0]} to ${spreads[spreads.length - 1]}), ${after.map((tile) => tile.width).join(' ')} px`
})
await step('paused, stepped both ways, sought, faster', async () => {
  const position = async () => Number(await police.locator('[data-playback]').getAttribute('data-position'))
  const settled = () => police.waitForFunction(() => [...document.querySelectorAll('[data-tile]')].every((one) => one.dataset.state !== 'loading'))
  await police.click('[data-toggle]')
  await police.waitForTimeout(1_200)
  await settled()
  const stood = await position()
  await police.click('[data-step]')
  await police.waitForFunction((was) => Number(document.querySelector('[data-playback]').dataset.position) > was, stood)
  await police.waitForTimeout(600)
  const on = await position()
  must(on - stood < 500, `a step of ${on - stood} ms`)
  await police.click('[data-step-back]')
  await police.waitForFunction((was) => Number(document.querySelector('[data-playback]').dataset.position) < was, on)
  await police.waitForTimeout(600)
  const back = await position()
  must(on - back < 500, `a step back of ${on - back} ms`)
  await police.keyboard.press('Shift+ArrowRight')
  await police.waitForFunction((was) => Number(document.querySelector('[data-playback]').dataset.position) > was + 5_000, back)
  await settled()
  await police.click('[data-speed="4"]')
  await police.click('[data-toggle]')
  await police.waitForFunction(() => document.querySelector('[data-playback]').dataset.clock === 'playing')
  const [from, began] = [await position(), Date.now()]
  await police.waitForTimeout(2_500)
  const pace = ((await position()) - from) / (Date.now() - began)
  must(pace > 2, `at 4 times it runs ${pace.toFixed(1)} times`)
  await police.click('[data-toggle]')
  const [download] = await Promise.all([police.waitForEvent('download'), police.locator('[data-tile] .tool').first().click()])
  await download.saveAs(join(folder, '08-snapshot.png'))
  return `step ${on - stood} ms, back ${on - back} ms, at 4× pace ${pace.toFixed(1)}`
})
await step('the export is sealed and verified', async () => {
  await police.goto(`${base}/requests/${request}`)
  await police.click('[data-export-start]')
  await police.waitForSelector('[data-export=SEALED]', { timeout: 60_000 })
  await police.click('[data-exports] [data-verify]')
  await police.waitForSelector('[data-verdict]')
  await police.locator('[data-verdict]').scrollIntoViewIfNeeded()
  await shot(police, '09-export')
  must((await police.locator('[data-verdict]').getAttribute('data-verdict')) === 'intact', await police.textContent('[data-verdict]'))
  const [download] = await Promise.all([police.waitForEvent('download'), police.locator('[data-export=SEALED] a[download]').first().click()])
  await download.saveAs(join(folder, 'export.zip'))
  const keys = await api(await token('police-a'), '/evidence-keys')
  const { writeFileSync } = await import('node:fs')
  writeFileSync(join(folder, 'keys.txt'), keys.json.text)
  return await police.locator('[data-verdict] strong').textContent()
})
const duty = await person('duty')
await step('a duty officer sees nothing of it', async () => {
  must((await duty.locator('nav a[href="/requests"], nav a[href="/search"]').count()) === 0, 'the menu offers it')
  await duty.goto(`${base}/requests/${request}`)
  await duty.waitForSelector('.empty')
  const words = await duty.textContent('main')
  must(!words.includes(caseNumber) && !words.includes(purpose), 'the page tells of it')
  await shot(duty, '10-duty')
  await duty.goto(`${base}/playback/${request}`)
  await duty.waitForSelector('[role=alert]')
  const who = await token('duty')
  for (const path of [`/access-requests/${request}`, '/access-requests', '/exports', '/holds', '/grants']) {
    const answer = await api(who, path)
    must(!JSON.stringify(answer.json).includes(caseNumber) && (answer.status === 404 || answer.json.items.length === 0), `${path} tells of it: ${answer.status}`)
  }
})
const auditor = await person('auditor')
await step('the auditor finds the case, and the chain is whole', async () => {
  await auditor.goto(`${base}/register`)
  await auditor.fill('[name=case]', caseNumber)
  await auditor.click('[data-apply]')
  for (const action of ['REQUEST_ACCESS', 'APPROVE_ACCESS', 'EXPORT']) await auditor.waitForSelector(`[data-record=${action}]`)
  await auditor.locator('[data-record=REQUEST_ACCESS]').first().click()
  await shot(auditor, '11-register')
  await sound(auditor, 'register')
  await auditor.click('[data-tab=chain]')
  await auditor.click('[data-chain] [data-verify]')
  await auditor.waitForSelector('[data-intact=true]')
  await shot(auditor, '12-chain')
  await auditor.click('[data-tab=deletions]')
  await auditor.waitForSelector('.empty, table.plain')
  await shot(auditor, '13-deletions')
  await auditor.click('[data-tab=reviews]')
  await auditor.waitForSelector('.empty, [data-review]')
  await shot(auditor, '14-reviews')
})
await step('a revoked grant stops what plays', async () => {
  await police.goto(`${base}/playback/${request}`)
  await police.waitForFunction(() => [...document.querySelectorAll('[data-tile]')].some((one) => one.dataset.state === 'picture'), null, { timeout: 40_000 })
  await police.click('[data-toggle]')
  const began = Date.now()
  const answer = await api(await token('approver'), `/access-requests/${request}/revoke`, 'POST', { reason: english ? 'found' : '车辆已找到' })
  must(answer.status === 200, `revoke answers ${answer.status}`)
  await police.waitForSelector('.notice[role=alert]')
  await shot(police, '15-revoked')
  return `${Date.now() - began} ms`
})
await browser.close()
process.exit(failed ? 1 : 0)
