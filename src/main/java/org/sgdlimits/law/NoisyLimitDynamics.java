package org.sgdlimits.law;

import java.util.random.RandomGenerator;
import org.sgdlimits.model.NoisyLimit;

/** A {@link NoisyLimit} of the user's own as {@link NoisyDynamics}. */
public final class NoisyLimitDynamics extends LimitDynamics implements NoisyDynamics {

    private final NoisyLimit limit;
    private final CovarianceNoise noise;

    /** The given limit from a start. */
    public NoisyLimitDynamics(NoisyLimit limit, double[] start) {
        super(limit, start);
        this.limit = limit;
        noise = new CovarianceNoise(start.length);
    }

    @Override
    public void covariance(double tau, double[] s, double[][] out) {
        limit.covariance(tau, s, out);
    }

    @Override
    public void noise(double tau, double[] s, RandomGenerator random, double[] out) {
        limit.covariance(tau, s, noise.covariance);
        noise.draw(random, out);
    }

    @Override
    public double noiseVariance(double[] gradient) {
        return noise.variance(gradient);
    }
}
