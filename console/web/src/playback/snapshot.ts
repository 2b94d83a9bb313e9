/** Facts that go with a picture: as a strip below it, for a person, and inside the PNG, for a program. */
export interface Caption {
  lines: [string, string][]
  facts: Record<string, unknown>
}

const STRIP_LINE = 26
const TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

export function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff
  for (const byte of bytes) c = (TABLE[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

/** Puts a text into a PNG as an iTXt chunk behind IHDR (PNG specification, 11.3.3.4). */
export function withText(png: Uint8Array, keyword: string, text: string): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  // Keyword, no compression, no language, no translated keyword, text.
  const body = new Uint8Array([...encoder.encode('iTXt' + keyword), 0, 0, 0, 0, 0, ...encoder.encode(text)])
  const chunk = new Uint8Array(body.length + 8)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, body.length - 4)
  chunk.set(body, 4)
  view.setUint32(body.length + 4, crc32(body))
  const HEAD = 33
  const out = new Uint8Array(png.length + chunk.length)
  out.set(png.subarray(0, HEAD))
  out.set(chunk, HEAD)
  out.set(png.subarray(HEAD), HEAD + chunk.length)
  return out
}

/** The picture on the screen in its own size with its caption below it, as a PNG. */
export async function snapshot(video: HTMLVideoElement, caption: Caption): Promise<Blob> {
  const { videoWidth: width, videoHeight: height } = video
  const columns = width >= 1_000 ? 2 : 1
  const rows = Math.ceil(caption.lines.length / columns)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height + rows * STRIP_LINE + 16
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no 2-D canvas')
  pen.fillStyle = '#0d141b'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(video, 0, 0, width, height)
  pen.textBaseline = 'middle'
  caption.lines.forEach(([name, value], i) => {
    const x = 16 + (i % columns) * (width / columns)
    const y = height + 8 + (Math.floor(i / columns) + 0.5) * STRIP_LINE
    pen.font = '15px sans-serif'
    pen.fillStyle = '#8d9caa'
    pen.fillText(name, x, y)
    pen.fillStyle = '#e8eef4'
    pen.fillText(value, x + 96, y, width / columns - 120)
  })
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('no picture')
  return new Blob([withText(new Uint8Array(await blob.arrayBuffer()), 'Sharp Eyes', JSON.stringify(caption.facts))], { type: 'image/png' })
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
