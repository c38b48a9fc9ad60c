import { useApi } from '@backstage/frontend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { useLoad, type Load } from '../../hooks/useLoad';

const PENDING_REFRESH_SECONDS = 2;
const REFRESH_SECONDS = 15;

/** The posture of an entity, kept up to date while the page is visible. */
export function usePosture(entity: Entity): {
  result: Load<Posture>;
  reload: () => void;
} {
  const api = useApi(shiftDownApiRef);
  const { kind, metadata } = entity;
  return useLoad(
    stringifyEntityRef(entity),
    () =>
      api.getPosture({
        kind,
        namespace: metadata.namespace ?? 'default',
        name: metadata.name,
      }),
    {
      refreshSeconds: posture =>
        posture.state === 'pending' ? PENDING_REFRESH_SECONDS : REFRESH_SECONDS,
    },
  );
}
