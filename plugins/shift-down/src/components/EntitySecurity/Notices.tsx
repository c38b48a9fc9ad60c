import { Alert, Link } from '@backstage/ui';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { useOpenWords, useText } from '../../hooks/useWords';
import { useUrlState } from '../../hooks/useUrlState';
import { sourcesThatDoNotCount } from '../../posture';
import { timeAgo } from '../common';

/** What a reader has to know before trusting the numbers below. */
export function Notices(props: { posture: Posture }) {
  const t = useText();
  const words = useOpenWords();
  const url = useUrlState();
  const { posture } = props;
  const missing = sourcesThatDoNotCount(posture);
  return (
    <>
      {missing.length > 0 && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('posture.stale.title')}
          description={
            <>
              <ul>
                {missing.map(source => {
                  const what = {
                    kind: words.sourceKind(source.kind),
                    cluster: source.cluster,
                    state: t(
                      `words.freshness.${source.state}`,
                    ).toLocaleLowerCase(),
                  };
                  return (
                    <li key={`${source.cluster}/${source.kind}`}>
                      {source.since
                        ? t('posture.stale.itemSince', {
                            ...what,
                            since: timeAgo(source.since),
                          })
                        : t('posture.stale.item', what)}
                    </li>
                  );
                })}
              </ul>
              {t('posture.stale.effect')}{' '}
              <Link href={url.href({ view: 'sources', cursor: undefined })}>
                {t('posture.stale.link')}
              </Link>
            </>
          }
        />
      )}
      {posture.unconfirmedClaim && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('posture.unconfirmedPart.title')}
          description={t('posture.unconfirmedPart.text')}
        />
      )}
      {posture.trust === 'annotations' && (
        <Alert
          role="status"
          status="info"
          icon
          title={t('posture.trustAnnotations.title')}
          description={t('posture.trustAnnotations.text')}
        />
      )}
    </>
  );
}
