// The way to a registry with TLS: by its name, to the address that was judged.
import 'reflect-metadata';
import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  cryptoProvider,
} from '@peculiar/x509';
import { webcrypto } from 'node:crypto';
import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { sourceOptions } from '../__testUtils__/contents';
import { registryEntry } from '../__testUtils__/registryEntry';
import { RegistrySource } from '../registry/RegistrySource';

const NAME = 'registry.example.org';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const crypto = webcrypto as Crypto;
cryptoProvider.set(crypto);

describe('a registry with TLS', () => {
  const directory = createMockDirectory();
  let server: Server;
  let sockets = 0;
  const names: (string | false | undefined | null)[] = [];

  beforeAll(async () => {
    const keys = await crypto.subtle.generateKey(ALGORITHM, true, [
      'sign',
      'verify',
    ]);
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: `CN=${NAME}`,
      keys,
      signingAlgorithm: ALGORITHM,
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 3_600_000),
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new SubjectAlternativeNameExtension([{ type: 'dns', value: NAME }]),
      ],
    });
    const cert = certificate.toString('pem');
    directory.setContent({ 'ca.pem': cert });
    server = createServer(
      {
        cert,
        key: PemConverter.encode(
          await crypto.subtle.exportKey('pkcs8', keys.privateKey),
          'PRIVATE KEY',
        ),
      },
      (_, response) => response.end('{"tags":["1.0.0"]}'),
    );
    server.on('connection', () => {
      sockets += 1;
    });
    server.on('secureConnection', socket => names.push(socket.servername));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    sockets = 0;
  });

  /** Whose name leads to this machine, as a name can that somebody else owns. */
  function list(more: object, name = NAME) {
    const host = `${name}:${(server.address() as AddressInfo).port}`;
    let lookups = 0;
    const answer = new RegistrySource(
      registryEntry(host, { insecure: false, ...more }),
      {
        resolve: ((_: string, __: object, callback: Function) => {
          lookups += 1;
          callback(null, [
            { address: '127.0.0.1', family: 4 },
            { address: '169.254.169.254', family: 4 },
          ]);
        }) as never,
      },
    ).listTags({ repository: `${host}/team/app` }, sourceOptions());
    return answer.then(it => ({ answer: it, lookups }));
  }

  it('is resolved once, connected to at a listed address, and known by its certificate', async () => {
    const { answer, lookups } = await list({
      addresses: ['127.0.0.1'],
      caFile: directory.resolve('ca.pem'),
    });
    expect(answer).toMatchObject({ outcome: 'read', tags: ['1.0.0'] });
    expect(lookups).toBe(1);
    expect(names.at(-1)).toBe(NAME);
  });

  it('is not connected to at an address that is not listed', async () => {
    const { answer } = await list({ caFile: directory.resolve('ca.pem') });
    expect(answer).toMatchObject({
      problem: 'refused',
      reason: expect.stringMatching(/127\.0\.0\.1 .*loopback.*169\.254/),
    });
    expect(sockets).toBe(0);
  });

  it.each([
    ['of an unknown authority', {}, NAME],
    ['of another name', { ca: true }, 'other.example.org'],
  ])(
    'is not believed with a certificate %s',
    async (_, { ca }: { ca?: boolean }, name) => {
      const { answer } = await list(
        {
          addresses: ['127.0.0.1'],
          ...(ca && { caFile: directory.resolve('ca.pem') }),
        },
        name,
      );
      expect(answer).toMatchObject({
        problem: 'unavailable',
        reason: expect.stringMatching(/certificate that is not trusted/),
      });
    },
  );
});
