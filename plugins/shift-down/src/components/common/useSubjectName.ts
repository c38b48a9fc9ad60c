import { useText } from '../../hooks/useWords';

/** `user:`, `group:` and `serviceaccount:` as words; anything else as it is written. */
export function useSubjectName(): (subject: string) => string {
  const t = useText();
  return subject => {
    const [, type, name] =
      /^(user|group|serviceaccount):(.+)$/.exec(subject) ?? [];
    switch (type) {
      case 'user':
        return t('sources.writers.user', { name });
      case 'group':
        return t('sources.writers.group', { name });
      case 'serviceaccount': {
        const [namespace, account] = name.split(':');
        return account
          ? t('sources.writers.serviceAccount', { namespace, name: account })
          : subject;
      }
      default:
        return subject;
    }
  };
}
