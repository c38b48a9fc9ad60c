import { readRequest } from './request';

const FILLED = {
  cluster: 'demo',
  name: 'team-a-shop',
  ownerRef: 'group:default/team-a',
  environment: 'production',
  size: 'small',
};

describe('request of the form', () => {
  it('says what is missing instead of asking in vain', () => {
    expect(readRequest(undefined)).toEqual({
      missing: ['cluster', 'name', 'ownerRef', 'environment', 'size'],
    });
    expect(readRequest({ ...FILLED, name: '  ' })).toEqual({
      missing: ['name'],
    });
  });

  it('fills in what nobody has to choose', () => {
    expect(readRequest(FILLED).request).toEqual({
      ...FILLED,
      podSecurity: 'restricted',
      limits: 'default',
      dependencyOf: [],
      egress: [],
      roles: [],
    });
  });

  it('takes all that is meant, and nothing else of the form', () => {
    const given = {
      ...FILLED,
      systemRef: 'system:default/shop',
      dependencyOf: ['component:default/shop'],
      podSecurity: 'baseline',
      limits: 'strict',
      egress: [
        {
          name: 'database',
          cidr: '10.0.0.0/8',
          ports: [{ protocol: 'TCP', port: 5432 }],
        },
      ],
      roles: ['developer'],
      baselineVersion: '1.0.0',
    };
    expect(
      readRequest({
        ...given,
        podSecurityReason: 'legacy agent',
        preview: 'Not looked at yet',
      }),
    ).toEqual({ missing: [], request: given });
  });

  it.each([
    ['no name', { cidr: '10.0.0.0/8', ports: [{ port: 1 }] }],
    ['no destination', { name: 'database', ports: [{ port: 1 }] }],
    ['no port', { name: 'database', namespace: 'db', ports: [{}] }],
    ['nothing', {}],
  ])('waits for a destination with %s', (_, destination) => {
    expect(readRequest({ ...FILLED, egress: [destination] }).missing).toEqual([
      'egress',
    ]);
  });
});
