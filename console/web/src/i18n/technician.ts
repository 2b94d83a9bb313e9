/** Words of the technician's page, of evidence, figures and reports; both languages side by side. */
export const zh = {
  technician: {
    title: '运维', subtitle: '最严重的排在最前；点开看原因和证据', ill: '有问题', everything: '全部摄像机', search: '名称或区域', count: '{n} 路有问题', countAll: '{n} 路',
    healthy: '没有发现问题', healthyHint: '全部摄像机的每一层检查都通过。新的故障会自动排到这里。', noMatch: '没有符合条件的摄像机', noMatchHint: '换个名称或区域试试。', choose: '选择一路摄像机', chooseHint: '左侧按严重程度排序。选中后这里说明为什么、证据是什么、从什么时候开始。',
    why: '原因', fine: '各层检查正常', proving: '已恢复，等待连续 90 秒验证', nothingKnown: '还没有检查结果', lastGood: '最后正常', since: '开始于', downShare: '近 7 天离线 {share} %', evidence: '逐层证据', proof: '查看证据', age: '{source} · {age}', file: '摄像机档案', onMap: '在地图上看', selected: '已选 {n} 路', selectAll: '全选', select: '选择 {name}', clear: '取消选择', priority: '优先级',
    level: { TOP: '最高', HIGH: '高', NORMAL: '一般', LOW: '低' },
    timeline: '状态时间线', days: '{n} 天', noTimeline: '这段时间没有状态变化', before: '此前没有记录', now: '现在', stretch: '{state}，{from} 起', openIncident: '打开事件',
    clock: '时钟', offset: '当前偏差', tolerance: '允许 ±{n} 秒', slope: '每天偏移 {n} 秒', slopeUnknown: '样本不足，暂不能推算走势', breach: '预计 {day} 超出允许范围', noClock: '还没有读到时钟',
  },
  bulk: {
    REBOOT: '重启', SET_TIME: '校时', REPROBE: '重新探测', title: '{action}：{n} 路', confirm: '确认{action}', running: '正在执行，已完成 {done} / {n}', done: '全部完成：成功 {good}，失败 {bad}', result: '结果', before: '之前', after: '之后', close: '完成', owned: '发起后只有您本人能确认，每一台都会登记。',
    warning: { REBOOT: '{n} 路摄像机约一分钟没有画面；同一录像机的其他通道也会受影响。', SET_TIME: '{n} 路摄像机的录像时间可能出现跳变。', REPROBE: '立即再查一遍每一层，不影响画面。' },
    outcome: { WAITING: '等待', DONE: '成功', FAILED: '失败' },
  },
  proof: { title: '{layer}：证据', newest: '最近一次', lastGood: '最后一次正常', sent: '发出', received: '收到', nothing: '没有收到任何内容', nothingSent: '没有发出内容', notKept: '这次检查没有保留报文', took: '用时 {millis} 毫秒', note: '密码不会出现在证据里。', copy: '复制', copied: '已复制' },
  evidence: {
    'host-answers': '端口关闭，但主机有应答', 'port-closed': '端口关闭', 'no-connection': '连接不上', 'clock-right': '误差在一秒以内', 'clock-off': '时钟{way} {by}', ahead: '快', behind: '慢', back: '已恢复应答', 'no-stream': '设备有应答，但没有码流', 'timed-out': '连接超时，没有应答', refused: '连接被拒绝', 'no-answer': '没有应答', 'no-answer-in': '{n} 秒内没有应答', silent: '连接后没有应答', unreachable: '网络不可达', reset: '连接被对方断开', password: '设备拒绝了密码', locked: '为防锁定已停止尝试密码', missed: '连续 {n} 轮没有应答，历时 {seconds} 秒', answered: '有应答', recovered: '恢复应答，此后没有再缺失', unseen: '还没有观察到', pictures: '收到 {n} 幅画面（{stream}）', 'key-pictures': '收到 {n} 个关键帧（{stream}）', clock: '时钟偏差 {offset}',
    main: '主码流', sub: '子码流', source: { probe: '探测', media: '码流', event: '设备事件', sample: '抽样', snapshot: '抽样', gateway: '网关', recorder: '录像机', onvif: 'ONVIF' },
  },
  aim: {
    title: '四全指标', unknown: '暂无数据', reached: '达到目标 {target} %', missed: '低于目标 {target} %', formula: '计算公式', counted: '{numerator} ÷ {denominator}', sample: '最旧样本 {age}', stored: '来自已存记录', more: '公式、摄像机与排名',
    coverage: { name: '全域覆盖', short: '覆盖率', formula: '重点、复杂、薄弱区域中已证实被在线摄像机覆盖的面积 × 权重 ÷ 这些区域的面积 × 权重；没有划定区域时按全部面积。', unit: '加权平方米' },
    sharing: { name: '全网共享', short: '联网率', formula: '网络可达且 24 小时内取到画面的点位数 ÷ 登记的点位数。', unit: '个点位' },
    availability: { name: '全时可用', short: '完好率', formula: '在线且无画质、时钟、密码、服务故障的时长 ÷ 在线与离线总时长；计划内维护和未知时段不计。', unit: '摄像机小时' },
    control: { name: '全程可控', short: '登记完整率', formula: '登记写明人员、地址、授权依据且与前一条链值相接的查看次数 ÷ 全部日常查看次数（实时、抓图、云台、对讲）。', unit: '次查看' },
  },
  reports: {
    title: '四全报表', subtitle: '按村、镇、运维单位和月份；每个数字都能看到公式和摄像机', month: '月份', thisMonth: '{month}（至今）', by: '分组', VILLAGE: '村', TOWN: '镇', CONTRACTOR: '管理单位', rank: '名次', group: '名称', points: '点位', online: '在线率', clock: '时钟合格率', acknowledge: '平均确认', repair: '平均修复', minutes: '{n} 分', download: '下载 CSV', print: '打印 / PDF', ranking: '排名：{aim}', trend: '近六个月', none: '这段时间没有数据', noneHint: '换个月份，或等系统运行一段时间。', whole: '合计', unnamed: '未归属', cameras: '相关摄像机', cameraValue: '值', why: '原因', worst: '最差的在前', losses: '各台独有的覆盖（加权）', blindSpots: '盲区最大', squareMetres: '{n} m²', allGood: '没有未达标的摄像机', noneAlone: '没有哪台摄像机独自覆盖重点区域', controlHint: '民警的申请、保全、调阅和导出不计入此处，只对申请人、审批人和审计员可见。', file: '四全指标-{month}-{by}.csv', lossShare: '{share} %', head: { numerator: '分子', denominator: '分母' },
    missing: { 'no camera hangs there': '点位上没有摄像机', 'not reachable': '网络不可达', 'no picture within 24 h': '24 小时内没有取到画面' },
  },
}

