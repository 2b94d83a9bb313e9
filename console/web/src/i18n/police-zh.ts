/** Strings of the pages for police, approvers and auditors. */
export const policeZh = {
  requests: {
    title: '调阅申请', subtitle: '先保全、后审批、再调阅；每一步都登记在册', all: '全部', open: '待审批', granted: '已授权', closed: '已结束', find: '案件编号、用途…',
    none: '没有调阅申请', noneHint: '按地点和时间查到摄像机后，就可以保全录像并提交申请。', noneApprover: '目前没有等您审批的申请。新申请会自动出现在这里。', toSearch: '去查找录像', select: '选择一个申请查看详情', back: '返回列表', missing: '没有这个申请，或您无权查看。',
    by: '申请人', case: '案件编号', purpose: '用途', window: '时间段', asked: '申请的时间段', place: '地点', cameras: '摄像机', camerasOf: '{n} 路摄像机', created: '提交于 {time}', decideBy: '须在 {time} 前审批，逾期自动失效', left: '还剩 {time}', expires: '授权至 {time}', expired: '授权已到期', policy: '审批规则',
    persons1: '一人审批', persons2: '两人审批', supervisor: '须有上级', votes: '已批准 {have} / {need} 人', number: '审批号 {number}', ownHint: '这是您自己的申请，须由另一人审批：任何人不能批准自己的申请。', votedHint: '您已批准，还须另一人批准。', waitHint: '等待审批人处理，结果会自动出现在这里。', noGrant: '未授权的录像无法观看。',
    scope: '获准范围', narrowedTo: '已缩小到 {n} 路，{from} — {to}', ended: '{name} 于 {time}：{reason}', endedSelf: '{time}：{reason}', play: '同步播放', export: '导出', history: '办理过程', evidence: '证据保全', map: '地点与摄像机',
    holdNone: '没有保全：录像到期会被覆盖。', holdPlace: '立即保全', holdUntil: '未批准则于 {time} 销毁', holdReview: '保全至 {time}，届时复核', holdParts: '{files} 个文件，{size}', holdRelease: '放弃保全', certificate: '销毁证明', certificateAt: '{time} 销毁：{reason}', certificateFiles: '{n} 个文件的 SHA-256',
    breakGlass: '紧急调阅', breakGlassReason: '理由：{reason}', reviewBy: '须在 {time} 前复核', reviewOverdue: '复核已逾期', reviewed: '{name} 复核：{verdict}', justified: '理由成立', notJustified: '理由不成立（同时收回授权）',
    state: { PENDING: '待审批', GRANTED: '已授权', REFUSED: '已拒绝', WITHDRAWN: '已撤回', LAPSED: '逾期失效', REVOKED: '已收回', EXPIRED: '已到期' },
    holdState: { COPYING: '正在保全', KEPT: '已保全', APPROVED: '已批准保存', DESTROYED: '已销毁' },
    partState: { QUEUED: '排队', COPIED: '已复制', INCOMPLETE: '部分缺失', EMPTY: '无录像', DESTROYED: '已销毁' },
    act: { approve: '批准', refuse: '拒绝', narrow: '缩小范围', revoke: '收回授权', withdraw: '撤回申请', review: '复核' },
    done: { approve: '已批准', refuse: '已拒绝', narrow: '范围已缩小', revoke: '授权已收回，正在播放和导出的已停止', withdraw: '申请已撤回', review: '复核已登记' },
    step: { asked: '提交申请', held: '录像保全', approved: '批准', granted: '授权生效', ended: '结束' },
    form: { approve: '批准（可只批准一部分）', number: '审批号', numberHint: '纸质审批的编号；不填则自动编号', comment: '意见（可不填）', reason: '理由', until: '授权到期', verdict: '结论', fewer: '取消勾选的摄像机不在授权内', confirm: '确认{act}' },
    changed: '申请刚被他人修改，已重新载入，请看过再决定。',
  },
  ask: {
    title: '保全与申请', step1: '地点与时间', step2: '摄像机与录像', step3: '保全与申请', chosen: '已选 {n} 路', chooseAll: '全选有录像的', purpose: '用途', purposeHint: '例如：查找 7 月 3 日被盗电动车去向', caseNumber: '案件编号', caseHint: '例如：A3301-2026-0417', hold: '立即保全录像', holdHint: '审批期间录像不会被覆盖；批准前任何人都看不到。', grantFor: '授权时长', hours: '{n} 小时', days: '{n} 天', breakGlass: '紧急调阅：先看后审', breakGlassHint: '立即生效、时间很短；另一人必须复核，理由不成立即收回。', breakGlassReason: '为什么不能等', send: '保全并提交申请', sendOnly: '提交申请', sendNow: '立即紧急调阅', needCamera: '请至少选择一路摄像机。', sent: '申请已提交', nobody: '您的角色不能申请调阅；可请民警提交。',
    full: '全程有录像', partly: '有录像 {time}', missing: '缺 {time}', nothing: '没有录像', legendRecorded: '有录像', legendGap: '缺失', radius: '范围', exact: '该点', metres: '{n} 米', shape: '地图画范围', drawPoint: '点选', drawArea: '画多边形', drawHint: '逐点点击，点“完成”闭合', drawDone: '完成（{n} 点）', drawUndo: '退一点', drawn: '地图上画的范围', around: '{name} 周围 {n} 米', recent: '最近 10 分钟', hour: '最近 1 小时',
  },
  playback: {
    title: '同步播放', back: '返回申请', play: '播放', pause: '暂停', stepBack: '后退一帧', step: '前进一帧', speed: '速度', snapshot: '抓图', snapshotAll: '全部抓图', bookmark: '标记', bookmarks: '标记', noBookmarks: '按 B 在当前时刻做标记。', bookmarkText: '说明', exportRange: '导出选段', exportAll: '导出', mark: '选段', markIn: '选段起点', markOut: '选段终点', clearMarks: '清除选段', zoomIn: '放大时间轴', zoomOut: '缩小时间轴', whole: '全部时段', layout: '画面数', enlarge: '放大', restore: '还原', expires: '授权至 {time}', inStep: '同步偏差 {ms} 毫秒', waiting: '等待画面…', timeline: '时间轴',
    keys: '空格 播放/暂停 · ← → 逐帧 · Shift+← → 10 秒 · − + 速度 · I O 选段 · S 抓图', offsetBehind: '该机时钟慢 {time}，已校正', offsetAhead: '该机时钟快 {time}，已校正', offsetNone: '时钟偏差未知', offsetRight: '时钟准确', gapUntil: '{cause}，{time} 恢复', gapEnd: '{cause}，此后无录像', late: '画面未跟上', nothing: '该时段没有录像', again: '重新连接', recordedOf: '有录像 {share} %', notGranted: '没有有效授权，不能播放。', ended: '授权已收回或到期，播放已停止。', too: '同时最多播放 16 路，已取前 16 路。', savedSnapshot: '抓图已保存', loading: '正在取录像…', shown: '画面 {n}',
    cause: { network: '网络中断', camera: '摄像机故障', server: '服务器停机', disk: '存储故障', 'not-planned': '未安排录像', deleted: '已到期删除', unknown: '原因不明' },
    provenance: { volume: '中心录像', recorder: '录像机', card: '存储卡', backfill: '补录', hold: '保全副本' },
    ending: { revoked: '授权已收回', kicked: '管理员已断开', codec: '浏览器不支持此编码', 'no-mse': '浏览器不支持播放', slow: '本机解码跟不上', decode: '画面解码失败', buffer: '播放缓冲出错', stalled: '本机接收太慢', closed: '连接断开', 'not-found': '不存在或无权查看', 'too-many': '打开的画面过多', shutdown: '服务器正在重启', other: '播放中断' },
    caption: { camera: '点位', code: '编码', time: '录像时间', offset: '时钟偏差', case: '案件编号', grant: '授权', by: '抓图人', at: '抓图时间' },
  },
  exports: {
    title: '封存导出', none: '还没有导出', noneHint: '导出为原始码流，附清单、签名和登记记录，任何电脑可离线核验。', new: '新建导出', whole: '整个获准范围', start: '开始导出', cancel: '取消导出', download: '下载', verify: '核验', verifying: '正在核验…', intact: '核验通过：{fragments} 个分片逐一比对，声明缺失 {gaps} 处', broken: '核验不通过：{where}，{reason}', sealed: '封存于 {time}', stamped: '可信时间戳 {time}', record: '登记记录第 {n} 号', certificate: '签名证书', key: '登记密钥', manifest: '清单 SHA-256', offline: '离线核验', offlineHint: '把下载的文件和公钥带到任意一台装有本软件的电脑，不需要联网：', keys: '下载公钥', progress: '{percent} %', size: '{size}', camerasOf: '{n} 路', failed: '原因：{cause}',
    state: { QUEUED: '排队中', RUNNING: '正在导出', SEALED: '已封存', REMOVED: '文件已清理', CANCELLED: '已取消', FAILED: '失败', CUT: '授权终止，已停止' },
  },
  audit: {
    title: '审计', subtitle: '谁在何时看了什么；每条记录以哈希链相连，无法悄悄改动', person: '用户', personHint: '用户名', camera: '点位', cameraHint: '名称或 20 位编码', case: '案件编号', action: '操作', anyAction: '全部操作', from: '从', to: '到', apply: '查询', clear: '清除', filtered: '按条件显示', object: '对象', purpose: '用途', rule: '依据', source: '来源', none: '没有符合条件的记录', noneHint: '换个条件再查。', verify: '核验整条链', verifying: '正在逐条核验…', intact: '整条链完好：{n} 条记录逐一核对，签名正确。', broken: '第 {n} 条记录处断裂：{reason}', verifyHint: '从第一条记录起重新计算每个哈希，并核对每个已签名的链头。', exportChain: '导出整条链', exportHint: '离线核验：./sharp-eyes verify access-register.txt', heads: '已签名的链头', headAt: '第 {n} 条，{time}', noHeads: '还没有签名的链头；每天签一次。',
    deletionsHint: '到期删除的每一批录像留下一份证明；内容哈希与录制时写下的一致。', noDeletions: '还没有删除过录像', noDeletionsHint: '录像保存期满后，删除证明会出现在这里。', period: '录像时段', content: '内容 SHA-256', why: '原因', files: '{n} 段', rules: '保存规则 {min}–{max} 天', holdsDestroyed: '已销毁的保全', reviewsHint: '紧急调阅先看后审：每一次都必须由另一人复核。', noReviews: '没有紧急调阅', noReviewsHint: '有人使用紧急调阅后，这里会列出并跟踪复核。', due: '待复核', overdue: '已逾期', escalated: '已上报 {n} 次',
    tab: { records: '访问登记', chain: '链核验', deletions: '删除证明', reviews: '紧急调阅复核' },
    reason: { maximum: '保存期满', quota: '容量已满', 'below-minimum': '容量不足，早于最短保存期' },
  },
}
