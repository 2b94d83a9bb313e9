import { useI18n } from 'vue-i18n'
import type { Incident } from '../api/types'
import { useCameras } from '../stores/cameras'

/** How an incident is called, from what it is and whom it concerns. */
export function useIncidentWords() {
  const { t, te } = useI18n()
  const cameras = useCameras()

  function kind(incident: Incident): string {
    const key = 'incidents.kind.' + incident.kind.toUpperCase()
    return te(key) ? t(key) : incident.kind || t('incidents.kind.other')
  }

  function cameraName(camera: { id: string; name: string }): string {
    return camera.name || cameras.byId.get(camera.id)?.name || camera.id.slice(0, 8)
  }

  function subject(incident: Incident): string {
    const [first] = incident.cameras
    if (incident.title) return incident.title
    if (incident.cameras.length === 1 && first) return cameraName(first)
    if (incident.cameras.length > 1) return t('incidents.affected', { n: incident.cameras.length })
    return incident.cause
  }

  return { kind, subject, cameraName }
}
