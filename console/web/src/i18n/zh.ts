import { zh as map } from './map'
import { policeZh } from './police-zh'
import { zh as technician } from './technician'

export const zh = {
  ...policeZh,
  ...technician,
  app: { name: '雪亮视频联网', tagline: '公共安全视频一体化平台', skip: '跳到内容' },
  nav: { requests: '调阅申请', playback: '同步播放', home: '概览', map: '地图', search: '查找录像点位', events: '上报事件', shift: '点名与交接', cameras: '摄像机', wall: '视频墙', incidents: '事件', discovery: '设备发现', users: '用户', register: '审计', technician: '运维', reports: '四全报表', more: '更多' },
  common: {
    loading: '加载中…', retry: '重试', close: '关闭', cancel: '取消', save: '保存', search: '搜索', all: '全部', none: '无', refresh: '刷新',
    language: '语言', theme: '主题', light: '浅色', dark: '深色', signOut: '退出登录', unknown: '未知', since: '自 {time}', ago: '{time}的画面',
    connected: '实时连接正常', disconnected: '实时连接中断，正在重连', total: '共 {n} 项', more: '显示更多', back: '返回', open: '打开', yes: '是', no: '否', area: '区域', allAreas: '全部区域', time: '时间', notFound: '没有这个页面', notFoundHint: '地址可能已变更，请从左侧菜单进入。',
  },
  signIn: { title: '登录', username: '用户名', password: '密码', submit: '登录', busy: '正在登录…', show: '显示密码', hide: '隐藏密码', hint: '账号由安全管理员开通；所有查看行为都会登记。' },
  state: { UP: '正常', SUSPECT: '疑似异常', DOWN: '离线', UNKNOWN: '未知', MAINTENANCE: '维护中' },
  home: {
    title: '概览', subtitle: '此刻全网视频的运行状态', availability: '在线率', availabilityFormula: '在线 {up} ÷ 应在线 {total}（不含维护中）', cameras: '摄像机', openIncidents: '未关闭事件', noIncidents: '没有未关闭的事件',
    noIncidentsHint: '新的故障会自动出现在这里，无需刷新。', longestDown: '离线最久', allUp: '没有离线的摄像机', allUpHint: '所有已接入的摄像机都在线。', seeAll: '查看全部', firstTitle: '还没有摄像机', firstHint: '先扫描网络，发现设备后逐台接入。', toDiscovery: '去发现设备', pictures: '最新画面',
  },
  cameras: {
    title: '摄像机', count: '{n} 路', searchHint: '名称、编码…', cards: '卡片', table: '列表', name: '名称', code: '点位编码', area: '区域', state: '状态', since: '持续时间', picture: '画面', emptyTitle: '没有符合条件的摄像机', emptyHint: '换个区域或清除筛选条件试试。', clear: '清除筛选', noPicture: '暂无画面', pictureOf: '{name}的最近画面', areas: '区域树',
  },
  camera: {
    streams: '码流', dependsOn: '依赖', facts: '档案', health: '健康检查', history: '变更历史', live: '实时画面', play: '播放实时画面', stop: '停止', code: '点位编码', area: '所属区域', location: '位置', azimuth: '朝向', unknownAzimuth: '未知（按全向处理）', since: '当前状态起始', evidenceAge: '{age}', source: '来源', noHealth: '还没有检查结果', noHealthHint: '首次探测完成后会显示每一层的证据。', noHistory: '还没有变更记录', main: '主码流', sub: '子码流', snapshot: '最近关键帧', id: '标识', incidents: '相关事件', device: '设备',
  },
  change: { name: '名称', area: '区域', pose: '朝向位置', position: '位置', installation: '安装设备', device: '设备', point: '点位', dependency: '依赖', source: '取流来源', details: '点位信息', stream: '码流', channel: '通道' },
  layer: { REACHABLE: '网络可达', RTSP: 'RTSP 应答', ONVIF: 'ONVIF 应答', AUTHENTICATED: '密码有效', FRAMES_ADVANCING: '画面在更新', KEY_FRAMES: '有关键帧', DECODABLE: '可解码', PICTURE_GOOD: '画质正常', RECORDING: '正在录像', CLOCK_RIGHT: '时钟准确' },
  outcome: { GOOD: '正常', BAD: '异常', INCONCLUSIVE: '无法判断', UNKNOWN: '未检查' },
  player: {
    connecting: '正在连接…', retrying: '{seconds} 秒后重连', live: '直播', retry: '立即重试',
    reason: { offline: '摄像机离线', 'camera-lost': '摄像机信号中断', 'camera-unreachable': '摄像机没有应答', 'no-room': '摄像机或链路的会话已满', 'not-found': '没有这路码流', 'not-playable': '浏览器不支持此编码', 'too-many': '打开的画面过多', stalled: '本机接收太慢，已断开', revoked: '观看权限已被收回', kicked: '管理员已断开此画面', shutdown: '服务器正在重启', 'format-changed': '画面格式变化，正在重连', codec: '浏览器不支持此编码（H.265），该摄像机没有 H.264 子码流', 'not-allowed': '无权查看', unreachable: '服务器连接中断', silence: '长时间没有收到画面', decode: '画面解码失败', buffer: '播放缓冲出错', slow: '本机解码跟不上', closed: '视频连接断开', 'no-stream': '摄像机没有送出画面', 'no-mse': '浏览器不支持直播播放', other: '暂时无法播放', connection: '视频连接未能建立', negotiation: '视频连接被拒绝', 'b-frames': 'WebRTC 不能播放此码流', 'sound-lost': '声音中断' },
    note: { 'sub-instead-of-main': '浏览器不支持 H.265，已改用子码流', 'mse-instead-of-whep': '此处无法使用 WebRTC，已改用 MSE', 'no-sound': '摄像机没有可播放的声音', 'sound-lost': '声音中断，已静音' },
    figure: { first: '首帧 {millis} 毫秒', gap: '缓冲 {millis} 毫秒', dropped: '丢帧 {dropped}/{pictures}' },
  },
  wall: { title: '视频墙', layout: '{n} 画面', pick: '选择摄像机', empty: '空窗口', emptyHint: '拖入或点击选择摄像机', clear: '清空', remove: '移除', enlarge: '放大', restore: '还原', fullscreen: '全屏', fill: '自动填充', keys: '按键：1 4 9 6 布局 · 方向键选择 · 回车放大 · E 上报 · P 云台 · I 参数 · F 全屏', noCameras: '没有可用的摄像机',
    menu: '视图与轮巡', endTour: '结束轮巡', touring: '每 {n} 秒轮换', paused: '已暂停（空格继续）', sceneBy: '{name}：{reason}', facts: '画面参数', snapshot: '保存抓图', size: '分辨率', frames: '帧数 / 丢帧', behind: '缓冲', saved: '已保存', pushed: '已投送到 {name}', push: '投送', noViews: '还没有保存的视图。布置好画面后在下面起名保存。', noTours: '还没有轮巡。在下面新建一个。', viewName: '视图名称', tourName: '轮巡名称', share: '共享给其他人', sharedByMe: '已共享', private: '仅自己', dwell: '停留（秒）', tourOf: '{n} 路，每屏 {tiles} 路，{seconds} 秒', tourAll: '全部摄像机', tourWall: '当前画面', windowHint: '每台显示器打开一个窗口（/wall?window=名称&kiosk）；在这里把当前画面投送过去。', windowName: '窗口名称', reason: '事由（可不填）', setBy: '由 {name} 投送', columns: '列', rows: '行',
    tab: { views: '视图', tours: '轮巡', windows: '上墙窗口', custom: '自定义布局' },
    order: { RISK: '按风险', AS_LISTED: '按顺序' },
  },
  ptz: { title: '云台控制', none: '这台摄像机不能转动。', mine: '您正在控制', held: '{name} 正在控制', place: '您排第 {n} 位', queue: '排队：{names}', free: '当前无人控制', away: '已离开守望位', take: '取得控制', wait: '排队等待', giveBack: '交还控制', speed: '速度', keys: '按住 W A S D 转动，+ − 变倍', guard: '守望位', zoomIn: '放大', zoomOut: '缩小', up: '向上', down: '向下', left: '向左', right: '向右', upLeft: '左上', upRight: '右上', downLeft: '左下', downRight: '右下' },
  search: {
    title: '按地点和时间查找', subtitle: '说出地点和时间，或在地图上点选；系统说明怎样理解、哪些摄像机拍到。', words: '地点和时间', example: '王庄路口 昨晚8点到9点', read: '解读', reading: '系统的理解', which: '“{words}”是哪一处？', noPlace: '还没有地点', clickMap: '在地图上点选地点，或换一种说法。', onMap: '地图上的点 {lat}, {lon}', from: '从', to: '到', ask: '查找摄像机', covered: '拍到此处的摄像机 {n} 路', nothing: '没有摄像机拍到这里', nothingHint: '扩大范围或时间，或查看下面未拍到的原因。', nothingThen: '那个时间，这一带还没有登记的摄像机。请换一个时间或扩大范围。', share: '覆盖该处 {share} %', unknown: '未知：{what}', misses: '附近 {n} 路未拍到的原因',
    rule: { today: '“今”指今天', yesterday: '“昨”指昨天', daysAgo: '按今天往前推算日期', weekday: '指最近一次的星期', date: '按写明的日期', range: '从第一个时间到第二个时间', moment: '单个时间取前后 15 分钟', pastMidnight: '结束时间在次日凌晨', literal: '没有说上午或晚上，按 24 小时制理解', noDay: '没有说哪一天，按今天理解', period: '只说了时段，取整个时段', wholeDay: '只说了日期，取全天', around: '“左右”前后各放宽 15 分钟', untilNow: '截止到现在', future: '这个时间还没有到' },
    grade: { PROVEN: '已证实', PROBABLE: '很可能', POSSIBLE: '可能' },
    why: { AWAY: '朝向别处或太远', OFF_AXIS: '不在视场内', BLOCKED: '被遮挡', NOT_INSTALLED: '当时没有安装', OFFLINE: '当时离线' },
    value: { position: '位置', azimuth: '朝向', angle: '视场角', horizontalAngle: '视场角', reach: '可视距离', height: '高度', tilt: '俯仰' },
  },
  shift: {
    title: '点名与交接', subtitle: '重点摄像机当日巡查记录；交接单由系统事实生成', proof: '以视频墙上实际播放的画面为证', day: '日期', seenOf: '重点摄像机 {all} 路，已巡查 {seen} 路', noKey: '没有一类点位', noKeyHint: '把点位设为一类后，这里会列出每天须巡查的摄像机。', lookedBy: '巡查人', nobody: '无人巡查', draft: '交接单（草稿）', notes: '交班备注', signs: '以 {name} 的身份签字', give: '签字交班', sheet: '交接单', giver: '交班人', taker: '接班人', remarks: '接班意见（可不填）', take: '签字接班', waits: '等待另一人接班签字。', past: '历次交接', noneYet: '还没有交接记录', open: '待接班', print: '打印', incidentCounts: '新增 {raised}，关闭 {closed}，未关闭 {open}', eventCounts: '上报 {reported}，办结 {closed}，未办结 {open}', unseen: '未巡查',
    tab: { rollCall: '点名', handover: '交接班' },
  },
  events: { title: '上报事件', subtitle: '上报 — 分流 — 处置反馈 — 考核 — 办结', help: '一键报警', new: '新上报', waiting: '{n} 条待发送，恢复网络后自动发送', photo: '拍照', otherPhoto: '重新拍照', locate: '获取位置', locating: '正在定位…', placed: '已定位', emptyTitle: '没有事件', emptyHint: '在视频墙上按 E，或点“新上报”。', byCamera: '摄像机画面', byPerson: '{name} 拍摄', near: '附近', assignee: '分流给（用户名或部门）', answer: '处置情况', sendAnswer: '提交反馈', rate: '评价', stars: '{n} 星', close: '办结',
    list: { open: '未办结', mine: '我的', all: '全部' },
    state: { REPORTED: '待分流', ASSIGNED: '处置中', ANSWERED: '已反馈', RATED: '已评价', CLOSED: '已办结' },
    report: '上报', picture: '画面', pictureKept: '画面将随上报一起保存。', pictureFollows: '服务器会自动保存该摄像机的当前画面。', kind: '类型', text: '看到了什么', send: '上报',
    kinds: { PUBLIC_ORDER: '治安', TRAFFIC: '交通', FIRE: '火情', DISPUTE: '矛盾纠纷', ENVIRONMENT: '环境', FACILITY: '设施', HELP: '求助', OTHER: '其他' },
  },
  map: {
    title: '地图', search: '查找摄像机、区域', layers: '图层', states: '摄像机状态', plain: '此浏览器没有 WebGL2，显示简化地图。', withoutPosition: '{n} 路没有坐标，未显示', coverage: '覆盖率（重点区域，已证实）', asBuilt: '按建设 {ratio} %', alive: '在线 {alive} / {all} 路', formula: '计算公式', blind: '盲区（按权重）', toWall: '上墙', none: '没有可显示的摄像机',
    overlay: { sectors: '覆盖范围', blind: '盲区', cameras: '摄像机', areas: '区域边界', places: '重点、复杂、薄弱区域' },
    ...map,
    place: { KEY: '重点区域', COMPLEX: '复杂场所', WEAK: '薄弱地区' },
  },
  incidents: {
    children: '包含 {n} 个下级事件', title: '事件', open: '未关闭', all: '全部', sound: '声音提醒', soundOn: '声音已开启', soundOff: '声音已关闭', emptyTitle: '没有事件', emptyHint: '一切正常。新的事件会自动出现。', acknowledge: '确认', assign: '指派', resolve: '标记已处理', comment: '备注', assignTo: '指派给', commentHint: '写下看到的情况或处理意见', raisedAt: '发生', closedAt: '关闭', affected: '涉及 {n} 路摄像机', cause: '原因', history: '处理过程', select: '选择一个事件查看详情', done: '已完成', keys: 'J/K 上下选择 · A 确认 · C 备注', newOne: '新事件：{title}', by: '由 {name}', closesItself: '恢复并连续验证 90 秒后自动关闭', send: '提交',
    state: { RAISED: '待确认', ACKNOWLEDGED: '已确认', ASSIGNED: '已指派', RESOLVED: '已处理，待机器验证', CLOSED: '已关闭' },
    what: { RAISED: '发生', REOPENED: '再次发生', CAMERAS_JOINED: '新增受影响摄像机', CAUSE_CHANGED: '原因变更', FLAPPING_STARTED: '开始反复上下线', FLAPPING_STOPPED: '不再反复', ABSORBED: '并入上级事件', SURFACED: '从上级事件分出', ACKNOWLEDGED: '已确认', ASSIGNED: '已指派', COMMENTED: '备注', RESOLVED: '标记已处理', CLOSED: '已关闭' },
    kind: { CAMERA_DOWN: '摄像机离线', CAMERA_LOST: '摄像机离线', CAMERA: '摄像机离线', DEPENDENCY_DOWN: '上级设备故障', DEPENDENCY: '上级设备故障', AREA_OUTAGE: '区域性中断', AREA: '区域性中断', FLAPPING: '反复上下线', CAMERA_FLAPPING: '反复上下线', MONITORING_BLIND: '监测失明', CLOCK_DRIFT: '时钟偏差', ONVIF_SILENT: 'ONVIF 无应答', PICTURE_BAD: '画质异常', NOT_RECORDING: '未在录像', WRONG_PASSWORD: '密码错误', other: '故障' },
  },
  discovery: {
    title: '设备发现', subtitle: '发现的设备先在这里等待，确认后才会发送密码', scan: '扫描网络', scanning: '正在扫描…', scanTitle: '扫描网络', multicast: '组播发现（ONVIF WS-Discovery）', cidrs: '单播扫描网段', cidrsHint: '每行一个网段，例如 192.168.10.0/24；留空则只做组播', start: '开始扫描', found: '已发现 {n} 台', address: '地址', model: '厂商 / 型号', serial: '序列号', reasons: '说明', state: '状态', register: '接入', emptyTitle: '收件箱为空', emptyHint: '点击“扫描网络”查找附近的摄像机和录像机。', lastSeen: '最近发现', registerTitle: '接入设备', username: '设备用户名', password: '设备密码', area: '归属区域', areaHint: '已导入清单的通道按序列号自动匹配；其余新建在此区域', running: '正在接入…', done: '接入完成，共 {n} 路', failed: '接入失败', seeCameras: '查看摄像机', onlyNew: '待接入', again: '设备曾拒绝此密码，仍再试一次', credentialsNote: '密码加密保存，同一密码最多尝试两次。',
    step: { clock: '读取时钟', password: '验证密码', channels: '读取通道', profiles: '读取码流', 'first frame': '取得首帧', firstFrame: '取得首帧' },
    deviceState: { NEW: '待接入', FOUND: '待接入', WAITING: '待接入', REGISTERED: '已接入', REGISTERING: '接入中', FAILED: '接入失败', REFUSED: '已拒绝', IGNORED: '已忽略', GONE: '未再出现' },
  },
  users: { title: '用户', subtitle: '账号与按区域分配的角色', name: '用户名', display: '姓名', roles: '角色', state: '状态', emptyTitle: '没有用户', emptyHint: '', active: '启用', disabled: '停用', add: '新建用户', created: '用户已创建', until: '至 {day}', take: '收回{role}', confirmTake: '收回 {name} 的“{role}”角色？', confirmDisable: '停用 {name}？其会话立即结束。', grant: '授予角色', disable: '停用', enable: '启用', password: '初始密码', passwordHint: '至少 12 个字符；请当面告知，首次登录后更换。', ends: '到期日（可不填）', rule: '三员分立：系统、安全、审计管理员须是三个人，任何人不能给自己授权。' },
  register: { title: '访问登记', subtitle: '谁在何时看了什么；每条记录以哈希链相连', at: '时间', who: '用户', what: '操作', target: '对象', result: '结果', hash: '链值', from: '来源', emptyTitle: '没有登记', emptyHint: '有人查看视频后，这里会出现记录。' },
  role: { 'duty-officer': '值班员', technician: '运维人员', 'police-officer': '民警', approver: '审批人', 'grid-worker': '网格员', resident: '居民', integrator: '集成接口', 'system-administrator': '系统管理员', 'security-administrator': '安全管理员', auditor: '审计员' },
  action: { PLAY_BACK: '回放录像', SEARCH_RECORDINGS: '查找录像', REQUEST_ACCESS: '申请调阅', BREAK_GLASS: '紧急调阅', APPROVE_ACCESS: '批准调阅', REFUSE_ACCESS: '拒绝调阅', NARROW_ACCESS: '缩小范围', REVOKE_ACCESS: '收回授权', WITHDRAW_REQUEST: '撤回申请', REVIEW_BREAK_GLASS: '复核紧急调阅', EXPORT: '导出录像', FETCH_EXPORT: '下载导出', SEAL_EXPORT: '封存导出', VERIFY_EXPORT: '核验导出', VERIFY_REGISTER: '核验登记链', RELEASE_HOLD: '放弃保全', REVIEW_HOLD: '复核保全', PLACE_HOLD: '保全录像', DESTROY_HOLD: '销毁保全', VIEW_LIVE: '查看实时画面', SNAPSHOT: '查看画面', VIEW_SNAPSHOT: '查看画面', READ_REGISTER: '查阅登记', SIGN_IN: '登录', SIGN_OUT: '退出', SIGN_IN_FAILED: '登录失败', REGISTER_DEVICE: '接入设备', REGISTER_CAMERA: '接入摄像机', GRANT_ROLE: '授予角色', REVOKE_ROLE: '撤销角色', CREATE_USER: '新建用户', EXPORT_REGISTER: '导出登记' },
  error: {
    title: '出了点问题', unreachable: '连接不上服务器。请检查网络，页面会自动重试。', 'sign-in-failed': '用户名或密码不正确。', 'not-signed-in': '登录已失效，请重新登录。', forbidden: '您没有执行此操作的权限。', 'not-found': '不存在，或您无权查看。', unavailable: '服务器正忙，请稍后再试。', internal: '服务器内部错误，请联系系统管理员。', invalid: '填写的内容不符合要求：{detail}', other: '操作没有成功：{detail}', changed: '别人刚刚修改过。请重新读取后再决定。', tooMany: '尝试次数过多，请稍后再试。',
  },
}
