/** Authorities and certificates, made anew for every test run. */
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(crypto);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

export class TestAuthority {
  #serial = 1;

  private constructor(
    private readonly name: string,
    private readonly keys: CryptoKeyPair,
    /** PEM. */
    readonly ca: string,
  ) {}

  static async create(name = 'Test authority'): Promise<TestAuthority> {
    const keys = await generateKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: '01',
      name: `CN=${name}`,
      ...validity(),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
    });
    return new TestAuthority(name, keys, certificate.toString('pem'));
  }

  /** For 127.0.0.1 and localhost unless others are named. */
  async issue(
    commonName: string,
    options: {
      addresses?: string[];
      notAfter?: Date;
    } = {},
  ): Promise<Certificate> {
    const keys = await generateKeys();
    this.#serial += 1;
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: this.#serial.toString(16).padStart(4, '0'),
      issuer: `CN=${this.name}`,
      subject: `CN=${commonName}`,
      ...validity(options.notAfter),
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      extensions: [
        new x509.SubjectAlternativeNameExtension(
          (options.addresses ?? ['127.0.0.1', 'localhost']).map(value => ({
            type: (/^\d/.test(value) ? 'ip' : 'dns') as 'ip' | 'dns',
            value,
          })),
        ),
      ],
    });
    const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
    return {
      cert: certificate.toString('pem'),
      key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
    };
  }
}

async function generateKeys() {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

function validity(notAfter = new Date(Date.now() + 3_600_000)) {
  return { notBefore: new Date(notAfter.getTime() - 7_200_000), notAfter };
}
