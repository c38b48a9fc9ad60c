import { stringify } from 'yaml';
import type { Credential } from '../types';

/** A kubeconfig with one context, which is current. */
export function renderKubeconfig(options: {
  url: string;
  caData: string;
  credential: Credential;
  namespace?: string;
}): string {
  const { url, caData, credential, namespace } = options;
  const name = 'control-plane';
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name,
        cluster: { server: url, 'certificate-authority-data': base64(caData) },
      },
    ],
    users: [{ name, user: userOf(credential) }],
    contexts: [{ name, context: { cluster: name, user: name, namespace } }],
    'current-context': name,
  });
}

function userOf(credential: Credential) {
  if ('clientCertificate' in credential) {
    return {
      'client-certificate-data': base64(credential.clientCertificate),
      'client-key-data': base64(credential.clientKey),
    };
  }
  return credential;
}

function base64(text: string) {
  return Buffer.from(text).toString('base64');
}
