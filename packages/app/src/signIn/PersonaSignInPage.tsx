/** Choose a person, and be them: the development portal has no passwords. */
import { ProxiedSignInPage } from '@backstage/core-components';
import { IdentityApi } from '@backstage/frontend-plugin-api';
import {
  Alert,
  Avatar,
  Button,
  Card,
  CardBody,
  Flex,
  Text,
} from '@backstage/ui';
import { useState } from 'react';
import { LogoMark } from '../navigation';
import { Persona, Personas, chosenPersona } from './personas';
import styles from './PersonaSignInPage.module.css';

export interface PersonaSignInPageProps {
  personas: Personas;
  onSignInSuccess(identity: IdentityApi): void;
}

export function PersonaSignInPage(props: PersonaSignInPageProps) {
  const { header, people } = props.personas;
  const [user, setUser] = useState(chosenPersona.load);

  const chooseAnother = () => {
    chosenPersona.clear();
    setUser(undefined);
  };

  if (!user) {
    return (
      <ChoosePersona
        people={people}
        onChoose={chosen => {
          chosenPersona.save(chosen);
          setUser(chosen);
        }}
      />
    );
  }
  return (
    <ProxiedSignInPage
      provider="development"
      headers={{ [header]: user }}
      onSignInSuccess={identity =>
        props.onSignInSuccess(forgettingOnSignOut(identity))
      }
      ErrorComponent={({ error }) => (
        <SignInFailed error={error} onRetry={chooseAnother} />
      )}
    />
  );
}

/** Signing out asks again who to be. */
function forgettingOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: async () => {
      chosenPersona.clear();
      await identity.signOut();
    },
  };
}

function ChoosePersona(props: {
  people: Persona[];
  onChoose(user: string): void;
}) {
  return (
    <main className={styles.page}>
      <Flex direction="column" align="center" gap="2">
        <LogoMark />
        <Text as="h1" variant="title-small" weight="bold">
          Shift Down
        </Text>
        <Text as="p" color="secondary">
          Choose who to be. Everyone sees the security of what is theirs to see.
        </Text>
      </Flex>
      <ul className={styles.people} aria-label="People">
        {props.people.map(person => (
          <li key={person.user}>
            <PersonaCard
              person={person}
              onChoose={() => props.onChoose(person.user)}
            />
          </li>
        ))}
      </ul>
    </main>
  );
}

function PersonaCard(props: { person: Persona; onChoose(): void }) {
  const { displayName, role, group } = props.person;
  return (
    <Card
      onPress={props.onChoose}
      label={`Sign in as ${displayName}, ${role}, ${group}`}
    >
      <CardBody>
        <Flex align="center" gap="4">
          <Avatar name={displayName} src="" size="large" purpose="decoration" />
          <Flex direction="column" gap="1">
            <Text weight="bold">{displayName}</Text>
            <Text color="secondary">{role}</Text>
            <Text color="secondary">{group}</Text>
          </Flex>
        </Flex>
      </CardBody>
    </Card>
  );
}

function SignInFailed(props: { error?: Error; onRetry(): void }) {
  return (
    <main className={styles.page}>
      <Alert
        status="danger"
        icon
        title="Signing in did not work"
        description={`${reasonOf(
          props.error,
        )}. The catalog reads its people shortly after the portal starts: wait a moment and choose again.`}
        customActions={
          <Button variant="secondary" onPress={props.onRetry}>
            Choose again
          </Button>
        }
      />
    </main>
  );
}

/** What the backend said, rather than that it answered with an error. */
function reasonOf(error: Error | undefined): string {
  const reason = error?.cause instanceof Error ? error.cause : error;
  return reason?.message.trim() || 'The backend did not say why';
}
