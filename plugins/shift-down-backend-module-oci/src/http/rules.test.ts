import { AddressRules } from './AddressRules';
import { HostRules } from './HostRules';
import { Pause, retryAfterSeconds } from './Pause';

describe('addresses', () => {
  it.each([
    ['93.184.216.34', [], /^$/],
    ['2606:2800:220:1::1', [], /^$/],
    ['127.0.0.1', [], /loopback/],
    ['::1', [], /loopback/],
    ['::ffff:127.0.0.1', [], /loopback/],
    ['169.254.169.254', [], /link local/],
    ['fe80::1', [], /link local/],
    ['fd00:ec2::254', [], /unique local/],
    ['168.63.129.16', [], /metadata service/],
    ['100.100.100.200', [], /carrier grade nat/],
    ['192.0.0.192', [], /reserved/],
    ['10.1.2.3', [], /private/],
    ['172.16.0.1', [], /private/],
    ['192.168.0.1', [], /private/],
    ['0.0.0.0', [], /unspecified/],
    ['224.0.0.1', [], /multicast/],
    ['255.255.255.255', [], /broadcast/],
    ['64:ff9b::7f00:1', [], /rfc6052/],
    ['10.1.2.3', ['10.0.0.0/8'], /^$/],
    ['::ffff:10.1.2.3', ['10.0.0.0/8'], /^$/],
    ['11.1.2.3', ['10.0.0.0/8'], /^$/],
    ['192.168.0.1', ['10.0.0.0/8'], /private/],
    ['fd12::1', ['fd12::/16'], /^$/],
    ['127.0.0.1', ['127.0.0.1'], /^$/],
    ['127.0.0.2', ['127.0.0.1'], /loopback/],
    ['no address', [], /no IP address/],
  ])('%s with %j listed', (address, listed, refusal) => {
    const found = new AddressRules(listed).refusal(address, {
      listedOnly: false,
    });
    expect(found ?? '').toMatch(refusal);
  });

  it('must all be listed where there is no TLS', () => {
    const rules = new AddressRules(['127.0.0.1']);
    expect(rules.refusal('127.0.0.1', { listedOnly: true })).toBeUndefined();
    expect(rules.refusal('93.184.216.34', { listedOnly: true })).toMatch(
      /without TLS/,
    );
  });
});

describe('hosts', () => {
  const entry = {
    host: 'registry.example.org',
    insecure: false,
    hosts: ['auth.example.org'],
  };

  it.each([
    ['https://registry.example.org/v2/', /^$/],
    ['https://auth.example.org/token', /^$/],
    ['https://auth.example.org:8443/token', /not listed/],
    ['https://auth.example.org.evil.example/', /not listed/],
    ['https://evil.example/registry.example.org', /not listed/],
    ['http://registry.example.org/v2/', /without https/],
    ['https://user@registry.example.org/', /names a user/],
  ])('%s', (address, refusal) => {
    expect(refusalOf(address)).toMatch(refusal);
  });

  function refusalOf(address: string): string {
    try {
      new HostRules(entry).assertAllowed(new URL(address), 'A redirect');
      return '';
    } catch (error) {
      return String(error);
    }
  }

  it('of Docker Hub are known', () => {
    const hub = new HostRules({ ...entry, host: 'docker.io', hosts: [] });
    expect(hub.origin.href).toBe('https://registry-1.docker.io/');
    expect(() =>
      hub.assertAllowed(new URL('https://auth.docker.io/token'), 'It'),
    ).not.toThrow();
  });

  it.each([
    ['127.0.0.1:5000', ['127.0.0.1']],
    ['localhost:5000', ['127.0.0.0/8', '::1']],
    ['[::1]:5000', ['::1']],
    ['10.0.0.1:5000', []],
    ['registry.example.org', []],
  ])('%s lists %j by its own name', (host, addresses) => {
    expect(new HostRules({ ...entry, host }).ownAddresses).toEqual(addresses);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  it.each([
    [undefined, undefined],
    ['10', 10],
    ['0', 1],
    ['999999', 3_600],
    ['Thu, 01 Jan 2026 00:02:00 GMT', 120],
    ['Thu, 01 Jan 2020 00:02:00 GMT', 1],
    ['soon', undefined],
  ])('%s', (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });

  it('is over when it is over, and is not shortened by a later answer', () => {
    let clock = now;
    const pause = new Pause(() => clock);
    pause.begin('100');
    pause.begin('10');
    expect(pause.left()).toBe(100);
    clock += 100_000;
    expect(pause.left()).toBeUndefined();
  });
});
