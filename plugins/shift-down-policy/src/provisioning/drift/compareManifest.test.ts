import { WITHHELD } from '../../evaluation';
import { appliedOf, asCollected, manifestsOf } from '../__testUtils__/managed';
import { compareManifest } from './compareManifest';
import { differencesInWords } from './inWords';

/** What is said of an object that was changed after it was applied. */
function told(
  kind: string,
  change: (manifest: any) => void,
  name?: string,
): string {
  const { manifest } = appliedOf(kind, name);
  const changed = structuredClone(manifest);
  change(changed);
  return differencesInWords(
    compareManifest(manifest, asCollected(changed, 'some')),
  );
}

describe('compareManifest', () => {
  it.each<[string, string, (manifest: any) => void, string, string?]>([
    [
      'a quota that was raised',
      'ResourceQuota',
      it => {
        it.spec.hard['limits.cpu'] = '800';
      },
      'spec.hard["limits.cpu"]: 8 applied, 800 there',
    ],
    [
      'a quota that lost a resource',
      'ResourceQuota',
      it => {
        delete it.spec.hard['services.nodeports'];
      },
      'spec.hard["services.nodeports"]: 0 applied, nothing there',
    ],
    [
      'a quota that counts some Pods only',
      'ResourceQuota',
      it => {
        it.spec.scopes = ['Terminating'];
      },
      'spec.scopes[0]: nothing applied, Terminating there',
    ],
    [
      'a rule that was added to default-deny',
      'NetworkPolicy',
      it => {
        it.spec.ingress = [{}];
      },
      'spec.ingress[0]: nothing applied, {} there',
      'default-deny',
    ],
    [
      'a direction that is no longer governed',
      'NetworkPolicy',
      it => {
        it.spec.policyTypes = ['Ingress'];
      },
      'spec.policyTypes[1]: Egress applied, nothing there',
      'default-deny',
    ],
    [
      'a selector that selects fewer Pods',
      'NetworkPolicy',
      it => {
        it.spec.podSelector.matchLabels = { app: 'web' };
      },
      'spec.podSelector.matchLabels.app: nothing applied, web there',
      'default-deny',
    ],
    [
      'a peer that lost its selector of Pods',
      'NetworkPolicy',
      it => {
        delete it.spec.egress[0].to[0].podSelector;
      },
      'spec.egress[0].to[0].podSelector: {"matchExpressions":[{"key":"k8s-app","operator":"In","values":["kube-dns","node-dns"]}]} applied, nothing there',
      'allow-dns',
    ],
    [
      'a namespace that became every namespace',
      'NetworkPolicy',
      it => {
        it.spec.egress[0].to[0].namespaceSelector = {};
      },
      'spec.egress[0].to[0].namespaceSelector.matchLabels["kubernetes.io/metadata.name"]: kube-system applied, nothing there',
      'allow-dns',
    ],
    [
      'defaults of containers that were raised',
      'LimitRange',
      it => {
        it.spec.limits[0].default.memory = '256Gi';
      },
      'spec.limits[0].default.memory: 256Mi applied, 256Gi there; spec.limits[0].defaultRequest.memory: 256Mi applied, 256Gi there',
    ],
    [
      'a token that is mounted again',
      'ServiceAccount',
      it => {
        it.automountServiceAccountToken = true;
      },
      'automountServiceAccountToken: false applied, true there',
    ],
    [
      'somebody who was added to a binding',
      'RoleBinding',
      it => {
        it.subjects.push({ kind: 'User', name: 'mallory' });
      },
      'subjects[2]: nothing applied, {"kind":"User","name":"mallory","apiGroup":"rbac.authorization.k8s.io"} there',
    ],
    [
      'a verb that was added to a role',
      'Role',
      it => {
        it.rules[1].verbs.push('delete');
      },
      'rules[1].verbs[2]: nothing applied, delete there',
    ],
    [
      'a Service that became a node port',
      'Service',
      it => {
        it.spec.type = 'NodePort';
      },
      'spec.type: ClusterIP applied, NodePort there',
    ],
    [
      'a Service that selects other Pods',
      'Service',
      it => {
        it.spec.selector.app = 'other';
      },
      'spec.selector.app: web applied, other there',
    ],
    [
      'a lowered Pod Security level',
      'Namespace',
      it => {
        it.metadata.labels['pod-security.kubernetes.io/enforce'] = 'privileged';
      },
      'metadata.labels["pod-security.kubernetes.io/enforce"]: restricted applied, privileged there',
    ],
    [
      'a Pod Security label that was added',
      'Namespace',
      it => {
        it.metadata.labels['pod-security.kubernetes.io/audit'] = 'privileged';
      },
      'metadata.labels["pod-security.kubernetes.io/audit"]: nothing applied, privileged there',
    ],
    [
      'another owner',
      'Namespace',
      it => {
        it.metadata.labels['shift-down.io/owner'] = 'team-other';
      },
      'metadata.labels["shift-down.io/owner"]: team-payments applied, team-other there',
    ],
    [
      'a label of ours that is gone',
      'RoleBinding',
      it => {
        it.metadata.labels = {};
      },
      'metadata.labels["app.kubernetes.io/managed-by"]: shift-down applied, nothing there',
    ],
  ])('sees %s', (...[, kind, change, words, name]) => {
    expect(told(kind, change, name)).toBe(words);
  });

  it.each<[string, string, (manifest: any) => void, string?]>([
    [
      'amounts that are written otherwise',
      'ResourceQuota',
      it => {
        it.spec.hard = {
          'limits.cpu': '8000m',
          'limits.memory': '16384Mi',
          'services.nodeports': 0,
        };
      },
    ],
    [
      'another resource in a quota, which only makes it stricter',
      'ResourceQuota',
      it => {
        it.spec.hard.pods = '10';
      },
    ],
    [
      'the order of rules, peers and ports',
      'NetworkPolicy',
      it => {
        it.spec.egress.reverse();
        it.spec.egress.forEach((rule: any) => rule.ports.reverse());
      },
      'allow-dns',
    ],
    [
      'empty lists and selectors where none is meant',
      'NetworkPolicy',
      it => {
        Object.assign(it.spec, { ingress: [], egress: [] });
        it.spec.podSelector = { matchLabels: {}, matchExpressions: [] };
      },
      'default-deny',
    ],
    [
      'the order of subjects',
      'RoleBinding',
      it => {
        it.subjects.reverse();
      },
    ],
    [
      'labels of others',
      'Namespace',
      it => {
        it.metadata.labels['example.com/cost-centre'] = 'cc-7';
      },
    ],
    [
      'Secrets of a ServiceAccount, which nobody reads',
      'ServiceAccount',
      it => {
        it.secrets = [{ name: 'default-token' }];
        it.imagePullSecrets = [{ name: 'registry' }];
      },
    ],
  ])('does not mind %s', (...[, kind, change, name]) => {
    expect(told(kind, change, name)).toBe('');
  });

  it('says nothing of values that are not kept', () => {
    const { manifest } = appliedOf('Service');
    const observed = asCollected(manifest, 'some');
    observed.fields.spec = { ...(observed.fields.spec as {}), type: WITHHELD };
    expect(compareManifest(manifest, observed)).toEqual([]);
  });

  it('knows the state of a namespace on its way to be complete', () => {
    const { manifest } = appliedOf('Namespace');
    const withState = (state: string) => ({
      ...manifest,
      metadata: {
        ...manifest.metadata,
        labels: { 'shift-down.io/baseline-state': state },
      },
    });
    const compare = (applied: string, found: string) =>
      compareManifest(withState(applied), asCollected(withState(found), ''));
    expect(compare('pending', 'complete')).toEqual([]);
    expect(compare('complete', 'pending')).toHaveLength(1);
  });

  it('sees another cloud identity of a ServiceAccount', () => {
    const identity = 'eks.amazonaws.com/role-arn';
    const { manifest } = appliedOf('ServiceAccount');
    const applied = {
      ...manifest,
      metadata: {
        ...manifest.metadata,
        annotations: { [identity]: 'arn:a', 'example.com/other': 'x' },
      },
    };
    const observed = asCollected(manifest, '');
    const withIdentity = (arn: string) => ({
      ...observed,
      fields: {
        ...observed.fields,
        metadata: { name: 'default', annotations: { [identity]: arn } },
      },
    });
    expect(compareManifest(applied, withIdentity('arn:a'))).toEqual([]);
    expect(
      differencesInWords(compareManifest(applied, withIdentity('arn:b'))),
    ).toBe(
      'metadata.annotations["eks.amazonaws.com/role-arn"]: arn:a applied, arn:b there',
    );
  });

  it('compares what it does not know by what was applied alone', () => {
    const [applied, added, changed] = manifestsOf(`
apiVersion: example.com/v1
kind: Budget
metadata: { name: b, namespace: payments-web }
spec: { items: [{ name: a }], limit: 3 }
---
apiVersion: example.com/v1
kind: Budget
metadata: { name: b, namespace: payments-web }
spec: { items: [{ name: a, since: today }], limit: 3, mode: default }
status: { used: 1 }
---
apiVersion: example.com/v1
kind: Budget
metadata: { name: b, namespace: payments-web }
spec: { items: [{ name: a }, { name: c }], limit: 30 }
`);
    expect(compareManifest(applied, asCollected(added, ''))).toEqual([]);
    expect(compareManifest(applied, asCollected(changed, ''))).toEqual([
      {
        path: 'spec.items',
        applied: '[{"name":"a"}]',
        found: '[{"name":"a"},{"name":"c"}]',
      },
      { path: 'spec.limit', applied: '3', found: '30' },
    ]);
  });
});
