import { SignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { PersonaSignInPage } from './PersonaSignInPage';
import { oidcAuthApiRef } from './oidcAuthApiRef';
import { readPersonas } from './personas';

/** The way in that config asks for. */
export function PortalSignInPage({ onSignInSuccess }: SignInPageProps) {
  const config = useApi(configApiRef);
  const personas = readPersonas(config);
  if (personas) {
    return (
      <PersonaSignInPage
        personas={personas}
        onSignInSuccess={onSignInSuccess}
      />
    );
  }
  const organization =
    config.getOptionalString('organization.name') ?? 'your organization';
  return (
    <SignInPage
      onSignInSuccess={onSignInSuccess}
      provider={{
        id: 'oidc',
        title: 'Sign in',
        message: `With your account at ${organization}`,
        apiRef: oidcAuthApiRef,
      }}
    />
  );
}
