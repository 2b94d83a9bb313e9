// The ONVIF device that came along with onvif 0.6.2, as a process. PORT and HOSTNAME say where it listens and what it
// announces. It must share port 3702 with others, which the original does not think of.
const dgram = require('dgram')
const createSocket = dgram.createSocket
dgram.createSocket = (type) => createSocket({ type, reuseAddr: true })
require('coffee-script/register')
const mock = require('onvif-with-mock/test/serverMockup.coffee')
mock.server.once('listening', () => console.log('MOCK READY'))
