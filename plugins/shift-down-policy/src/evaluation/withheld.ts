/** Marks of what the portal saw and does not keep. */

/**
 * Stands in stored objects where a value was and is not kept. As a key of a map it says
 * that the map has more entries than are kept. What a policy makes of such a value is
 * unknown.
 * @public
 */
export const WITHHELD = '<withheld>';
