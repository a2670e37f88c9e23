package org.sgdlimits.law;

import org.sgdlimits.model.NoisyLimit;

/** A {@link NoisyLimit} of the user's own as {@link NoisyDynamics}. */
public final class NoisyLimitDynamics extends LimitDynamics implements NoisyDynamics {

    private final NoisyLimit limit;

    /** The given limit from a start. */
    public NoisyLimitDynamics(NoisyLimit limit, double[] start) {
        super(limit, start);
        this.limit = limit;
    }

    @Override
    public void covariance(double tau, double[] s, double[][] out) {
        limit.covariance(tau, s, out);
    }
}