export const en: typeof zh = {
  technician: {
    title: 'Technician', subtitle: 'The worst first; open one to see why, and the proof', ill: 'Ill', everything: 'All cameras', search: 'Name or area', count: '{n} cameras are ill', countAll: '{n} cameras',
    healthy: 'Nothing is wrong', healthyHint: 'Every layer of every camera has passed. New faults line up here by themselves.', noMatch: 'No camera matches', noMatchHint: 'Try another name or area.', choose: 'Choose a camera', chooseHint: 'The list is in order of gravity. Here you then see why, what proves it and since when.',
    why: 'Why', fine: 'Every layer is in order', proving: 'back; 90 s of unbroken proof close the incident', nothingKnown: 'Nothing checked yet', lastGood: 'Last good', since: 'Since', downShare: 'down for {share} % of 7 days', evidence: 'Evidence, layer by layer', proof: 'See the proof', age: '{source} · {age}', file: 'Camera file', onMap: 'On the map', selected: '{n} chosen', selectAll: 'Choose all', select: 'Choose {name}', clear: 'Choose none', priority: 'Priority',
    level: { TOP: 'top', HIGH: 'high', NORMAL: 'normal', LOW: 'low' },
    timeline: 'States through time', days: '{n} days', noTimeline: 'No change of state in this time', before: 'Nothing known before', now: 'now', stretch: '{state} since {from}', openIncident: 'Open the incident',
    clock: 'Clock', offset: 'Off by', tolerance: '±{n} s allowed', slope: '{n} s a day', slopeUnknown: 'Too few samples to tell a trend', breach: 'will leave the tolerance on {day}', noClock: 'The clock was not read yet',
  },
  bulk: {
    REBOOT: 'Reboot', SET_TIME: 'Set time', REPROBE: 'Probe again', title: '{action}: {n} cameras', confirm: '{action} now', running: 'Under way, {done} of {n} done', done: 'Finished: {good} done, {bad} failed', result: 'Result', before: 'Before', after: 'After', close: 'Done', owned: 'Only you can confirm what you asked for, and each camera enters the register.',
    warning: { REBOOT: '{n} cameras will be dark for about a minute; other channels of the same recorder too.', SET_TIME: 'Recordings of {n} cameras may have a step in their time.', REPROBE: 'Every layer is asked again now; pictures go on.' },
    outcome: { WAITING: 'Waiting', DONE: 'Done', FAILED: 'Failed' },
  },
  proof: { title: '{layer}: the proof', newest: 'Newest', lastGood: 'Last good one', sent: 'Sent', received: 'Received', nothing: 'Nothing came back', nothingSent: 'Nothing was sent', notKept: 'No exchange was kept of this check', took: 'took {millis} ms', note: 'No password ever stands in a proof.', copy: 'Copy', copied: 'Copied' },
  evidence: {
    'host-answers': 'port closed, but the host answers', 'port-closed': 'port closed', 'no-connection': 'no connection', 'clock-right': 'right within a second', 'clock-off': 'clock is {by} {way}', ahead: 'ahead', behind: 'behind', back: 'it answers again', 'no-stream': 'it answers, but its stream does not', 'timed-out': 'connecting timed out, no answer', refused: 'the connection was refused', 'no-answer': 'no answer', 'no-answer-in': 'no answer within {n} s', silent: 'connected, but no answer', unreachable: 'network unreachable', reset: 'the other side closed the connection', password: 'the device refused the password', locked: 'no more passwords are tried, so that it does not lock', missed: '{n} rounds without an answer in {seconds} s', answered: 'it answers', recovered: 'it answers, and nothing was missed again', unseen: 'nothing was observed yet', pictures: '{n} pictures ({stream})', 'key-pictures': '{n} key frames ({stream})', clock: 'clock is off by {offset}',
    main: 'main stream', sub: 'sub-stream', source: { probe: 'probe', media: 'media', event: 'device event', sample: 'sample', snapshot: 'sample', gateway: 'gateway', recorder: 'recorder', onvif: 'ONVIF' },
  },
  aim: {
    title: 'The four aims', unknown: 'nothing known yet', reached: 'reaches {target} %', missed: 'below {target} %', formula: 'Formula', counted: '{numerator} ÷ {denominator}', sample: 'oldest sample {age}', stored: 'from stored records', more: 'Formula, cameras and ranking',
    coverage: { name: 'Coverage', short: 'of what matters', formula: 'Square metres times weight of key, complex and weak places that are proven to be covered by living cameras ÷ the same of all such places; where no place is named, of the whole ground.', unit: 'weighted m²' },
    sharing: { name: 'Sharing', short: 'connected and tested', formula: 'Points whose camera is reachable and delivered pictures within 24 h ÷ points in the register.', unit: 'points' },
    availability: { name: 'Availability', short: 'in good condition', formula: 'Time up without a fault of picture, clock, password or service ÷ time up or down; planned work and unknown time are left out.', unit: 'camera hours' },
    control: { name: 'Control', short: 'completely registered', formula: 'Looks whose record names person, address and right and follows the one before it in the chain ÷ all everyday looks (live, picture, PTZ, talk).', unit: 'looks' },
  },
  reports: {
    title: 'The four aims', subtitle: 'By village, town, contractor and month; every number shows its formula and its cameras', month: 'Month', thisMonth: '{month} (so far)', by: 'By', VILLAGE: 'Village', TOWN: 'Town', CONTRACTOR: 'Managing unit', rank: 'Rank', group: 'Name', points: 'Points', online: 'Online', clock: 'Clock right', acknowledge: 'To acknowledge', repair: 'To repair', minutes: '{n} min', download: 'Download CSV', print: 'Print / PDF', ranking: 'Ranking: {aim}', trend: 'Six months', none: 'Nothing known of this time', noneHint: 'Choose another month, or let the system run for a while.', whole: 'All', unnamed: 'Belongs to none', cameras: 'Cameras behind it', cameraValue: 'Value', why: 'Why', worst: 'worst first', losses: 'What only one camera covers (weighted)', blindSpots: 'Greatest blind spots', squareMetres: '{n} m²', allGood: 'No camera falls short', noneAlone: 'No camera alone covers a weighted place', controlHint: 'What police ask for, hold, watch and export is not counted here: requester, approver and auditor alone see it.', file: 'four-aims-{month}-{by}.csv', lossShare: '{share} %', head: { numerator: 'numerator', denominator: 'denominator' },
    missing: { 'no camera hangs there': 'no camera hangs there', 'not reachable': 'not reachable', 'no picture within 24 h': 'no picture within 24 h' },
  },
}
