// Builds the console into the folder given: `node build.mjs OUT`. Called by Maven; does nothing when nothing changed.
import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const web = dirname(fileURLToPath(import.meta.url))
const out = resolve(process.argv[2] ?? join(web, '..', 'target', 'classes', 'org', 'sharpeyes', 'console', 'web'))
const stampFile = join(web, '..', 'target', 'console.stamp')
const lockStampFile = join(web, 'node_modules', '.lock.stamp')
const notSources = new Set(['node_modules', 'dist', 'tests', 'journeys'])

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !notSources.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path) : [path]
    })
    .sort()
}

function digestOf(paths, first = '') {
  const hash = createHash('sha256').update(first)
  for (const path of paths) {
    hash.update(relative(web, path)).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

function run(command, args) {
  const env = { ...process.env, PATH: dirname(process.execPath) + ':' + (process.env.PATH ?? ''), CI: '1' }
  const result = spawnSync(command, args, { cwd: web, env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
  if (result.error || result.status !== 0) {
    process.stderr.write((result.stdout ?? '') + (result.stderr ?? ''))
    process.stderr.write(`console: ${command} ${args.join(' ')} failed: ${result.error?.message ?? 'exit ' + result.status}\n`)
    process.exit(1)
  }
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`console: Node ${process.versions.node} (expected: 20.19 or later; name one in SHARP_EYES_NODE)\n`)
  process.exit(1)
}

const stamp = digestOf(filesBelow(web), process.versions.node)
if (existsSync(join(out, 'index.txt')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
  process.exit(0)
}

const lockStamp = digestOf([join(web, 'package-lock.json')])
if (!existsSync(lockStampFile) || readFileSync(lockStampFile, 'utf8') !== lockStamp) {
  run('npm', ['ci'])
  writeFileSync(lockStampFile, lockStamp)
}
run(process.execPath, [join(web, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'])

const dist = join(web, 'dist')
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
cpSync(dist, out, { recursive: true })
const names = filesBelow(out).filter((path) => statSync(path).isFile()).map((path) => relative(out, path).split(sep).join('/'))
writeFileSync(join(out, 'index.txt'), names.join('\n') + '\n')
mkdirSync(dirname(stampFile), { recursive: true })
writeFileSync(stampFile, stamp)
