import { aRequest } from '../__testUtils__/namespaces';
import type { EgressDestination } from '../types';
import { judgeEgress } from './judgeEgress';

const PORTS: EgressDestination['ports'] = [{ protocol: 'TCP', port: 443 }];

function judge(...egress: EgressDestination[]) {
  return judgeEgress(aRequest({ egress })).map(
    ({ field, message }) => `${field}: ${message}`,
  );
}

function range(cidr: string) {
  return judge({ name: 'there', cidr, ports: PORTS });
}

it.each([
  '10.20.30.0/24',
  '10.0.0.0/8',
  '203.0.113.7/32',
  '169.253.0.0/16',
  '2001:db8::/32',
  'fd00:ec3::/64',
])('takes the range %s', cidr => {
  expect(range(cidr)).toEqual([]);
});

it.each([
  ['0.0.0.0/0', 'that is everywhere'],
  ['::/0', 'that is everywhere'],
  ['10.1.2.3/0', 'that is everywhere'],
  ['0.0.0.0/1', 'is a large part of everywhere'],
  ['2000::/3', 'is a large part of everywhere'],
  ['169.254.169.254/32', 'where clouds hand out credentials'],
  ['169.254.0.0/16', 'where clouds hand out credentials'],
  ['169.254.170.0/24', 'where clouds hand out credentials'],
  ['168.0.0.0/7', 'is a large part of everywhere'],
  ['169.0.0.0/8', 'where clouds hand out credentials'],
  ['fe80::/10', 'where clouds hand out credentials'],
  ['fd00:ec2::254/128', 'where clouds hand out credentials'],
  ['fd00::/8', 'where clouds hand out credentials'],
  ['::ffff:169.254.169.254/128', 'is written differently'],
  ['::ffff:a9fe:a9fe/128', 'is an IPv4 address'],
  ['10.20.30.7/24', 'is written differently: 10.20.30.0/24'],
  ['010.0.0.0/8', 'is'],
  ['10.20.30.0', 'is no range of addresses'],
  ['10.20.30.0/33', 'is no range of addresses'],
  ['10.20.30/24', 'is'],
  ['10.20.30.0/24\n', 'is no range of addresses'],
  ['example.com', 'is no range of addresses'],
  ['', 'is no range of addresses'],
])('refuses the range %s', (cidr, words) => {
  expect(range(cidr)).toEqual([expect.stringMatching(/^egress\[0\]\.cidr: /)]);
  expect(range(cidr)[0]).toContain(words);
});

it.each<[string, EgressDestination, string]>([
  [
    'both',
    { name: 'a', cidr: '10.0.0.0/8', namespace: 'b', ports: PORTS },
    'egress[0].cidr: Name either a range of addresses or a namespace',
  ],
  [
    'neither',
    { name: 'a', ports: PORTS },
    'egress[0].cidr: Name either a range of addresses or a namespace',
  ],
  [
    'the namespace itself',
    { name: 'a', namespace: 'payments-checkout', ports: PORTS },
    'egress[0].namespace: That is the namespace itself; name another one',
  ],
  [
    'a namespace that is none',
    { name: 'a', namespace: '*', ports: PORTS },
    'egress[0].namespace: "*" is no name of a namespace',
  ],
  [
    'no ports',
    { name: 'a', namespace: 'b', ports: [] },
    'egress[0].ports: Name the ports; without any it would be all of them',
  ],
  [
    'a port that is none',
    { name: 'a', namespace: 'b', ports: [{ protocol: 'TCP', port: 70_000 }] },
    'egress[0].ports: 70000 is no port; they go from 1 to 65535',
  ],
  [
    'a name that is none',
    { name: 'a.b', namespace: 'b', ports: PORTS },
    'egress[0].name: "a.b" can\'t be part of a policy\'s name: lower-case letters, digits and dashes, 63 at the most',
  ],
])('refuses %s', (_, destination, problem) => {
  expect(judge(destination)).toEqual([problem]);
});

it('refuses two of one name', () => {
  const destination = { name: 'a', namespace: 'b', ports: PORTS };
  expect(judge(destination, { ...destination, namespace: 'c' })).toEqual([
    "egress[1].name: There are two destinations 'a'; name them differently",
  ]);
  expect(judge(destination, { ...destination, name: 'c' })).toEqual([]);
});

it('refuses too many', () => {
  const many = Array.from({ length: 51 }, (_, index) => ({
    name: `a${index}`,
    namespace: 'b',
    ports: PORTS,
  }));
  expect(judge(...many)).toEqual([
    'egress: Name 50 destinations at the most; combine some',
  ]);
  expect(judge(...many.slice(1))).toEqual([]);
});
