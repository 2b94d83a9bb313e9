import { ApiError } from '../api/client'
import { i18n } from './index'

/** Plain words for a failure, in the reader's language; the server's own detail only where it helps. */
export function errorText(failure: unknown): string {
  const { t } = i18n.global
  if (!(failure instanceof ApiError)) return t('error.other', { detail: failure instanceof Error ? failure.message : '' })
  if (failure.status === 0) return t('error.unreachable')
  if (failure.status === 429) return t('error.tooMany')
  if (failure.kind === 'sign-in-failed') return t('error.sign-in-failed')
  if (failure.status === 401) return t('error.not-signed-in')
  if (failure.status === 403) return t('error.forbidden')
  if (failure.status === 404) return t('error.not-found')
  if (failure.status === 400 || failure.status === 422) return t('error.invalid', { detail: failure.detail || failure.title })
  if (failure.status === 412) return t('error.changed')
  if (failure.status === 503) return t('error.unavailable')
  if (failure.status >= 500) return t('error.internal')
  return t('error.other', { detail: failure.detail || failure.title })
}
