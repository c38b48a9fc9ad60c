import { useApi } from '@backstage/frontend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { Select, Text } from '@backstage/ui';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import type { Scope } from './form';
import styles from './Exceptions.module.css';

type Workload = Posture['workloads'][number];

const ANY = '';

/** For what it is to hold: of the entity's own workloads or images, as narrow as wanted. */
export function WhereFields(props: {
  value: Scope;
  ofVulnerability: boolean;
  onChange: (value: Scope) => void;
}) {
  const t = useText();
  return (
    <>
      <Text as="p">{t('exceptions.form.where.hint')}</Text>
      {props.ofVulnerability ? (
        <ImageField {...props} />
      ) : (
        <WorkloadFields {...props} />
      )}
    </>
  );
}

interface FieldsProps {
  value: Scope;
  onChange: (value: Scope) => void;
}

/** Each level clears those below it, which mean nothing without it. */
function WorkloadFields({ value, onChange }: FieldsProps) {
  const t = useText();
  const { entityRef, cluster, namespace, workload, container } = value;
  const all = useWorkloads(entityRef);
  const inCluster = all.filter(item => !cluster || item.cluster === cluster);
  const inNamespace = inCluster.filter(item => item.namespace === namespace);
  const chosen = inNamespace.filter(
    item => item.kind === workload?.kind && item.name === workload?.name,
  );
  return (
    <div className={styles.fields}>
      <Choice
        label={t('exceptions.form.where.cluster')}
        values={all.map(item => item.cluster)}
        value={cluster}
        onChange={next => onChange({ entityRef, cluster: next })}
      />
      <Choice
        label={t('exceptions.form.where.namespace')}
        values={inCluster.map(item => item.namespace)}
        value={namespace}
        onChange={next => onChange({ entityRef, cluster, namespace: next })}
      />
      <Choice
        label={t('exceptions.form.where.workload')}
        isDisabled={!namespace}
        values={inNamespace.map(({ kind, name }) => `${kind} ${name}`)}
        value={workload && `${workload.kind} ${workload.name}`}
        onChange={next => {
          const [kind, name] = next?.split(' ') ?? [];
          onChange({
            entityRef,
            cluster,
            namespace,
            ...(kind && name && { workload: { kind, name } }),
          });
        }}
      />
      <Choice
        label={t('exceptions.form.where.container')}
        isDisabled={!workload}
        values={chosen.flatMap(item => item.containers.map(({ name }) => name))}
        value={container}
        onChange={next => onChange({ ...value, container: next })}
      />
    </div>
  );
}

function ImageField({ value, onChange }: FieldsProps) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { entityRef, repository } = value;
  const { result } = useLoad(entityRef, () =>
    api.listImages({ entityRef, limit: 100 }),
  );
  const images = result.status === 'loaded' ? result.value.items : [];
  return (
    <div className={styles.fields}>
      <Choice
        label={t('exceptions.form.where.repository')}
        values={images.map(image => image.repository)}
        value={repository}
        onChange={next => onChange({ entityRef, repository: next })}
      />
    </div>
  );
}

function Choice(props: {
  label: string;
  values: string[];
  value?: string;
  isDisabled?: boolean;
  onChange: (value?: string) => void;
}) {
  const t = useText();
  const { label, value, isDisabled } = props;
  // What is set stays on show, also where nothing runs there any more.
  const values = [...new Set([...props.values, ...(value ? [value] : [])])];
  return (
    <Select
      label={label}
      isDisabled={isDisabled}
      options={[
        { id: ANY, label: t('exceptions.form.where.any') },
        ...values.sort().map(id => ({ id, label: id })),
      ]}
      value={value ?? ANY}
      onChange={next => props.onChange(next ? String(next) : undefined)}
    />
  );
}

/** The entity's workloads; none until they are known. */
function useWorkloads(entityRef: string): Workload[] {
  const api = useApi(shiftDownApiRef);
  const { result } = useLoad(entityRef, () =>
    api.getPosture(parseEntityRef(entityRef)),
  );
  return result.status === 'loaded' ? result.value.workloads : [];
}
