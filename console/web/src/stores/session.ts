import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, ApiError } from '../api/client'
import { record, text } from '../api/types'

interface Person {
  name: string
  displayName: string
  roles: string[]
  /** What the person may do somewhere. */
  actions: string[]
}

function toPerson(value: unknown, fallback = ''): Person {
  const json = record(value)
  const user = { ...json, ...record(json.user) }
  const strings = (list: unknown): string[] => (Array.isArray(list) ? list.map((one) => text(one).toUpperCase()) : [])
  const name = text(user.username ?? user.name) || text(json.user) || fallback
  return {
    name,
    displayName: text(user.displayName) || name,
    roles: strings(user.roles),
    actions: strings(user.actions),
  }
}

/** Who is signed in. The proof is the HttpOnly cookie; this page never holds a token. */
export const useSession = defineStore('session', () => {
  const person = ref<Person | null>(null)
  const checked = ref(false)

  async function check(): Promise<boolean> {
    if (!checked.value) {
      try {
        person.value = toPerson(await api.get('/session'))
      } catch (failure) {
        if (!(failure instanceof ApiError) || ![401, 404, 405].includes(failure.status)) throw failure
        person.value = null
      }
      checked.value = true
    }
    return person.value !== null
  }

  async function signIn(username: string, password: string): Promise<void> {
    person.value = toPerson(await api.post('/session', { username, password }), username)
    checked.value = true
  }

  async function signOut(): Promise<void> {
    try {
      await api.delete('/session')
    } finally {
      person.value = null
    }
  }

  function forget(): void {
    person.value = null
  }

  /** The server decides; this only spares a click that would be refused. */
  const may = computed(() => (...actions: string[]): boolean => actions.some((action) => person.value?.actions.includes(action)))

  return { person, checked, check, signIn, signOut, forget, may }
})
