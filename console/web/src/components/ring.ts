let context: AudioContext | undefined

/** Two soft notes, made here: no file, no licence, works offline. A browser that was never clicked stays silent. */
export function ring(): void {
  try {
    context ??= new AudioContext()
    const now = context.currentTime
    for (const [frequency, delay] of [[659, 0], [880, 0.18]] as const) {
      const tone = context.createOscillator()
      const gain = context.createGain()
      tone.frequency.value = frequency
      gain.gain.setValueAtTime(0, now + delay)
      gain.gain.linearRampToValueAtTime(0.16, now + delay + 0.02)
      gain.gain.exponentialRampToValueAtTime(0.001, now + delay + 0.6)
      tone.connect(gain).connect(context.destination)
      tone.start(now + delay)
      tone.stop(now + delay + 0.65)
    }
  } catch {
    // No sound device: the message on the screen remains.
  }
}
