import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { adoption } from './messages/adoption';
import { baselines } from './messages/baselines';
import { campaigns } from './messages/campaigns';
import { evidence } from './messages/evidence';
import { exceptions } from './messages/exceptions';
import { findings } from './messages/findings';
import { goldenImages } from './messages/goldenImages';
import { managedNamespaces } from './messages/managedNamespaces';
import { namespaces } from './messages/namespaces';
import { overview } from './messages/overview';
import { posture } from './messages/posture';
import { provisioning } from './messages/provisioning';
import { sources } from './messages/sources';
import { states } from './messages/states';
import { supplyChain } from './messages/supplyChain';
import { words } from './messages/words';

/**
 * Every text that the plugin shows to people, in English. Translate it with
 * `createTranslationResource`, or reword it with `createTranslationMessages`.
 * @public
 */
export const shiftDownTranslationRef = createTranslationRef({
  id: 'plugin.shift-down',
  messages: {
    words,
    posture,
    states,
    findings,
    evidence,
    overview,
    namespaces,
    sources,
    supplyChain,
    goldenImages,
    campaigns,
    exceptions,
    provisioning,
    managedNamespaces,
    baselines,
    adoption,
  },
});
