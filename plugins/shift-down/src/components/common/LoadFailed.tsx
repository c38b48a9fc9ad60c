import { Button, Text } from '@backstage/ui';
import { RiCompass3Line, RiErrorWarningLine } from '@remixicon/react';
import { isNothingForUser, messageOf } from '../../api/errors';
import { useText } from '../../hooks/useWords';
import { StateMessage } from './StateMessage';

/**
 * What went wrong, in the backend's words, and a way to try again; or, where it
 * was not found or is not allowed, one wording for both.
 */
export function LoadFailed(props: {
  error: Error;
  onRetry: () => void;
  as?: 'h2' | 'h3';
}) {
  const t = useText();
  if (isNothingForUser(props.error)) {
    return (
      <StateMessage
        icon={RiCompass3Line}
        tone="neutral"
        title={t('states.notFound.title')}
        as={props.as}
      >
        <Text as="p">{t('states.notFound.text')}</Text>
      </StateMessage>
    );
  }
  return (
    <div role="alert">
      <StateMessage
        icon={RiErrorWarningLine}
        tone="danger"
        title={t('states.failed.title')}
        as={props.as}
      >
        <Text as="p">{messageOf(props.error)}</Text>
        <div>
          <Button variant="secondary" onPress={props.onRetry}>
            {t('states.failed.retry')}
          </Button>
        </div>
      </StateMessage>
    </div>
  );
}
