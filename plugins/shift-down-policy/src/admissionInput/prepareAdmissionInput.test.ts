import type { AdmissionInput, JsonObject } from '../evaluation';
import { WITHHELD } from '../evaluation';
import {
  isAdmissionInput,
  prepareAdmissionInput,
} from './prepareAdmissionInput';
import { resourceOf } from './resourceOf';
import type { AdmissionInputOptions } from './types';

function prepare(
  object: JsonObject,
  options: AdmissionInputOptions = {},
): AdmissionInput {
  const prepared = prepareAdmissionInput(
    { apiVersion: 'v1', kind: 'Pod', ...object },
    options,
  );
  if (!isAdmissionInput(prepared)) {
    throw new Error(JSON.stringify(prepared));
  }
  return prepared;
}

const POD = {
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'main', image: 'nginx' }] },
};

function deployment(spec: JsonObject, pod: JsonObject = POD.spec): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { template: { spec: pod }, ...spec },
  };
}

describe('a request to create an object', () => {
  it('has the defaults that a Pod gets from the API server and from admission', () => {
    const { object, kind, resource, namespaced, namespace, name } =
      prepare(POD);
    expect({ kind, resource, namespaced, namespace, name }).toEqual({
      kind: { group: '', version: 'v1', kind: 'Pod' },
      resource: { group: '', version: 'v1', resource: 'pods' },
      namespaced: true,
      namespace: 'default',
      name: 'web',
    });
    expect(object.metadata).toEqual({
      name: 'web',
      namespace: 'default',
      uid: WITHHELD,
      creationTimestamp: WITHHELD,
      generation: 1,
    });
    expect(object.spec).toMatchObject({
      restartPolicy: 'Always',
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      serviceAccountName: 'default',
      serviceAccount: 'default',
      priority: 0,
      enableServiceLinks: true,
      containers: [
        {
          imagePullPolicy: 'Always',
          resources: {},
          volumeMounts: [{ name: 'kube-api-access-xxxxx', readOnly: true }],
        },
      ],
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', tolerationSeconds: 300 },
      ],
    });
    expect(object.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  it('prunes zeros as Go does: a pointer to zero stays', () => {
    const pod = {
      hostNetwork: false,
      automountServiceAccountToken: false,
      nodeSelector: {},
      tolerations: null,
      containers: [{ name: 'main', image: 'nginx', args: [], tty: false }],
    };
    const { object } = prepare(deployment({ replicas: 0 }, pod));
    expect(object.spec).toEqual({
      replicas: 0,
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      selector: null,
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
      },
      template: {
        metadata: {},
        spec: {
          automountServiceAccountToken: false,
          dnsPolicy: 'ClusterFirst',
          restartPolicy: 'Always',
          schedulerName: 'default-scheduler',
          securityContext: {},
          terminationGracePeriodSeconds: 30,
          containers: [
            {
              name: 'main',
              image: 'nginx',
              imagePullPolicy: 'Always',
              resources: {},
              terminationMessagePath: '/dev/termination-log',
              terminationMessagePolicy: 'File',
            },
          ],
        },
      },
    });
    expect(object.status).toEqual({});
  });

  it('tells of fields that are dropped, and never changes what was given', () => {
    const written = { ...POD, spec: { ...POD.spec, hostNetwrok: true } };
    const before = structuredClone(written);
    const { object, assumptions } = prepare(written);
    expect(object.spec).not.toHaveProperty('hostNetwrok');
    expect(assumptions).toContain(
      'spec.hostNetwrok is dropped: there is no such field.',
    );
    expect(written).toEqual(before);
  });

  it.each([
    ['spec.containers', { spec: { containers: {} } }, 'a list'],
    [
      'spec.containers[0].env[0].value',
      { spec: { containers: [{ env: [{ name: 'A', value: 1 }] }] } },
      'a string',
    ],
    ['spec.hostPID', { spec: { hostPID: 'true' } }, 'true or false'],
    ['spec.priority', { spec: { priority: 2 ** 31 } }, '32 bits'],
    ['spec.overhead.cpu', { spec: { overhead: { cpu: 'much' } } }, 'quantity'],
    ['metadata', { metadata: 'web' }, 'a map'],
  ])('is refused for a wrong type in %s', (place, object, expected) => {
    const refused = prepareAdmissionInput({
      apiVersion: 'v1',
      kind: 'Pod',
      ...object,
    });
    expect(refused).toEqual({
      refused: expect.stringContaining(place),
      field: expect.any(Array),
    });
    expect((refused as { refused: string }).refused).toContain(expected);
  });

  it('says nothing of the value that is refused, which may be a secret', () => {
    const refused = prepareAdmissionInput({
      apiVersion: 'v1',
      kind: 'Secret',
      data: { password: 'hunter2!' },
    });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });

  it('keeps what is withheld, whatever the type', () => {
    const { object } = prepare({
      ...POD,
      spec: {
        containers: [
          { name: 'main', image: 'nginx', env: WITHHELD, args: [WITHHELD] },
        ],
        terminationGracePeriodSeconds: WITHHELD,
      },
    });
    expect(object.spec).toMatchObject({
      containers: [{ env: WITHHELD, args: [WITHHELD] }],
      terminationGracePeriodSeconds: WITHHELD,
    });
  });

  it('gives the same for its own object', () => {
    const once = prepare(deployment({}));
    const twice = prepare(once.object);
    expect(twice.object).toEqual(once.object);
  });

  it('takes the service account, limit ranges and priority classes that are there', () => {
    const { object, assumptions } = prepare(POD, {
      serviceAccount: {
        automountServiceAccountToken: false,
        imagePullSecrets: [{ name: 'pull' }],
      },
      limitRanges: [
        { spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } },
      ],
      priorityClasses: [
        { metadata: { name: 'usual' }, value: 7, globalDefault: true },
      ],
    });
    expect(object.spec).toMatchObject({
      imagePullSecrets: [{ name: 'pull' }],
      priorityClassName: 'usual',
      priority: 7,
      containers: [{ resources: { limits: { cpu: '1' } } }],
    });
    expect(object.spec).not.toHaveProperty('volumes');
    expect(assumptions).toEqual([]);
  });

  it('names what it assumes of a version without a table of its own', () => {
    const { minorVersion, assumptions } = prepare(POD, { minorVersion: 30 });
    expect(minorVersion).toBe(30);
    expect(assumptions.join()).toContain('Kubernetes 1.30 has the fields that');
  });

  it('leaves the name empty that the API server generates', () => {
    const { name, object } = prepare({
      ...POD,
      metadata: { generateName: 'a-' },
    });
    expect(name).toBe('');
    expect(object.metadata).toMatchObject({ name: WITHHELD });
  });

  it('is unsupported for kinds that the known version does not have', () => {
    expect(
      prepareAdmissionInput({
        apiVersion: 'extensions/v1beta1',
        kind: 'Deployment',
      }),
    ).toEqual({
      unsupported: expect.stringContaining('extensions/v1beta1'),
      field: ['apiVersion'],
    });
  });

  it('passes custom resources as written', () => {
    const written = {
      apiVersion: 'example.com/v1',
      kind: 'Proxy',
      metadata: { name: 'a' },
      spec: { list: [], none: null },
    };
    const guessed = prepare(written);
    expect(guessed.object).toEqual({
      ...written,
      metadata: { name: 'a', namespace: 'default' },
    });
    expect(guessed.resource.resource).toBe('proxies');
    expect(guessed.assumptions).toHaveLength(2);
    const defined = prepare(written, {
      definitions: [
        {
          spec: {
            group: 'example.com',
            scope: 'Cluster',
            names: { kind: 'Proxy', plural: 'proxys' },
          },
        },
      ],
    });
    expect(defined).toMatchObject({
      namespaced: false,
      namespace: '',
      resource: { resource: 'proxys' },
    });
  });
});

describe('the resource of a kind', () => {
  it.each([
    ['v1', 'Endpoints', 'endpoints', true],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', true],
    ['v1', 'Namespace', 'namespaces', false],
    [
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      'customresourcedefinitions',
      false,
    ],
  ])('of %s %s is %s', (apiVersion, kind, resource, namespaced) => {
    expect(resourceOf(apiVersion, kind)).toMatchObject({
      resource: { resource },
      namespaced,
    });
  });

  it.each([
    ['v1', 'Deployment'],
    ['v1', 'constructor'],
    ['constructor', 'name'],
    ['example.com/v1', 'Thing'],
  ])('of %s %s is not known', (apiVersion, kind) => {
    expect(resourceOf(apiVersion, kind)).toBeUndefined();
  });
});
