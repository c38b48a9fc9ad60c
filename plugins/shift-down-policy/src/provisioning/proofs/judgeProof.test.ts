import type { DryRunAnswer, ExpectedRefusal, ProofPair } from '../types';
import { judgeProof } from './judgeProof';

const OBJECT = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } };
const ADMITTED: DryRunAnswer = { outcome: 'admitted', object: OBJECT };
const refused = (message: string): DryRunAnswer => ({
  outcome: 'refused',
  message,
  reason: 'Forbidden',
});

const RESTRICTED: ExpectedRefusal = {
  by: 'pod-security',
  level: 'restricted',
  checks: ['privileged'],
};
const REGISTRIES: ExpectedRefusal = {
  by: 'policy',
  names: ['approved-registries'],
};
const PORTS: ExpectedRefusal = {
  by: 'any',
  of: [
    { by: 'policy', names: ['no-exposed-services'] },
    { by: 'quota', resource: 'services.nodeports' },
  ],
};

const pair = (expected: ExpectedRefusal): ProofPair => ({
  id: 'some',
  title: 'It is refused',
  controls: [],
  refused: OBJECT,
  admitted: OBJECT,
  expected,
});

const POD_SECURITY =
  'pods "x" is forbidden: violates PodSecurity "restricted:v1.36": privileged (container "proof" must not set securityContext.privileged=true), allowPrivilegeEscalation != false (container "proof" must set securityContext.allowPrivilegeEscalation=false)';
const POLICY =
  "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'approved-registries' with binding 'approved-registries' denied request: Images must come from approved registries";
const KYVERNO =
  'admission webhook "validate.kyverno.svc-fail" denied the request: \n\nresource Pod/shop/x was blocked due to the following policies \n\napproved-registries:\n  check-registry: Unknown image registry.\n';
const KYVERNO_CEL =
  'admission webhook "vpol.validate.kyverno.svc-fail" denied the request: Policy approved-registries failed: Unknown image registry.';
const QUOTA =
  'services "x" is forbidden: exceeded quota: baseline, requested: services.nodeports=1, used: services.nodeports=0, limited: services.nodeports=0';

