import { Alert, Text } from '@backstage/ui';
import { RiGroupLine } from '@remixicon/react';
import type {
  DangerousAccess,
  NamespaceDetail,
} from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Label, Quiet, useSubjectName } from '../common';
import styles from './Namespaces.module.css';

/** The most that the API tells. */
const TOLD_AT_MOST = 200;

/** Who can do what dangerous thing, and by which binding; the platform folded away. */
export function Access(props: { detail: NamespaceDetail }) {
  const t = useText();
  const { access = [], accessUnknown } = props.detail;
  const others = byPerson(access.filter(({ trusted }) => !trusted));
  const trusted = byPerson(access.filter(it => it.trusted));
  return (
    <section className={styles.section}>
      <Text as="h4" variant="body-medium" weight="bold">
        {t('namespaces.access.title')}
      </Text>
      {accessUnknown && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('namespaces.access.unknown')}
          description={accessUnknown}
        />
      )}
      {others.length > 0 && <People people={others} />}
      {others.length === 0 && !accessUnknown && (
        <Text as="p">{t('namespaces.access.none')}</Text>
      )}
      {trusted.length > 0 && (
        <details className={styles.fold}>
          <summary>
            {t('namespaces.access.trusted', { count: trusted.length })}
          </summary>
          <People people={trusted} />
        </details>
      )}
      {access.length >= TOLD_AT_MOST && (
        <Quiet as="p">
          {t('namespaces.access.cut', {
            listed: access.length.toLocaleString(),
          })}
        </Quiet>
      )}
    </section>
  );
}

interface Person {
  who: string;
  anybody: boolean;
  access: DangerousAccess[];
}

/** In the order of the worst that each can do. */
function byPerson(access: DangerousAccess[]): Person[] {
  const people = new Map<string, Person>();
  for (const item of access) {
    const { who, anybody } = item;
    const person = people.get(who);
    if (person) {
      person.access.push(item);
    } else {
      people.set(who, { who, anybody, access: [item] });
    }
  }
  return [...people.values()];
}

function People(props: { people: Person[] }) {
  const t = useText();
  const nameOf = useSubjectName();
  return (
    <ul className={styles.workloads}>
      {props.people.map(({ who, anybody, access }) => (
        <li key={who} className={styles.stack}>
          <div className={styles.beside}>
            <strong className={styles.breakable}>
              {who === 'unknown'
                ? t('namespaces.access.somebody')
                : nameOf(who)}
            </strong>
            {anybody && (
              <Label icon={RiGroupLine} tone="danger">
                {t('namespaces.access.anybody')}
              </Label>
            )}
          </div>
          <ul className={styles.plainList}>
            {access.map(item => (
              <li key={`${item.power}/${item.scope}`}>
                <Power access={item} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function Power(props: { access: DangerousAccess }) {
  const t = useText();
  const nameOf = useSubjectName();
  const { title, scope, paths } = props.access;
  return (
    <>
      <span>
        {t('namespaces.access.may', { what: title })}
        {scope === 'cluster' && ` ${t('namespaces.access.everywhere')}`}
      </span>
      {paths.map(({ binding, role, actingAs, names }) => (
        <Quiet as="p" key={`${binding.kind}/${binding.name}/${actingAs ?? ''}`}>
          {[
            t('namespaces.access.via', {
              binding: `${binding.kind} ${binding.name}`,
              role: `${role.kind} ${role.name}`,
            }),
            ...(actingAs
              ? [
                  t('namespaces.access.actingAs', {
                    account: nameOf(actingAs),
                  }),
                ]
              : []),
            ...(names.length > 0
              ? [t('namespaces.access.names', { names: names.join(', ') })]
              : []),
          ].join(', ')}
        </Quiet>
      ))}
    </>
  );
}
