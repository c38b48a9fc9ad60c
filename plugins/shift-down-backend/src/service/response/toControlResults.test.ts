import { CONTROLS } from '../__testUtils__/seedTwoTeams';
import { toControlResults } from './toControlResults';

const [{ id }] = CONTROLS;
const row = {
  control_id: id,
  result: 'fail',
  reason: '',
  failing: 1,
  unknown: 0,
  worst_severity: 'high',
  since: undefined,
  disagreements: '[]',
  unverified: false,
};

describe('toControlResults', () => {
  it('tells where sources differ', () => {
    const differ = {
      failedBy: 'ConfigAuditReport',
      passedBy: 'PolicyReport',
      places: 2,
    };
    expect(
      toControlResults(
        [{ ...row, disagreements: JSON.stringify([differ]) }],
        CONTROLS,
      ),
    ).toMatchObject([{ id, result: 'fail', disagreements: [differ] }]);
  });

  it('tells what is unverified, and only of that', () => {
    const unknown = { ...row, result: 'unknown' };
    expect(
      [true, false].map(
        unverified =>
          toControlResults([{ ...unknown, unverified }], CONTROLS)[0],
      ),
    ).toMatchObject([{ unverified: true }, { unverified: undefined }]);
  });

  it('says nothing of it where they do not', () => {
    const [result] = toControlResults([row], CONTROLS);
    expect(result.disagreements).toBeUndefined();
  });
});
