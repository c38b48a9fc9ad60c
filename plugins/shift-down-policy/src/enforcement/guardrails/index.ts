export {
  GUARDRAIL_EXCEPTIONS,
  MAX_GUARDRAIL_ENTRIES,
  renderGuardrailExceptions,
} from './renderGuardrailExceptions';
