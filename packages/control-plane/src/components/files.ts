/** The files that the programs read: keys, certificates, tokens. */
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Issued } from '../access/certificates';
import type { TokenUser } from '../types';

/** Paths. */
export interface Files {
  authority: string;
  servingCertificate: string;
  servingKey: string;
  serviceAccountKey: string;
  tokens: string;
  kubeconfig: string;
  auditPolicy?: string;
  auditLog: string;
}

export async function writeFiles(
  directory: string,
  contents: {
    authority: string;
    serving: Issued;
    tokens: TokenUser[];
    kubeconfig: string;
    auditPolicy?: string;
  },
): Promise<Files> {
  async function write(name: string, text: string) {
    const path = join(directory, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  }
  return {
    authority: await write('ca.crt', contents.authority),
    servingCertificate: await write(
      'serving.crt',
      contents.serving.certificate,
    ),
    servingKey: await write('serving.key', contents.serving.key),
    serviceAccountKey: await write('service-account.key', serviceAccountKey()),
    tokens: await write('tokens.csv', contents.tokens.map(tokenLine).join('')),
    kubeconfig: await write('kubeconfig', contents.kubeconfig),
    auditPolicy:
      contents.auditPolicy &&
      (await write('audit-policy.yaml', contents.auditPolicy)),
    auditLog: join(directory, 'audit.log'),
  };
}

function serviceAccountKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'sec1', format: 'pem' }).toString();
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file */
function tokenLine({ token, user, groups = [] }: TokenUser) {
  return `${[token, user, user, groups.join(',')].map(quote).join(',')}\n`;
}

function quote(value: string) {
  return `"${value.replaceAll('"', '""')}"`;
}
