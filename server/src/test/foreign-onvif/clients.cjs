// Two ONVIF clients discover what is there and read each device of an inventory. Arguments: the simulator's /inventory as
// a file. Prints `CLIENT found N` and, for each device, `CLIENT ADDRESS SERIAL PROFILES STREAM`.
const { readFileSync } = require('node:fs')
const { promisify } = require('node:util')
const { Cam, Discovery } = require('onvif')
const nodeOnvif = require('node-onvif')

const devices = JSON.parse(readFileSync(process.argv[2], 'utf8')).items
const wanted = new Set(devices.map((device) => device.address))
const hostOf = (address) => new URL(address).hostname

async function withOnvif() {
  const name = 'onvif@0.8.3'
  // The mock beside us answers some questions twice and wrongly: errors of others are no failure here.
  Discovery.on('error', (error) => console.log(`${name} heard: ${error}`))
  const found = await new Promise((resolve) =>
    Discovery.probe({ timeout: 4000, resolve: false }, (_, cams) => resolve(cams)))
  const hosts = new Set(found.map((one) => hostOf(String(one.probeMatches.probeMatch.XAddrs).split(/\s+/)[0])))
  console.log(`${name} found ${[...hosts].filter((host) => wanted.has(host)).length}`)
  for (const device of devices) {
    const cam = await new Promise((resolve, reject) => {
      const made = new Cam(
        { hostname: device.address, port: device.onvifPort, username: device.username, password: device.password, timeout: 20000 },
        (error) => (error ? reject(error) : resolve(made)))
    })
    const information = await promisify(cam.getDeviceInformation.bind(cam))()
    const stream = await promisify(cam.getStreamUri.bind(cam))({ protocol: 'RTSP' })
    console.log(`${name} ${device.address} ${information.serialNumber} ${cam.profiles.length} ${stream.uri}`)
  }
}

async function withNodeOnvif() {
  const name = 'node-onvif@0.1.7'
  const found = await nodeOnvif.startProbe()
  const hosts = new Set(found.map((one) => hostOf(one.xaddrs[0])))
  console.log(`${name} found ${[...hosts].filter((host) => wanted.has(host)).length}`)
  for (const each of devices) {
    const device = new nodeOnvif.OnvifDevice({
      xaddr: `http://${each.address}:${each.onvifPort}/onvif/device_service`,
      user: each.username,
      pass: each.password,
    })
    const information = await device.init()
    console.log(`${name} ${each.address} ${information.SerialNumber} ${device.getProfileList().length} ${device.getUdpStreamUrl()}`)
  }
}

withOnvif()
  .then(withNodeOnvif)
  .then(() => process.exit(0), (error) => {
    console.error(error)
    process.exit(1)
  })
