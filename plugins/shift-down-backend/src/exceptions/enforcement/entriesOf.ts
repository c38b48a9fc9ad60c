import type {
  GuardrailEntry,
  RenderedObject,
} from '@shift-down/plugin-shift-down-policy';

/** What stands in the object of a guardrail, whoever wrote it. @internal */
export function entriesOf(
  object: RenderedObject | undefined,
): Partial<GuardrailEntry>[] {
  return Array.isArray(object?.entries) ? object.entries : [];
}
