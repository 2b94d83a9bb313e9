/** Words of coverage on the map, of its past and of turning a camera; both languages side by side. */
export const zh = {
  gradeTitle: '覆盖等级',
  grade: { PROVEN: '已证实', PROBABLE: '很可能', POSSIBLE: '可能', DOWN: '离线，当前无覆盖' },
  gradeHint: { PROVEN: '位置、朝向、视场都可靠', PROBABLE: '按最可能的朝向', POSSIBLE: '朝向或位置未知，范围内都有可能' },
  purposeTitle: '用途', purpose: { watch: '观看', detect: '发现', recognise: '辨认', identify: '识别' },
  light: { day: '白天', night: '夜间' },
  classes: '分类覆盖率', classShare: '{share} %',
  time: '时间', now: '现在', past: '{time} 的覆盖', showPast: '查看过去某时', backToNow: '回到现在', then: '当时在线 {alive} / {all} 路', pastRatio: '当时覆盖率 {ratio} %', tooMany: '画面内摄像机太多，放大后显示覆盖范围。', someWithout: '{n} 路位置未知，无法画出',
  pose: {
    edit: '调整位置朝向', title: '调整位置和朝向', hint: '拖动圆点转动朝向，拖动方块移动位置；保存前先看增减。', azimuth: '朝向（度）', angle: '视场角（度）', reach: '可视距离（米）', source: '依据', error: '朝向误差 ±（度）', surveyed: '现场测量', stated: '按图估计', gained: '新增', lost: '失去', ratio: '区域覆盖率', change: '{before} % → {after} %', reason: '原因（必填）', reasonHint: '例如：现场核对，镜头转向校门', save: '保存', saving: '正在保存…', saved: '已保存，历史记录不变', noPosition: '这路摄像机没有坐标。先在地图上点一下它的位置。', turn: '转动朝向', move: '移动位置', unchanged: '还没有改动', reload: '重新读取',
  },
}

export const en: typeof zh = {
  gradeTitle: 'How sure',
  grade: { PROVEN: 'Proven', PROBABLE: 'Probable', POSSIBLE: 'Possible', DOWN: 'Down: covers nothing now' },
  gradeHint: { PROVEN: 'place, heading and angle are reliable', PROBABLE: 'by the likeliest heading', POSSIBLE: 'heading or place unknown: anywhere in here' },
  purposeTitle: 'To', purpose: { watch: 'Watch', detect: 'Detect', recognise: 'Recognise', identify: 'Identify' },
  light: { day: 'Day', night: 'Night' },
  classes: 'Covered by class', classShare: '{share} %',
  time: 'Time', now: 'Now', past: 'Covered at {time}', showPast: 'Look at the past', backToNow: 'Back to now', then: '{alive} of {all} alive then', pastRatio: '{ratio} % covered then', tooMany: 'Too many cameras in view: zoom in to see what is covered.', someWithout: '{n} of unknown place are not drawn',
  pose: {
    edit: 'Move or turn', title: 'Move and turn', hint: 'Drag the dot to turn it, the square to move it; gain and loss are shown before you save.', azimuth: 'Heading (degrees)', angle: 'Angle of view (degrees)', reach: 'Reach (metres)', source: 'Known by', error: 'Heading is sure to ± (degrees)', surveyed: 'measured on site', stated: 'estimated on the map', gained: 'Gained', lost: 'Lost', ratio: 'Coverage of the area', change: '{before} % → {after} %', reason: 'Why (needed)', reasonHint: 'such as: checked on site, turned to the gate', save: 'Save', saving: 'Saving…', saved: 'Saved; its history stays', noPosition: 'This camera has no place yet. Click where it stands.', turn: 'Turn', move: 'Move', unchanged: 'Nothing changed yet', reload: 'Read again',
  },
}
