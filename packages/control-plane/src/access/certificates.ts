/** A certificate authority of our own, for the API server and its clients. */
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  cryptoProvider,
  type JsonName,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 3_600_000;
/** Clocks of tests may be off. */
const VALID_BEFORE_MS = DAY_MS;
const LIFETIME_MS = 365 * DAY_MS;

cryptoProvider.set(webcrypto as Crypto);

/** PEM of both. */
export interface Issued {
  certificate: string;
  key: string;
}

export interface Authority {
  certificate: string;
  issueForServer(addresses: { dns: string[]; ip: string[] }): Promise<Issued>;
  issueForClient(
    user: string,
    groups: string[],
    lifetimeMs?: number,
  ): Promise<Issued>;
}

export async function createAuthority(): Promise<Authority> {
  const keys = await generateKeys();
  const name: JsonName = [{ CN: ['control-plane'] }];
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...validity(LIFETIME_MS),
    name,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(
        KeyUsageFlags.keyCertSign + KeyUsageFlags.cRLSign,
        true,
      ),
    ],
  });

  async function issue(
    subject: JsonName,
    usage: ExtendedKeyUsage,
    lifetimeMs: number,
    extensions: SubjectAlternativeNameExtension[] = [],
  ): Promise<Issued> {
    const own = await generateKeys();
    const certificate = await X509CertificateGenerator.create({
      ...validity(lifetimeMs),
      subject,
      issuer: authority.subject,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([usage]),
        ...extensions,
      ],
    });
    return {
      certificate: certificate.toString('pem'),
      key: await privateKeyPem(own),
    };
  }

  return {
    certificate: authority.toString('pem'),
    issueForServer: ({ dns, ip }) =>
      issue([{ CN: [dns[0]] }], ExtendedKeyUsage.serverAuth, LIFETIME_MS, [
        new SubjectAlternativeNameExtension([
          ...dns.map(value => ({ type: 'dns' as const, value })),
          ...ip.map(value => ({ type: 'ip' as const, value })),
        ]),
      ]),
    // Kubernetes reads the user from the common name, and groups from the organisations.
    issueForClient: (user, groups, lifetimeMs = LIFETIME_MS) =>
      issue(
        [...groups.map(group => ({ O: [group] })), { CN: [user] }],
        ExtendedKeyUsage.clientAuth,
        lifetimeMs,
      ),
  };
}

function validity(lifetimeMs: number) {
  return {
    serialNumber: randomBytes(16).toString('hex'),
    notBefore: new Date(Date.now() - VALID_BEFORE_MS),
    notAfter: new Date(Date.now() + lifetimeMs),
  };
}

function generateKeys() {
  return webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]) as Promise<CryptoKeyPair>;
}

async function privateKeyPem(keys: CryptoKeyPair) {
  return PemConverter.encode(
    await webcrypto.subtle.exportKey('pkcs8', keys.privateKey),
    'PRIVATE KEY',
  );
}
