/** Storage classes with this provisioner get volumes made up on the spot. */
export const SIMULATED_PROVISIONER = 'sim.kubeling.dev/provisioner';
