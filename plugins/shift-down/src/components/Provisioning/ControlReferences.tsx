import { useOpenWords, useText } from '../../hooks/useWords';
import { ExternalLink, Quiet } from '../common';
import type { PlannedObject } from '@shift-down/plugin-shift-down-common/client';

/** What an object of the baseline is there for, in a line; nothing where nobody said so. */
export function ControlReferences(props: {
  controls: PlannedObject['controls'];
}) {
  const t = useText();
  const words = useOpenWords();
  const { controls } = props;
  if (controls.length === 0) {
    return null;
  }
  return (
    <Quiet as="p">
      {t('provisioning.controls')}{' '}
      {controls.map(({ standard, version, id, url }, index) => (
        <span key={`${standard}/${version ?? ''}/${id}`}>
          {index > 0 && ', '}
          <ExternalLink href={url}>
            {standard === 'shift-down'
              ? id
              : [words.standard(standard), version, id]
                  .filter(Boolean)
                  .join(' ')}
          </ExternalLink>
        </span>
      ))}
    </Quiet>
  );
}
