import { parseEntityRef, type Entity } from '@backstage/catalog-model';
import { Text } from '@backstage/ui';
import {
  RiBox3Line,
  RiHourglassLine,
  RiPriceTag3Line,
  RiUserUnfollowLine,
} from '@remixicon/react';
import {
  ANNOTATION_KUBERNETES_CLUSTER,
  ANNOTATION_KUBERNETES_ID,
  ANNOTATION_KUBERNETES_NAMESPACE,
  LABEL_NAMESPACE_OWNER,
  LABEL_NAMESPACE_OWNER_NAMESPACE,
} from '@shift-down/plugin-shift-down-common';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { stringify } from 'yaml';
import { useText } from '../../hooks/useWords';
import { isRollup } from '../../posture';
import { Snippet, StateMessage } from '../common';

/** Why an entity has no posture, and what its team can do about it. */
export function NotAssessed(props: { posture: Posture; entity: Entity }) {
  const t = useText();
  const { posture, entity } = props;
  switch (posture.state) {
    case 'unconfirmed':
      return <Unconfirmed posture={posture} entity={entity} />;
    case 'no-workloads':
      return (
        <StateMessage
          icon={RiBox3Line}
          tone="neutral"
          title={t('states.noWorkloads.title')}
        >
          {isRollup(posture) ? (
            <Text as="p">{t('states.noWorkloads.rollup')}</Text>
          ) : (
            <>
              <Text as="p">{t('states.noWorkloads.text')}</Text>
              <Claims
                posture={posture}
                title={t('states.noWorkloads.claims')}
              />
            </>
          )}
        </StateMessage>
      );
    case 'not-claimed':
      return <NotClaimed posture={posture} entity={entity} />;
    default:
      return (
        <div role="status">
          <StateMessage
            icon={RiHourglassLine}
            tone="info"
            title={t('states.pending.title')}
          >
            <Text as="p">{t('states.pending.text')}</Text>
          </StateMessage>
        </div>
      );
  }
}

function NotClaimed(props: { posture: Posture; entity: Entity }) {
  const t = useText();
  if (isRollup(props.posture)) {
    return (
      <StateMessage
        icon={RiPriceTag3Line}
        tone="info"
        title={t('states.notClaimed.rollup.title')}
      >
        <Text as="p">{t('states.notClaimed.rollup.text')}</Text>
      </StateMessage>
    );
  }
  const { name } = props.entity.metadata;
  const labels = { [ANNOTATION_KUBERNETES_ID]: name };
  return (
    <StateMessage
      icon={RiPriceTag3Line}
      tone="info"
      title={t('states.notClaimed.title')}
    >
      <Text as="p">{t('states.notClaimed.text')}</Text>
      <Snippet label={t('states.notClaimed.catalogFile')}>
        {stringify({ metadata: { name, annotations: labels } })}
      </Snippet>
      <Text as="p">{t('states.notClaimed.label')}</Text>
      <Snippet label={t('states.notClaimed.workloadFile')}>
        {stringify(
          {
            metadata: { labels },
            spec: { template: { metadata: { labels } } },
          },
          { aliasDuplicateObjects: false },
        )}
      </Snippet>
    </StateMessage>
  );
}

function Unconfirmed(props: { posture: Posture; entity: Entity }) {
  const t = useText();
  const { posture, entity } = props;
  const ownerRef =
    posture.ownerRef ??
    entity.relations?.find(({ type }) => type === 'ownedBy')?.targetRef;
  const owner = ownerRef ? parseEntityRef(ownerRef) : undefined;
  const claimed = (annotation: string) =>
    posture.claims.find(claim => claim.annotation === annotation)?.value;
  const namespace = claimed(ANNOTATION_KUBERNETES_NAMESPACE) ?? '<namespace>';
  const labels = {
    [LABEL_NAMESPACE_OWNER]: owner?.name ?? '<group>',
    ...(owner && owner.namespace !== 'default'
      ? { [LABEL_NAMESPACE_OWNER_NAMESPACE]: owner.namespace }
      : {}),
  };
  const rule = {
    cluster: claimed(ANNOTATION_KUBERNETES_CLUSTER) ?? '<cluster>',
    namespace,
    owner: ownerRef ?? '<group>',
  };
  return (
    <StateMessage
      icon={RiUserUnfollowLine}
      tone="warning"
      title={t('states.unconfirmed.title')}
    >
      <Text as="p">{t('states.unconfirmed.text')}</Text>
      <Claims posture={posture} title={t('states.unconfirmed.claims')} />
      <Text as="p">{t('states.unconfirmed.toDo')}</Text>
      <Snippet label={t('states.unconfirmed.labelFile')}>
        {stringify({
          kind: 'Namespace',
          metadata: { name: namespace, labels },
        })}
      </Snippet>
      <Text as="p">{t('states.unconfirmed.orConfig')}</Text>
      <Snippet label={t('states.unconfirmed.configFile')}>
        {stringify({
          shiftDown: { correlation: { namespaceOwners: [rule] } },
        })}
      </Snippet>
    </StateMessage>
  );
}

function Claims(props: { posture: Posture; title: string }) {
  const { claims } = props.posture;
  if (claims.length === 0) {
    return null;
  }
  return (
    <div>
      <Text as="h3" variant="body-medium" weight="bold">
        {props.title}
      </Text>
      <ul>
        {claims.map(claim => (
          <li key={`${claim.annotation}=${claim.value}`}>
            <code>
              {claim.annotation}: {claim.value}
            </code>
          </li>
        ))}
      </ul>
    </div>
  );
}
