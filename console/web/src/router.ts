import { createRouter, createWebHistory } from 'vue-router'
import { useSession } from './stores/session'
import SignIn from './pages/SignIn.vue'

declare module 'vue-router' {
  interface RouteMeta {
    open?: boolean
    title?: string
  }
}

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/sign-in', name: 'sign-in', component: SignIn, meta: { open: true, title: 'signIn.title' } },
    { path: '/', name: 'home', component: () => import('./pages/Home.vue'), meta: { title: 'nav.home' } },
    { path: '/map', name: 'map', component: () => import('./pages/MapPage.vue'), meta: { title: 'nav.map' } },
    { path: '/cameras', name: 'cameras', component: () => import('./pages/Cameras.vue'), meta: { title: 'nav.cameras' } },
    { path: '/cameras/:id', name: 'camera', component: () => import('./pages/CameraFile.vue'), props: true, meta: { title: 'nav.cameras' } },
    { path: '/wall', name: 'wall', component: () => import('./pages/Wall.vue'), meta: { title: 'nav.wall' } },
    { path: '/incidents', name: 'incidents', component: () => import('./pages/Incidents.vue'), meta: { title: 'nav.incidents' } },
    { path: '/search', name: 'search', component: () => import('./pages/Search.vue'), meta: { title: 'nav.search' } },
    { path: '/requests/:id?', name: 'requests', component: () => import('./pages/AccessRequests.vue'), meta: { title: 'nav.requests' } },
    { path: '/playback/:id', name: 'playback', component: () => import('./pages/Playback.vue'), props: true, meta: { title: 'nav.playback' } },
    { path: '/events', name: 'events', component: () => import('./pages/WallEvents.vue'), meta: { title: 'nav.events' } },
    { path: '/shift', name: 'shift', component: () => import('./pages/Shift.vue'), meta: { title: 'nav.shift' } },
    { path: '/reports', name: 'reports', component: () => import('./pages/Reports.vue'), meta: { title: 'nav.reports' } },
    { path: '/technician', name: 'technician', component: () => import('./pages/Technician.vue'), meta: { title: 'nav.technician' } },
    { path: '/discovery', name: 'discovery', component: () => import('./pages/Discovery.vue'), meta: { title: 'nav.discovery' } },
    { path: '/users', name: 'users', component: () => import('./pages/Users.vue'), meta: { title: 'nav.users' } },
    { path: '/register', name: 'register', component: () => import('./pages/AccessRegister.vue'), meta: { title: 'nav.register' } },
    { path: '/:rest(.*)*', name: 'not-found', component: () => import('./pages/NotFound.vue') },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  const session = useSession()
  try {
    if (await session.check()) return true
  } catch {
    // The server is away: the sign-in page says so and tries again.
  }
  return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
})
