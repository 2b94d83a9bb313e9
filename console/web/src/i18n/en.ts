import type { zh } from './zh'

export const en: typeof zh = {
  app: { name: 'Sharp Eyes', tagline: 'Public-safety video integration', skip: 'Skip to content' },
  nav: { home: 'Overview', cameras: 'Cameras', wall: 'Video wall', incidents: 'Incidents', discovery: 'Discovery', users: 'Users', register: 'Access register', more: 'More' },
  common: {
    loading: 'Loading…', retry: 'Try again', close: 'Close', cancel: 'Cancel', save: 'Save', search: 'Search', all: 'All', none: 'None', refresh: 'Refresh',
    language: 'Language', theme: 'Theme', light: 'Light', dark: 'Dark', signOut: 'Sign out', unknown: 'Unknown', since: 'since {time}', ago: 'Picture of {time}',
    connected: 'Live line is up', disconnected: 'Live line lost, reconnecting', total: '{n} in total', more: 'Show more', back: 'Back', open: 'Open', yes: 'Yes', no: 'No', area: 'Area', allAreas: 'All areas', time: 'Time', notFound: 'No such page', notFoundHint: 'The address may have changed. Use the menu to go on.',
  },
  signIn: { title: 'Sign in', username: 'User name', password: 'Password', submit: 'Sign in', busy: 'Signing in…', show: 'Show password', hide: 'Hide password', hint: 'The security administrator opens accounts. Every view is registered.' },
  state: { UP: 'Up', SUSPECT: 'Suspect', DOWN: 'Down', UNKNOWN: 'Unknown', MAINTENANCE: 'Maintenance' },
  home: {
    title: 'Overview', subtitle: 'How all video is doing right now', availability: 'Online', availabilityFormula: '{up} up ÷ {total} expected (maintenance left out)', cameras: 'Cameras', openIncidents: 'Open incidents', noIncidents: 'No open incidents',
    noIncidentsHint: 'New faults appear here by themselves; no need to reload.', longestDown: 'Down the longest', allUp: 'No camera is down', allUpHint: 'Every registered camera is up.', seeAll: 'See all', firstTitle: 'No cameras yet', firstHint: 'Scan the network first, then register what is found.', toDiscovery: 'Discover devices', pictures: 'Latest pictures',
  },
  cameras: {
    title: 'Cameras', count: '{n} cameras', searchHint: 'Name, code…', cards: 'Cards', table: 'Table', name: 'Name', code: 'Point code', area: 'Area', state: 'State', since: 'For', picture: 'Picture', emptyTitle: 'No camera matches', emptyHint: 'Try another area or clear the filters.', clear: 'Clear filters', noPicture: 'No picture yet', pictureOf: 'Latest picture of {name}', areas: 'Areas',
  },
  camera: {
    streams: 'Streams', dependsOn: 'Depends on', facts: 'Facts', health: 'Health', history: 'History', live: 'Live', play: 'Play live', stop: 'Stop', code: 'Point code', area: 'Area', location: 'Position', azimuth: 'Facing', unknownAzimuth: 'Unknown (all directions assumed)', since: 'In this state since', evidenceAge: '{age}', source: 'Source', noHealth: 'Nothing checked yet', noHealthHint: 'Evidence for each layer appears after the first probe.', noHistory: 'No change of state yet', main: 'Main stream', sub: 'Sub-stream', snapshot: 'Last key frame', id: 'Id', incidents: 'Incidents', device: 'Device',
  },
  change: { name: 'Name', area: 'Area', pose: 'Pose', position: 'Position', installation: 'Installation', device: 'Device', point: 'Point', dependency: 'Dependency', source: 'Source', details: 'Details', stream: 'Stream', channel: 'Channel' },
  layer: { REACHABLE: 'Reachable', RTSP: 'RTSP answers', ONVIF: 'ONVIF answers', AUTHENTICATED: 'Password accepted', FRAMES_ADVANCING: 'Frames advancing', KEY_FRAMES: 'Key frames', DECODABLE: 'Decodable', PICTURE_GOOD: 'Picture good', RECORDING: 'Recording', CLOCK_RIGHT: 'Clock right' },
  outcome: { GOOD: 'Good', BAD: 'Bad', INCONCLUSIVE: 'Cannot tell', UNKNOWN: 'Not checked' },
  player: {
    connecting: 'Connecting…', retrying: 'Again in {seconds} s', live: 'Live', retry: 'Try now',
    reason: { offline: 'The camera is down', codec: 'This browser cannot play the codec (H.265), and the camera has no H.264 sub-stream', 'not-allowed': 'Not allowed', unreachable: 'The server cannot be reached', silence: 'No picture has come for a while', decode: 'The picture cannot be decoded', buffer: 'The playback buffer failed', slow: 'This machine cannot keep up', closed: 'The video line was closed', 'no-stream': 'The camera sends no picture', 'no-mse': 'This browser cannot play live video', other: 'Cannot play right now' },
  },
  wall: { title: 'Video wall', layout: '{n} tiles', pick: 'Choose cameras', empty: 'Empty tile', emptyHint: 'Drag a camera here or click one', clear: 'Clear', remove: 'Remove', enlarge: 'Enlarge', restore: 'Restore', fullscreen: 'Full screen', fill: 'Fill', keys: 'Keys: 1 4 9 6 layout, arrows choose a tile, Enter enlarges, Delete removes, F full screen', noCameras: 'No cameras to show' },
  incidents: {
    title: 'Incidents', open: 'Open', all: 'All', sound: 'Sound', soundOn: 'Sound is on', soundOff: 'Sound is off', emptyTitle: 'No incidents', emptyHint: 'All is well. New ones appear by themselves.', acknowledge: 'Acknowledge', assign: 'Assign', resolve: 'Mark resolved', comment: 'Comment', assignTo: 'Assign to', commentHint: 'What you saw or what was done', raisedAt: 'Raised', closedAt: 'Closed', affected: '{n} cameras affected', cause: 'Cause', history: 'What was done', select: 'Choose an incident to see more', done: 'Done', keys: 'J/K choose · A acknowledge · C comment', newOne: 'New incident: {title}', by: 'by {name}', closesItself: 'Closes by itself after 90 s of unbroken proof', send: 'Send',
    state: { RAISED: 'Raised', ACKNOWLEDGED: 'Acknowledged', ASSIGNED: 'Assigned', RESOLVED: 'Resolved, awaiting proof', CLOSED: 'Closed' },
    kind: { CAMERA_DOWN: 'Camera down', CAMERA_LOST: 'Camera down', CAMERA: 'Camera down', DEPENDENCY_DOWN: 'Upstream equipment down', DEPENDENCY: 'Upstream equipment down', AREA_OUTAGE: 'Area outage', AREA: 'Area outage', FLAPPING: 'Flapping', CAMERA_FLAPPING: 'Flapping', MONITORING_BLIND: 'Monitoring is blind', CLOCK_DRIFT: 'Clock drift', WRONG_PASSWORD: 'Wrong password', other: 'Fault' },
  },
  discovery: {
    title: 'Discovery', subtitle: 'Found devices wait here; none is sent a password unasked', scan: 'Scan network', scanning: 'Scanning…', scanTitle: 'Scan the network', multicast: 'Multicast (ONVIF WS-Discovery)', cidrs: 'Networks to scan one by one', cidrsHint: 'One per line, such as 192.168.10.0/24; empty for multicast only', start: 'Start scan', found: '{n} devices found', address: 'Address', model: 'Maker / model', serial: 'Serial number', reasons: 'Remarks', state: 'State', register: 'Register', emptyTitle: 'The inbox is empty', emptyHint: 'Choose “Scan network” to look for cameras and recorders nearby.', lastSeen: 'Last seen', registerTitle: 'Register device', username: 'Device user name', password: 'Device password', area: 'Area', areaHint: 'Channels in the imported inventory are matched by serial number; others are made in this area', running: 'Registering…', done: 'Registered, {n} cameras', failed: 'Registration failed', seeCameras: 'See cameras', onlyNew: 'Waiting', credentialsNote: 'Stored encrypted; one password is tried twice at most.',
    step: { clock: 'Read the clock', password: 'Check the password', channels: 'Read channels', profiles: 'Read streams', 'first frame': 'First picture', firstFrame: 'First picture' },
    deviceState: { NEW: 'Waiting', FOUND: 'Waiting', WAITING: 'Waiting', REGISTERED: 'Registered', REGISTERING: 'Registering', FAILED: 'Failed', REFUSED: 'Refused', IGNORED: 'Ignored', GONE: 'Not seen again' },
  },
  users: { title: 'Users', subtitle: 'Accounts and their roles by area', name: 'User name', display: 'Name', roles: 'Roles', state: 'State', emptyTitle: 'No users', emptyHint: '', active: 'Active', disabled: 'Disabled', add: 'New user', created: 'User created' },
  register: { title: 'Access register', subtitle: 'Who saw what and when; records form a hash chain', at: 'Time', who: 'User', what: 'Action', target: 'Object', result: 'Result', hash: 'Chain', from: 'From', emptyTitle: 'Nothing registered', emptyHint: 'Records appear here once somebody watches video.' },
  role: { 'duty-officer': 'Duty officer', technician: 'Technician', 'police-officer': 'Police officer', approver: 'Approver', 'grid-worker': 'Grid worker', resident: 'Resident', integrator: 'Integrator', 'system-administrator': 'System administrator', 'security-administrator': 'Security administrator', auditor: 'Auditor' },
  action: { VIEW_LIVE: 'Watched live', SNAPSHOT: 'Saw a picture', VIEW_SNAPSHOT: 'Saw a picture', READ_REGISTER: 'Read the register', SIGN_IN: 'Signed in', SIGN_OUT: 'Signed out', SIGN_IN_FAILED: 'Sign-in failed', REGISTER_DEVICE: 'Registered a device', REGISTER_CAMERA: 'Registered a camera', GRANT_ROLE: 'Gave a role', REVOKE_ROLE: 'Took a role', CREATE_USER: 'Made a user', EXPORT_REGISTER: 'Exported the register' },
  error: {
    title: 'Something went wrong', unreachable: 'The server cannot be reached. Check the network; the page tries again by itself.', 'sign-in-failed': 'User name or password is wrong.', 'not-signed-in': 'Your session has ended. Sign in again.', forbidden: 'You are not allowed to do this.', 'not-found': 'It does not exist, or you may not see it.', unavailable: 'The server is busy. Try again in a moment.', internal: 'The server failed. Tell the system administrator.', invalid: 'A value cannot be used: {detail}', other: 'It did not work: {detail}', tooMany: 'Too many tries. Wait a moment.',
  },
}
