import type { JsonObject, KubernetesObject } from '../evaluation';
import { WITHHELD } from '../evaluation';
import { podSecurityReadiness } from './podSecurityReadiness';

function deployment(
  namespace: string,
  name: string,
  securityContext: JsonObject | string = {},
): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      template: { spec: { containers: [{ name: 'a', securityContext }] } },
    },
  };
}

describe('podSecurityReadiness', () => {
  it('tells by namespace who keeps it from the level, and the labels when none does', () => {
    const bad = deployment('shop', 'bad', { privileged: true });
    const dim = deployment('shop', 'dim', WITHHELD);
    const service = { apiVersion: 'v1', kind: 'Service', metadata: {} };
    const [pay, shop, ...others] = podSecurityReadiness(
      [
        deployment('shop', 'good'),
        bad,
        dim,
        deployment('pay', 'good'),
        service,
      ],
      { level: 'baseline', version: 'latest', serverMinorVersion: 34 },
    );
    expect(others).toEqual([]);
    expect(pay).toEqual({
      namespace: 'pay',
      total: 1,
      meeting: 1,
      unready: [],
      ready: true,
      labels: {
        'pod-security.kubernetes.io/enforce': 'baseline',
        'pod-security.kubernetes.io/enforce-version': 'v1.34',
      },
    });
    expect(shop).toMatchObject({
      namespace: 'shop',
      total: 3,
      meeting: 1,
      ready: false,
    });
    expect(shop.labels).toBeUndefined();
    expect(shop.unready.map(({ object }) => object)).toEqual([bad, dim]);
    expect(shop.unready[0].failing.map(({ rule }) => rule)).toEqual([
      'privileged',
    ]);
    expect(shop.unready[1].failing).toEqual([]);
    expect(shop.unready[1].unknown.map(({ rule }) => rule)).toContain(
      'privileged',
    );
  });

  it('pins the version that was asked for', () => {
    const [{ labels }] = podSecurityReadiness([deployment('pay', 'good')], {
      level: 'baseline',
      version: 'v1.25',
    });
    expect(labels).toMatchObject({
      'pod-security.kubernetes.io/enforce-version': 'v1.25',
    });
  });
});
