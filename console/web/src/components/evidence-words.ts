import { useI18n } from 'vue-i18n'

/** What the server says of evidence, in the reader's language where it is a known phrase; its own words otherwise. */
const PHRASES: [RegExp, string, string[]][] = [
  [/port closed; the host itself answers/i, 'host-answers', []],
  [/port closed/i, 'port-closed', []],
  [/AnnotatedConnectException|AnnotatedNoRouteToHostException/, 'no-connection', []],
  [/^clock is right within a second/i, 'clock-right', []],
  [/^clock is (.+) (ahead|behind)/i, 'clock-off', ['by', 'way']],
  [/it answered a fast re-probe or sent pictures|^it is back|it keeps its state again/i, 'back', []],
  [/it answers, but its stream does not/i, 'no-stream', []],
  [/no answer within (\d+(?:\.\d+)?) ?(?:s|seconds)?/i, 'no-answer-in', ['n']],
  [/connected, but no answer/i, 'silent', []],
  [/connect(?:ion)? timed out|timed out/i, 'timed-out', []],
  [/(?:network|host) (?:is )?unreachable|no route to host/i, 'unreachable', []],
  [/refused (?:this|the|the stored) password|password refused/i, 'password', []],
  [/connection refused|^refused/i, 'refused', []],
  [/connection reset|closed the connection/i, 'reset', []],
  [/nothing was missed again/i, 'recovered', []],
  [/nothing was observed yet/i, 'unseen', []],
  [/^(\d+) pictures since the last look, (\w+) stream/i, 'pictures', ['n', 'stream']],
  [/^(\d+) key pictures since the last look, (\w+) stream/i, 'key-pictures', ['n', 'stream']],
  [/no answer/i, 'no-answer', []],
]

export function useEvidenceWords() {
  const { t, te } = useI18n()

  function phrase(words: string): string {
    for (const [pattern, key, names] of PHRASES) {
      const match = pattern.exec(words)
      if (!match) continue
      const values: Record<string, string> = Object.fromEntries(names.map((name, i) => [name, match[i + 1] ?? '']))
      if (values.stream) values.stream = te('evidence.' + values.stream) ? t('evidence.' + values.stream) : values.stream
      if (values.way) values.way = t('evidence.' + values.way)
      // Whom it concerns stays: the address and port in front of it.
      const whom = /(?:^|: |to )((?:\d{1,3}\.){3}\d{1,3}:\d+)\b/.exec(words)?.[1]
      return (whom ? whom + ' ' : '') + t('evidence.' + key, values)
    }
    return words
  }

  /** Why a camera is in its state, without the moment of the last good, which is shown beside it. */
  function because(words: string): string {
    const missed = /(\d+) rounds missed in (\d+(?:\.\d+)?)/.exec(words)
    const first = phrase(words.split(';')[0] ?? words)
    return missed ? `${first} · ${t('evidence.missed', { n: missed[1] ?? '', seconds: missed[2] ?? '' })}` : first
  }

  function source(word: string): string {
    const key = 'evidence.source.' + word.toLowerCase()
    return te(key) ? t(key) : word
  }

  return { phrase, because, source }
}
