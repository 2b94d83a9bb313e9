import { defineStore } from 'pinia'
import { ref } from 'vue'

/** One ticking clock for every "since" on the page. */
export const useClock = defineStore('clock', () => {
  const now = ref(Date.now())
  setInterval(() => (now.value = Date.now()), 1_000)
  return { now }
})
