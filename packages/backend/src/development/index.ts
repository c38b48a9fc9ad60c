/**
 * The portal of `npm start`: the production portal, with sign-in by choosing a
 * person. No production bundle holds this folder.
 */
import { startInstrumentation } from '../instrumentation';
import { createPortal } from '../portal';
import { personaSignInModule } from './personaSignIn';

const portal = createPortal();
portal.add(personaSignInModule);
startInstrumentation().then(() => portal.start());
