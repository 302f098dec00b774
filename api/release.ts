/** Of package.json: what was made by another may look otherwise. */
export const release = '0.1.0';
