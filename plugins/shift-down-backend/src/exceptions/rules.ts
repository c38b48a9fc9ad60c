/** What config and the portal's permissions come to, as the rules that exceptions are judged by. */
import type { ExceptionRules } from '@shift-down/plugin-shift-down-policy';
import type { ExceptionsConfig } from './config';

/**
 * @param permissionsEnabled - `permission.enabled` of the portal. Without it everybody may
 * do everything, and a second person decides nothing.
 * @internal
 */
export function exceptionRulesOf(
  config: Pick<
    ExceptionsConfig,
    'deciders' | 'breakGlass' | 'limits' | 'calendar'
  >,
  permissionsEnabled: boolean,
): ExceptionRules {
  const { breakGlass, calendar, deciders, limits } = config;
  const decidingIsOff = whyDecidingIsOff(config, permissionsEnabled);
  return {
    deciders,
    breakGlass,
    limits,
    calendar,
    ...(decidingIsOff !== undefined && { decidingIsOff }),
  };
}

function whyDecidingIsOff(
  { deciders }: Pick<ExceptionsConfig, 'deciders'>,
  permissionsEnabled: boolean,
): string | undefined {
  if (!permissionsEnabled) {
    return (
      'Nobody can decide exceptions, because the permission framework of this portal is off. ' +
      'Set permission.enabled to true in the configuration, with a policy that says who may decide'
    );
  }
  if (deciders.length === 0) {
    return (
      'Nobody can decide exceptions, because no deciders are named. ' +
      'Name their groups at shiftDown.exceptions.deciders in the configuration'
    );
  }
  return undefined;
}
