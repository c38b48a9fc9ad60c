/** The portal as it runs in production. Nothing under `development/` may be reached from here. */
import { createPortal } from './portal';

createPortal().start();
