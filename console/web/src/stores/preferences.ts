import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

export type Locale = 'zh-CN' | 'en'
export type Theme = 'light' | 'dark'

function stored<T extends string>(key: string, allowed: readonly T[], fallback: T): T {
  const value = localStorage.getItem('sharp-eyes.' + key) as T | null
  return value !== null && allowed.includes(value) ? value : fallback
}

/** What this browser remembers of how its reader likes it. */
export const usePreferences = defineStore('preferences', () => {
  const locale = ref<Locale>(stored('locale', ['zh-CN', 'en'], 'zh-CN'))
  const theme = ref<Theme>(stored('theme', ['light', 'dark'], 'light'))
  const sound = ref(stored('sound', ['on', 'off'], 'off') === 'on')
  const cameraView = ref<'cards' | 'table'>(stored('camera-view', ['cards', 'table'], 'cards'))

  watch(locale, (value) => localStorage.setItem('sharp-eyes.locale', value))
  watch(theme, (value) => localStorage.setItem('sharp-eyes.theme', value))
  watch(sound, (value) => localStorage.setItem('sharp-eyes.sound', value ? 'on' : 'off'))
  watch(cameraView, (value) => localStorage.setItem('sharp-eyes.camera-view', value))
  return { locale, theme, sound, cameraView }
})
