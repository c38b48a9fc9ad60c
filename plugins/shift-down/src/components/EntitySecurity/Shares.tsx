import { Text } from '@backstage/ui';
import {
  AREAS,
  type Responsibility,
} from '@shift-down/plugin-shift-down-common';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Counts } from './Counts';
import styles from './Shares.module.css';

type Share = Posture['byArea'][number] | Posture['byResponsibility'][number];

/** What is yours first, then what others carry for you. */
const RESPONSIBILITY_ORDER: Responsibility[] = [
  'application',
  'platform',
  'security',
];

const EMPTY = { passing: 0, failing: 0, unknown: 0, coverage: 0 };

/** How an entity does in each area. */
export function ShareByArea(props: { posture: Posture }) {
  const t = useText();
  return (
    <div>
      <Text as="h3" variant="body-medium" weight="bold">
        {t('posture.byArea.title')}
      </Text>
      <ul className={styles.list}>
        {AREAS.map(area => {
          const share = props.posture.byArea.find(item => item.area === area);
          return (
            <li key={area}>
              <div className={styles.line}>
                <span>{t(`words.area.${area}`)}</span>
                <span className={styles.score}>
                  {share?.score === undefined
                    ? t('posture.byArea.unscored')
                    : t('posture.byArea.scored', {
                        score: String(share.score),
                      })}
                </span>
              </div>
              <Bar share={share} />
              <Counts {...(share ?? EMPTY)} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What is left for the reader's team, and what is carried for it. */
export function ShareByResponsibility(props: { posture: Posture }) {
  const t = useText();
  return (
    <div>
      <Text as="h3" variant="body-medium" weight="bold">
        {t('posture.byResponsibility.title')}
      </Text>
      <ul className={styles.list}>
        {RESPONSIBILITY_ORDER.map(responsibility => {
          const share =
            props.posture.byResponsibility.find(
              item => item.responsibility === responsibility,
            ) ?? EMPTY;
          return (
            <li key={responsibility}>
              <div className={styles.line}>
                <span>
                  {t(`posture.byResponsibility.${responsibility}.name`)}
                </span>
              </div>
              <Bar share={share} />
              <Text as="p" variant="body-small">
                {sentence(t, responsibility, share)}
              </Text>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function sentence(
  t: ReturnType<typeof useText>,
  responsibility: Responsibility,
  share: Pick<Share, 'passing' | 'failing' | 'unknown'>,
): string {
  const { passing, failing, unknown } = share;
  if (passing + failing + unknown === 0) {
    return t('posture.byResponsibility.none');
  }
  const parts: string[] = [
    failing > 0
      ? t(`posture.byResponsibility.${responsibility}.open`, { count: failing })
      : t(`posture.byResponsibility.${responsibility}.nothing`),
  ];
  if (unknown > 0) {
    parts.push(t('posture.byResponsibility.alsoUnknown', { count: unknown }));
  }
  return parts.join(' ');
}

/** A picture of what the words beside it say. */
function Bar(props: {
  share?: Pick<Share, 'passing' | 'failing' | 'unknown'>;
}) {
  const { passing, failing, unknown } = props.share ?? EMPTY;
  return (
    <div className={styles.bar} aria-hidden="true">
      {failing > 0 && <span data-result="fail" style={{ flexGrow: failing }} />}
      {unknown > 0 && (
        <span data-result="unknown" style={{ flexGrow: unknown }} />
      )}
      {passing > 0 && <span data-result="pass" style={{ flexGrow: passing }} />}
    </div>
  );
}
