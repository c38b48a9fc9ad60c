import { registerCsv, type RegisterRow } from '.';

const ROW: RegisterRow = {
  id: 'e1',
  state: 'approved',
  phase: 'active',
  type: 'accepted-risk',
  entity: 'component:default/shop',
  exception: 'Run as non-root',
  cluster: '',
  namespace: 'shop',
  workload: 'Deployment/web',
  container: '',
  repository: '',
  severity: 'high',
  category: 'migration',
  justification: 'We move, "soon",\nto another image.',
  compensatingControls: '',
  ticket: '',
  requester: 'user:default/rita',
  requestedAt: '',
  approvers: '',
  decidedAt: '',
  from: '',
  until: '',
  endedAt: '',
  breakGlass: 'no',
  contentHash: '',
  enforcement: '',
  importedFrom: '',
};

describe('registerCsv', () => {
  it('writes headings, and quotes what needs it', () => {
    const csv = registerCsv([ROW]);

    expect(csv).toMatch(/^Id,State,Phase,/);
    expect(csv).toContain('"We move, ""soon"",\nto another image."');
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(registerCsv([])).toMatch(/^Id,State[^\n]*\r\n$/);
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@sum',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '＝1',
    '=cmd|calc!A1',
  ])('leaves no formula of %j', ticket => {
    const csv = registerCsv([{ ...ROW, ticket }]);

    expect(csv).toContain(`'${ticket}`);
  });

  it('leaves the rest as it is', () => {
    expect(registerCsv([{ ...ROW, ticket: 'a=1' }])).toContain(',a=1,');
  });
});
