import { api, ApiError } from '../api/client'
import { backoffMillis } from '../api/sse'
import { mediaSourceClass, MseView } from './mse-view'
import type { Ending, Figures, View, ViewEvents } from './view'
import { WhepView } from './whep-view'
import { playable, socketUrl, withCodecs, withSound } from './wire'

export type { Figures } from './view'
export type Profile = 'main' | 'sub'
/** `auto` is Media Source Extensions where the browser has them; `whep` falls back to them. */
export type Transport = 'auto' | 'mse' | 'whep'
/** What a user must be told while it plays. */
export type Note = 'sub-instead-of-main' | 'mse-instead-of-whep' | 'no-sound' | 'sound-lost'

export interface Playing {
  transport: 'mse' | 'whep'
  profile: Profile
  sound: boolean
  notes: Note[]
}

export type PlayerState =
  | { kind: 'idle' }
  | { kind: 'connecting' }
  | ({ kind: 'playing' } & Playing)
  | { kind: 'waiting'; reason: string; retryInMillis: number }
  | { kind: 'failed'; reason: string }

export interface LiveTicket {
  mse?: string
  rtsp?: string
  whep?: string
  expiresAt?: string
}

export interface PlayerOptions {
  camera: string
  profile?: Profile
  sound?: boolean
  transport?: Transport
  purpose?: string
  /** Where addresses with tickets come from; the API unless told otherwise. */
  ticket?: (camera: string, profile: Profile) => Promise<LiveTicket>
}

function askTheApi(purpose: string): (camera: string, profile: Profile) => Promise<LiveTicket> {
  return (camera, profile) => api.post<LiveTicket>(`/cameras/${camera}/live`, { profile, purpose })
}

/**
 * Plays one live stream in one video element, by whichever way works here, and says what it does.
 *
 * Every try asks for a fresh ticket. A player that is stopped lets go of socket, connection, buffer and object URL at once.
 */
export class LivePlayer {
  private wanted = false
  private attempt = 0
  private generation = 0
  private view: View | null = null
  private retry: ReturnType<typeof setTimeout> | undefined
  private profile: Profile
  private sound: boolean
  private transport: Transport
  private readonly notes = new Set<Note>()
  private readonly ticket: (camera: string, profile: Profile) => Promise<LiveTicket>

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly options: PlayerOptions,
    private readonly report: (state: PlayerState) => void,
  ) {
    this.profile = options.profile ?? 'sub'
    this.sound = options.sound ?? false
    this.transport = options.transport ?? 'auto'
    this.ticket = options.ticket ?? askTheApi(options.purpose ?? 'duty')
  }

  start(): void {
    if (this.wanted) return
    this.wanted = true
    this.attempt = 0
    void this.open()
  }

  stop(): void {
    this.wanted = false
    this.generation++
    clearTimeout(this.retry)
    this.close()
    this.report({ kind: 'idle' })
  }

  /** Turns sound on or off; what does not carry it is opened anew. Browsers want a click of the user before. */
  setSound(sound: boolean): void {
    if (this.sound === sound) return
    this.sound = sound
    this.notes.delete('no-sound')
    this.notes.delete('sound-lost')
    this.again()
  }

  setTransport(transport: Transport): void {
    if (this.transport === transport) return
    this.transport = transport
    this.notes.delete('mse-instead-of-whep')
    this.again()
  }

  /** How it does; null while nothing runs. Costs nothing unless asked. */
  figures(): Promise<(Figures & { profile: Profile }) | null> {
    return this.view ? this.view.figures().then((figures) => ({ ...figures, profile: this.profile })) : Promise.resolve(null)
  }

  private again(): void {
    if (!this.wanted) return
    clearTimeout(this.retry)
    this.attempt = 0
    this.close()
    void this.open()
  }

  private close(): void {
    this.view?.close()
    this.view = null
  }

  private wait(reason: string): void {
    const millis = backoffMillis(this.attempt++, Math.random())
    this.report({ kind: 'waiting', reason, retryInMillis: millis })
    this.retry = setTimeout(() => void this.open(), millis)
  }

  private giveUp(reason: string): void {
    this.close()
    this.report({ kind: 'failed', reason })
  }

  /** The way of this try: what was asked for, unless it was found not to work here. */
  private way(): 'mse' | 'whep' | null {
    const mse = mediaSourceClass() !== undefined
    const whep = typeof RTCPeerConnection !== 'undefined'
    if (this.transport === 'whep' && whep && !this.notes.has('mse-instead-of-whep')) return 'whep'
    if (mse) return 'mse'
    return whep && this.transport !== 'mse' ? 'whep' : null
  }

  private async open(): Promise<void> {
    const mine = ++this.generation
    const way = this.way()
    if (!way) return this.giveUp('no-mse')
    this.report({ kind: 'connecting' })
    let ticket: LiveTicket
    try {
      ticket = await this.ticket(this.options.camera, this.profile)
    } catch (failure) {
      if (!this.wanted || mine !== this.generation) return
      const error = failure instanceof ApiError ? failure : null
      if (error && (error.status === 403 || error.status === 404)) return this.giveUp('not-allowed')
      return this.wait(error?.status === 0 ? 'unreachable' : (error?.kind ?? 'unreachable'))
    }
    if (!this.wanted || mine !== this.generation) return
    const events: ViewEvents = {
      playing: (heard) => this.playing(way, heard, mine),
      ended: (ending) => this.ended(ending, mine),
    }
    if (way === 'whep') {
      if (!ticket.whep) return this.giveUp('no-stream')
      this.view = new WhepView(this.video, ticket.whep, this.sound, events)
    } else {
      const type = mediaSourceClass()
      if (!type || !ticket.mse) return this.giveUp('no-mse')
      const url = withCodecs(socketUrl(ticket.mse, window.location), playable((mime) => type.isTypeSupported(mime)))
      const sound = this.sound && !this.notes.has('sound-lost')
      this.view = new MseView(this.video, sound ? withSound(url) : url, sound, events, type)
    }
  }

  private playing(transport: 'mse' | 'whep', heard: boolean, mine: number): void {
    if (mine !== this.generation) return
    this.attempt = 0
    if (this.sound && !heard && !this.notes.has('sound-lost')) this.notes.add('no-sound')
    else this.notes.delete('no-sound')
    this.report({ kind: 'playing', transport, profile: this.profile, sound: heard, notes: [...this.notes] })
  }

  private ended(ending: Ending, mine: number): void {
    if (!this.wanted || mine !== this.generation) return
    this.view = null
    switch (ending.remedy) {
      case 'never':
        return this.giveUp(ending.reason)
      case 'codec':
        // A main stream in H.265 where the browser has none: the sub-stream is H.264 as a rule.
        if (this.profile === 'sub') return this.giveUp('codec')
        this.profile = 'sub'
        this.notes.add('sub-instead-of-main')
        return void this.open()
      case 'silent':
        this.notes.add('sound-lost')
        return void this.open()
      case 'other-way':
        if (mediaSourceClass() === undefined || this.transport !== 'whep') return this.wait(ending.reason)
        this.notes.add('mse-instead-of-whep')
        return void this.open()
      case 'later':
        return this.wait(ending.reason)
    }
  }
}
