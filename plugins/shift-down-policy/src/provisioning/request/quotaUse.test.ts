import { aRequest, RULES } from '../__testUtils__/namespaces';
import type { ProvisioningRules } from '../types';
import { isQuantity, quotaUseOf } from './quotaUse';

function useOf(
  resource: string,
  quantities: { asked: string; others: string[]; allowed?: string },
) {
  const size = (name: string, amount: string) => ({
    ...RULES.sizes[0],
    name,
    quota: { [resource]: amount },
  });
  const rules: ProvisioningRules = {
    ...RULES,
    sizes: [
      size('asked', quantities.asked),
      ...quantities.others.map((amount, index) => size(`o${index}`, amount)),
    ],
    teamQuota:
      quantities.allowed === undefined
        ? undefined
        : { [resource]: quantities.allowed },
  };
  return quotaUseOf(
    aRequest({ size: 'asked' }),
    rules,
    quantities.others.map((_, index) => aRequest({ size: `o${index}` })),
  );
}

it.each<
  [
    string,
    { asked: string; others: string[]; allowed?: string },
    { used: string; asked: string; allowed?: string; isExceeded: boolean },
  ]
>([
  [
    'limits.cpu',
    { asked: '500m', others: ['1', '1500m'], allowed: '3' },
    { used: '2500m', asked: '500m', allowed: '3', isExceeded: false },
  ],
  [
    'limits.cpu',
    { asked: '501m', others: ['1', '1500m'], allowed: '3' },
    { used: '2500m', asked: '501m', allowed: '3', isExceeded: true },
  ],
  [
    'limits.memory',
    { asked: '1Gi', others: ['1024Mi'], allowed: '2Gi' },
    { used: '1Gi', asked: '1Gi', allowed: '2Gi', isExceeded: false },
  ],
  [
    'limits.memory',
    { asked: '1G', others: ['1Gi'], allowed: '2G' },
    { used: '1Gi', asked: '1G', allowed: '2G', isExceeded: true },
  ],
  [
    'pods',
    { asked: '9007199254740993', others: ['1'], allowed: '9007199254740993' },
    {
      used: '1',
      asked: '9007199254740993',
      allowed: '9007199254740993',
      isExceeded: true,
    },
  ],
  [
    'pods',
    { asked: '20', others: [] },
    { used: '0', asked: '20', isExceeded: false },
  ],
])('adds up %s of %j', (resource, quantities, expected) => {
  expect(useOf(resource, quantities)).toEqual([{ resource, ...expected }]);
});

it('counts what the size asks for and what the team’s quota bounds', () => {
  expect(
    quotaUseOf(
      aRequest({ size: 'large' }),
      { ...RULES, teamQuota: { pods: '40', 'limits.cpu': '9' } },
      [aRequest(), aRequest({ size: 'former' })],
    ),
  ).toEqual([
    {
      resource: 'limits.cpu',
      used: '2',
      asked: '8',
      allowed: '9',
      isExceeded: true,
    },
    {
      resource: 'limits.memory',
      used: '4Gi',
      asked: '16Gi',
      isExceeded: false,
    },
    {
      resource: 'pods',
      used: '20',
      asked: '0',
      allowed: '40',
      isExceeded: false,
    },
  ]);
});

it('knows quantities', () => {
  expect(['1', '500m', '2Gi', '1e3'].every(isQuantity)).toBe(true);
  expect(['', 'much', '1 Gi', '1gi'].some(isQuantity)).toBe(false);
  expect(() => useOf('pods', { asked: 'many', others: [] })).toThrow(
    "'many' for pods is no quantity of Kubernetes",
  );
});
