import { Link } from '@backstage/ui';
import {
  useEntityPresentation,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import type { ReactNode } from 'react';
import { ENTITY_SECURITY_PATH } from '../../routes';

/** An entity's title, linked to its page. */
export function EntityLink(props: { entityRef: string }) {
  const linkTo = useEntityRefLink();
  const presentation = useEntityPresentation(props.entityRef);
  return (
    <Link href={linkTo(props.entityRef)}>{presentation.primaryTitle}</Link>
  );
}

/** Where an entity's security tab is. */
export function useEntitySecurityLink(): (
  entityRef: string,
  search?: Record<string, string>,
) => string {
  const linkTo = useEntityRefLink();
  return (entityRef, search) => {
    const query = search ? `?${new URLSearchParams(search)}` : '';
    return `${linkTo(entityRef)}${ENTITY_SECURITY_PATH}${query}`;
  };
}

/**
 * A link out of the portal. Addresses come from reports, which others write: any
 * but a web address is shown as text, never followed.
 */
export function ExternalLink(props: { href?: string; children: ReactNode }) {
  return props.href && isWebAddress(props.href) ? (
    <Link href={props.href} target="_blank" rel="noopener noreferrer">
      {props.children}
    </Link>
  ) : (
    <span>{props.children}</span>
  );
}

function isWebAddress(address: string): boolean {
  try {
    return ['https:', 'http:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}
