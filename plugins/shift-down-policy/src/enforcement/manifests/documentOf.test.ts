import { parse } from 'yaml';
import type { PlannedEnforcement } from '../types';
import { documentOf } from './documentOf';

const object = {
  apiVersion: 'kyverno.io/v2',
  kind: 'PolicyException',
  metadata: { name: 'shift-down-1', namespace: 'shift-down-exceptions' },
  spec: { exceptions: [{ policyName: 'a: b', ruleNames: ['*'] }] },
};
const plan = { cluster: 'uid', target: 'kyverno' } as PlannedEnforcement;
const own = { title: 'By hand', text: 'kind: K8sRequiredLabels' };

describe('documentOf', () => {
  it('holds the object, to the letter', () => {
    const document = documentOf({ ...plan, object });
    expect(parse(document!.text)).toEqual(object);
    expect(document?.title).toBe('Apply PolicyException shift-down-1');
  });

  it('says that a list is shared', () => {
    expect(documentOf({ ...plan, object, entries: [] })?.title).toContain(
      'beside those that are there',
    );
  });

  it('is the plan’s own where it has one', () => {
    expect(documentOf({ ...plan, object, document: own })).toBe(own);
  });

  it('is nothing where there is nothing to apply', () => {
    expect(documentOf(plan)).toBeUndefined();
  });
});
