import { Select } from '@backstage/ui';
import type {
  ExceptionDetail,
  ExceptionDraft,
} from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { formatDay } from '../common';
import { DateField } from './DateField';
import { dayOf, endOfDay, today } from './days';
import styles from './Exceptions.module.css';

/** Less than was asked for: an earlier end, a narrower scope, or both. */
export interface Offer {
  until: string;
  scope: ExceptionDraft['scope'];
}

const KEEP = 'as-asked-for';

export function offerOf(exception: ExceptionDetail): Offer {
  return { until: exception.until, scope: exception.scope };
}

/** Narrows to what the exception reaches; what is fixed already is not offered again. */
export function OfferFields(props: {
  exception: ExceptionDetail;
  offer: Offer;
  onChange: (offer: Offer) => void;
}) {
  const t = useText();
  const { exception, offer, onChange } = props;
  const { scope } = exception;
  const subjects = exception.radius.items.flatMap(({ subject }) =>
    subject ? [subject] : [],
  );
  const places = placesOf(subjects).filter(
    place =>
      (!scope.cluster || place.cluster === scope.cluster) &&
      (!scope.namespace || place.namespace === scope.namespace),
  );
  const { workload, cluster, namespace } = offer.scope;
  const chosen = workload && keyOf({ cluster, namespace, ...workload });
  const narrowed = (key: string) => {
    const place = places.find(item => item.key === key);
    onChange({
      ...offer,
      scope: place
        ? {
            ...scope,
            cluster: place.cluster,
            namespace: place.namespace,
            workload: place.workload,
          }
        : scope,
    });
  };
  return (
    <div className={styles.fields}>
      <DateField
        label={t('exceptions.detail.actions.earlier')}
        description={t('exceptions.detail.actions.earlierHint', {
          day: formatDay(exception.until),
        })}
        min={today()}
        max={dayOf(exception.until)}
        value={dayOf(offer.until)}
        onChange={day =>
          onChange({
            ...offer,
            until:
              day === dayOf(exception.until)
                ? exception.until
                : endOfDay(day) || exception.until,
          })
        }
      />
      {!scope.workload && !scope.repository && places.length > 1 && (
        <Select
          label={t('exceptions.form.where.workload')}
          options={[
            { id: KEEP, label: t('exceptions.detail.actions.keep') },
            ...places.map(({ key, label }) => ({ id: key, label })),
          ]}
          value={chosen ?? KEEP}
          onChange={key => narrowed(String(key))}
        />
      )}
    </div>
  );
}

type Subject = NonNullable<
  ExceptionDetail['radius']['items'][number]['subject']
>;

type Place = Pick<Subject, 'cluster' | 'kind' | 'name'> & {
  namespace?: string;
};

function keyOf({ cluster, namespace, kind, name }: Place): string {
  return [cluster, namespace, kind, name].join('/');
}

/** Each workload once. */
function placesOf(subjects: Subject[]) {
  const places = new Map(
    subjects.map(({ cluster, namespace, kind, name }) => {
      const key = keyOf({ cluster, namespace, kind, name });
      return [
        key,
        {
          key,
          cluster,
          namespace,
          workload: { kind, name },
          label: `${kind} ${name} (${[cluster, namespace]
            .filter(Boolean)
            .join(' / ')})`,
        },
      ];
    }),
  );
  return [...places.values()];
}
