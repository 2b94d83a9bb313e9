export const zh = {
  app: { name: '雪亮视频联网', tagline: '公共安全视频一体化平台', skip: '跳到内容' },
  nav: { home: '概览', cameras: '摄像机', wall: '视频墙', incidents: '事件', discovery: '设备发现', users: '用户', register: '访问登记', more: '更多' },
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
  wall: { title: '视频墙', layout: '{n} 画面', pick: '选择摄像机', empty: '空窗口', emptyHint: '拖入或点击选择摄像机', clear: '清空', remove: '移除', enlarge: '放大', restore: '还原', fullscreen: '全屏', fill: '自动填充', keys: '按键：1 4 9 6 切换布局，方向键选择窗口，回车放大，Delete 移除，F 全屏', noCameras: '没有可用的摄像机' },
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
  users: { title: '用户', subtitle: '账号与按区域分配的角色', name: '用户名', display: '姓名', roles: '角色', state: '状态', emptyTitle: '没有用户', emptyHint: '', active: '启用', disabled: '停用', add: '新建用户', created: '用户已创建' },
  register: { title: '访问登记', subtitle: '谁在何时看了什么；每条记录以哈希链相连', at: '时间', who: '用户', what: '操作', target: '对象', result: '结果', hash: '链值', from: '来源', emptyTitle: '没有登记', emptyHint: '有人查看视频后，这里会出现记录。' },
  role: { 'duty-officer': '值班员', technician: '运维人员', 'police-officer': '民警', approver: '审批人', 'grid-worker': '网格员', resident: '居民', integrator: '集成接口', 'system-administrator': '系统管理员', 'security-administrator': '安全管理员', auditor: '审计员' },
  action: { VIEW_LIVE: '查看实时画面', SNAPSHOT: '查看画面', VIEW_SNAPSHOT: '查看画面', READ_REGISTER: '查阅登记', SIGN_IN: '登录', SIGN_OUT: '退出', SIGN_IN_FAILED: '登录失败', REGISTER_DEVICE: '接入设备', REGISTER_CAMERA: '接入摄像机', GRANT_ROLE: '授予角色', REVOKE_ROLE: '撤销角色', CREATE_USER: '新建用户', EXPORT_REGISTER: '导出登记' },
  error: {
    title: '出了点问题', unreachable: '连接不上服务器。请检查网络，页面会自动重试。', 'sign-in-failed': '用户名或密码不正确。', 'not-signed-in': '登录已失效，请重新登录。', forbidden: '您没有执行此操作的权限。', 'not-found': '不存在，或您无权查看。', unavailable: '服务器正忙，请稍后再试。', internal: '服务器内部错误，请联系系统管理员。', invalid: '填写的内容不符合要求：{detail}', other: '操作没有成功：{detail}', tooMany: '尝试次数过多，请稍后再试。',
  },
}
