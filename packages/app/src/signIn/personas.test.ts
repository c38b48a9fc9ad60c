import { mockApis } from '@backstage/frontend-test-utils';
import { readPersonas } from './personas';

const development = {
  header: 'x-who',
  personas: [
    { user: 'dana', displayName: 'Dana', role: 'Developer', group: 'Payments' },
  ],
};

describe('readPersonas', () => {
  it('reads the people of the development portal', () => {
    const config = mockApis.config({
      data: {
        auth: { environment: 'development', providers: { development } },
      },
    });
    expect(readPersonas(config)).toEqual({
      header: 'x-who',
      people: development.personas,
    });
  });

  it.each([
    { environment: 'production', providers: { development } },
    { environment: 'development', providers: {} },
    { environment: 'development' },
    { providers: { development } },
  ])('offers nobody for %j', auth => {
    expect(readPersonas(mockApis.config({ data: { auth } }))).toBeUndefined();
  });
});