describe('judgeProof', () => {
  it.each<[string, ExpectedRefusal, string]>([
    ['Pod Security', RESTRICTED, POD_SECURITY],
    ['a policy of the API server', REGISTRIES, POLICY],
    ['a policy of Kyverno', REGISTRIES, KYVERNO],
    ['a policy of Kyverno in CEL', REGISTRIES, KYVERNO_CEL],
    ['a quota of none', PORTS, QUOTA],
    [
      'either that may come first',
      PORTS,
      POLICY.replaceAll('approved-registries', 'no-exposed-services'),
    ],
  ])('proves a refusal by %s', (_, expected, message) => {
    expect(judgeProof(pair(expected), refused(message), ADMITTED).outcome).toBe(
      'proved',
    );
  });

  it('fails what is admitted', () => {
    expect(judgeProof(pair(RESTRICTED), ADMITTED, ADMITTED)).toMatchObject({
      outcome: 'failed',
      expected: 'Refused by Pod Security restricted, for privileged',
    });
  });

  it.each<[string, ExpectedRefusal, DryRunAnswer, DryRunAnswer, RegExp]>([
    [
      'another level of Pod Security',
      RESTRICTED,
      refused(POD_SECURITY.replace('restricted:', 'baseline:')),
      ADMITTED,
      /^It was refused, but by somebody else: /,
    ],
    [
      'another check of Pod Security',
      { ...RESTRICTED, checks: ['host namespaces'] },
      refused(POD_SECURITY),
      ADMITTED,
      /^It was refused, but by somebody else: /,
    ],
    [
      'another policy',
      REGISTRIES,
      refused(POLICY.replaceAll('approved-registries', 'approved')),
      ADMITTED,
      /^It was refused, but by somebody else: /,
    ],
    [
      'another policy that speaks of the expected one',
      REGISTRIES,
      refused(
        'admission webhook "example.com" denied the request: see approved-registries:',
      ),
      ADMITTED,
      /^It was refused, but by somebody else: /,
    ],
    [
      'a policy that can not be run',
      REGISTRIES,
      refused(
        POLICY.replace(
          /denied request: .*/,
          'denied request: no params found for policy binding with `Deny` parameterNotFoundAction',
        ),
      ),
      ADMITTED,
      /^A policy that can not be run refuses everything: /,
    ],
    [
      'a webhook that fails closed',
      REGISTRIES,
      refused(
        'Internal error occurred: failed calling webhook "validate.kyverno.svc-fail": failed to call webhook: Post "https://kyverno-svc.kyverno.svc:443/validate/fail?timeout=10s": dial tcp 10.0.0.1:443: connect: connection refused',
      ),
      ADMITTED,
      /^A webhook that can not be reached refuses everything: /,
    ],
    [
      'a webhook without dry runs',
      REGISTRIES,
      refused('admission webhook "audit.example.com" does not support dry run'),
      ADMITTED,
      /^A webhook does not take part in dry runs/,
    ],
    [
      'a missing service account',
      RESTRICTED,
      refused(
        'pods "x" is forbidden: error looking up service account shop/web: serviceaccount "web" not found',
      ),
      ADMITTED,
      /^The service account is not there/,
    ],
    [
      'a quota that is not counted yet',
      PORTS,
      refused(
        'services "x" is forbidden: status unknown for quota: baseline, resources: services.nodeports',
      ),
      ADMITTED,
      /^A quota is not counted yet/,
    ],
    [
      'a quota that is used up',
      PORTS,
      refused(QUOTA.replaceAll('=0', '=3')),
      ADMITTED,
      /^A quota is used up: /,
    ],
    [
      'a quota of something else',
      PORTS,
      refused(QUOTA.replaceAll('services.nodeports', 'services')),
      ADMITTED,
      /^A quota is used up: /,
    ],
    [
      'who may not ask',
      RESTRICTED,
      refused(
        'pods is forbidden: User "system:serviceaccount:shift-down:prober" cannot create resource "pods" in API group "" in the namespace "shop"',
      ),
      ADMITTED,
      /^The identity that asks may not create it there/,
    ],
    [
      'a baseline that is not complete',
      RESTRICTED,
      refused(
        "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'baseline-complete' with binding 'baseline-complete' denied request: Pods wait",
      ),
      ADMITTED,
      /^Pods wait until the baseline is complete: /,
    ],
    [
      'nobody',
      RESTRICTED,
      { outcome: 'unavailable', message: 'a recorded cluster admits nothing' },
      ADMITTED,
      /^Nobody could be asked: a recorded cluster admits nothing$/,
    ],
    [
      'who refuses the twin as well',
      RESTRICTED,
      refused(POD_SECURITY),
      refused(POLICY),
      /^It was refused as expected, but so is its twin that has nothing wrong: .*approved-registries/,
    ],
    [
      'who says nothing of the twin',
      RESTRICTED,
      refused(POD_SECURITY),
      { outcome: 'unavailable', message: 'timeout' },
      /^It was refused as expected, but nobody could be asked about its twin: timeout$/,
    ],
  ])('proves nothing by %s', (_, expected, first, second, why) => {
    const { outcome, reason } = judgeProof(pair(expected), first, second);
    expect(outcome).toBe('not-proved');
    expect(reason).toMatch(why);
  });

  it('proves nothing where the policy may let the portal through alone', () => {
    const proof = judgeProof(pair(REGISTRIES), ADMITTED, ADMITTED, {
      asksWho: ['approved-registries'],
    });
    expect(proof).toMatchObject({
      outcome: 'not-proved',
      reason: expect.stringContaining('looks at who asks'),
    });
  });
});
