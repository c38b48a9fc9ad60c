import type { ClusterObject } from '@shift-down/plugin-shift-down-node';
import { identifyNamespace } from './identifyNamespace';

const ID = 'record-1';

function found(uid: string, mark?: string): ClusterObject {
  return {
    uid,
    resourceVersion: '1',
    manifest: {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'payments-api',
        labels: { 'shift-down.io/baseline': '1.0.0' },
        ...(mark !== undefined && {
          annotations: { 'shift-down.io/provisioning': mark },
        }),
      },
    },
  };
}

describe('identifyNamespace', () => {
  it.each([
    ['nothing seen, nothing there', '', undefined, 'absent'],
    ['nothing seen, ours there', '', found('uid-1', ID), 'ours'],
    ['nothing seen, one without a mark', '', found('uid-1'), 'foreign'],
    ['nothing seen, another record’s', '', found('uid-1', 'other'), 'foreign'],
    ['seen, and still the same', 'uid-1', found('uid-1'), 'ours'],
    ['seen, and not there', 'uid-1', undefined, 'gone'],
    ['seen, and replaced', 'uid-1', found('uid-2'), 'gone'],
    ['seen, replaced, mark copied', 'uid-1', found('uid-2', ID), 'gone'],
  ])('%s', (_, uid, there, identity) => {
    expect(identifyNamespace({ id: ID, uid }, there)).toBe(identity);
  });
});
