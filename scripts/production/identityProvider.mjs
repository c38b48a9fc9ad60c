/*
 * An OpenID Connect provider on loopback, which knows everybody by their e-mail
 * address and asks for their consent.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import Provider from 'oidc-provider';
import { freePort } from '../launcher/ports.mjs';
import { beforeExit } from '../launcher/processes.mjs';

/**
 * @param redirectUri - where the portal receives people back
 * @returns what the portal must know of the provider
 */
export async function startIdentityProvider(redirectUri) {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const client = {
    clientId: 'shift-down-portal',
    clientSecret: randomBytes(24).toString('hex'),
  };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    claims: { profile: ['name'], email: ['email', 'email_verified'] },
    cookies: { keys: [randomBytes(24).toString('hex')] },
    jwks: {
      keys: [
        {
          ...privateKey.export({ format: 'jwk' }),
          kid: 'run',
          use: 'sig',
          alg: 'RS256',
        },
      ],
    },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context, email) => ({
      accountId: email,
      claims: () => ({
        sub: email,
        name: email.split('@')[0],
        email,
        email_verified: true,
      }),
    }),
  });
  const server = provider.listen(port, '127.0.0.1');
  await once(server, 'listening');
  beforeExit(() => server.close());
  return {
    ...client,
    metadataUrl: `${issuer}/.well-known/openid-configuration`,
  };
}
