// Two journeys: a duty officer meets a fault, a technician finds out why and proves it mended.
// In Chinese, 1920×1080, against a whole town (see walk.mjs for what it needs).
import { accessible, base, coloursOf, end, must, open, pairsUp, shot, signIn, simulator, step } from './walk.mjs'

/** Generous: the machine of a check may be busy with other things. */
const PATIENCE = 60_000
const pairs = await pairsUp()
const victim = pairs[pairs.length - 1]
must(victim, 'no camera to unplug')
const name = victim.camera.name

const duty = await open('zh-CN', { width: 1920, height: 1080 })
await step('the duty officer signs in to the four aims and the counts of all states', async () => {
  await signIn(duty, 'duty')
  await duty.waitForFunction(() => document.querySelectorAll('[data-aim].good, [data-aim].short').length >= 3, null, { timeout: PATIENCE })
  await duty.waitForFunction(() => [...document.querySelectorAll('.figure strong')].some((one) => Number(one.textContent) > 0), null, { timeout: PATIENCE })
  await shot(duty, 'daily-1-overview')
  await accessible(duty, 'overview')
  return (await duty.$$eval('[data-aim] text', (all) => all.map((one) => one.textContent))).join(' ')
})
await step('a dial leads to its formula, its ranking and its cameras', async () => {
  await duty.click('a:has([data-aim=coverage])')
  await duty.waitForSelector('[data-group]', { timeout: PATIENCE })
  await duty.waitForFunction(() => document.querySelectorAll('.bars li').length > 1, null, { timeout: PATIENCE })
  await shot(duty, 'daily-2-aims')
  await accessible(duty, 'reports')
  return `${(await duty.$$('[data-group]')).length} villages`
})
await step('the map draws its ground, its cameras and what they cover', async () => {
  await duty.goto(base + '/map')
  await duty.waitForSelector('[data-ratio]', { timeout: PATIENCE })
  await duty.waitForTimeout(1_500)
  const colours = await coloursOf(duty, '.frame')
  await shot(duty, 'daily-3-map')
  must(colours > 25, `only ${colours} colours: the map is empty`)
  await accessible(duty, 'map')
  return `${colours} colours`
})
await step('a wall of four plays', async () => {
  await duty.goto(base + '/wall')
  await duty.waitForFunction(() => document.querySelectorAll('[data-player=playing]').length === 4, null, { timeout: PATIENCE })
  await shot(duty, 'daily-4-wall')
})
await step('a fault becomes an incident without a reload, and one key acknowledges it', async () => {
  await duty.goto(base + '/incidents')
  await duty.waitForSelector('.list')
  await duty.evaluate(() => (window.sameDocument = true))
  const began = Date.now()
  await simulator('PUT', `/cameras/${victim.twin.name}/fault`, { kind: 'refused' })
  await duty.waitForSelector(`[data-incident]:has-text("${name}")`, { timeout: PATIENCE })
  const took = Date.now() - began
  must(await duty.evaluate(() => window.sameDocument), 'the page was loaded anew')
  await duty.click(`[data-incident]:has-text("${name}")`)
  await duty.waitForSelector('.detail .title')
  await duty.keyboard.press('a')
  await duty.waitForSelector('.item.acknowledged', { timeout: PATIENCE })
  await shot(duty, 'daily-5-incident')
  await accessible(duty, 'incidents')
  return `${(took / 1000).toFixed(1)} s after the fault`
})
await duty.context().close()

const technician = await open('zh-CN', { width: 1920, height: 1080 })
await step('the technician is at the proof of the ill camera in three clicks', async () => {
  await signIn(technician, 'technician')
  let clicks = 0
  const click = async (selector) => {
    await technician.click(selector, { timeout: PATIENCE })
    clicks++
  }
  await click('nav a[href="/technician"]')
  await click(`[data-ill="${victim.camera.id}"] .open`)
  await technician.waitForSelector('[data-why]', { timeout: PATIENCE })
  await technician.waitForSelector('[data-layer][data-outcome=BAD]', { timeout: PATIENCE })
  const why = (await technician.textContent('[data-why] strong')).trim()
  must(/拒绝|应答/.test(why), `why: ${why}`)
  await shot(technician, 'daily-6-why')
  await accessible(technician, 'technician')
  await click('[data-layer][data-outcome=BAD] .btn')
  await technician.waitForSelector('dialog[open] [data-proof=BAD]', { timeout: PATIENCE })
  must(clicks === 3, `${clicks} clicks`)
  await shot(technician, 'daily-7-proof')
  await accessible(technician, 'proof')
  await technician.keyboard.press('Escape')
  return why
})
await step('many are probed again: said first, confirmed, a result for each', async () => {
  await simulator('DELETE', `/cameras/${victim.twin.name}/fault`)
  await technician.click('.segmented button:has-text("全部摄像机")')
  await technician.waitForFunction(() => document.querySelectorAll('[data-ill]').length > 3)
  for (const { camera } of pairs.slice(-3)) await technician.check(`[data-ill="${camera.id}"] input[type=checkbox]`)
  await technician.click('[data-bulk=REPROBE]')
  await technician.click('[data-confirm]:not([disabled])', { timeout: PATIENCE })
  await technician.waitForFunction(() => document.querySelectorAll('[data-result=DONE]').length === 3, null, { timeout: PATIENCE })
  await shot(technician, 'daily-8-bulk')
  await accessible(technician, 'bulk action')
  await technician.click('dialog[open] .btn.primary')
})
await step('mended, it is up again and its time line tells both', async () => {
  await technician.click(`[data-ill="${victim.camera.id}"] .open`)
  await technician.waitForSelector(`[data-camera="${victim.camera.id}"] .head.up, [data-camera="${victim.camera.id}"] .head.suspect`, { timeout: PATIENCE })
  const states = await technician.$$eval('.strip i', (all) => all.map((one) => one.className))
  must(states.includes('down'), `no stretch of being down: ${states}`)
  await shot(technician, 'daily-9-mended')
})
await technician.context().close()
await end()
