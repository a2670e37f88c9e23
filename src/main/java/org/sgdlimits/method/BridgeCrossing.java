package org.sgdlimits.method;

import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.sgdlimits.law.NoisyDynamics;

/**
 * Whether and when an SDE meets a level between two Euler points.
 *
 * <p>Between points at distances x &gt; 0 and y of the level, a step h apart, the observable is taken as a Brownian bridge of
 * variance v = h ∇Oᵀ(C/d)∇O over the step. It meets the level with probability exp(−2xy/v) if y &gt; 0, and surely otherwise;
 * given that it does, s = t/(h − t) is inverse Gaussian with mean x/|y| and shape x²/v (the bridge is a Brownian motion with
 * drift in that clock). The gradient is by central differences. Without this, paths that pass the level and come back within a
 * step are missed and exit times come out late by O(√h) (Gobet, Stochastic Processes and their Applications 87, 2000; Asmussen,
 * Glynn, Pitman, Annals of Applied Probability 5, 1995). Scratch of one path.
 */
final class BridgeCrossing {

    private static final double DIFFERENCE = 1e-6;

    /** Below exp(−this), a passing is not worth a random number. */
    private static final double HOPELESS = 40;

    private final Stages<? extends NoisyDynamics> stages;
    private final ThresholdWatch watch;
    private final RandomGenerator random;
    private final double[] gradient;
    private final double[] moved;

    BridgeCrossing(Stages<? extends NoisyDynamics> stages, ThresholdWatch watch, RandomGenerator random) {
        this.stages = stages;
        this.watch = watch;
        this.random = random;
        gradient = new double[stages.observer().components().size()];
        moved = new double[gradient.length];
    }

    /**
     * When within the step the level is met, as a fraction of the step.
     *
     * @param tau the start of the step
     * @param x distance there
     * @param y distance at its end
     * @param s the state at its start, at which the noise was drawn last
     * @param scale h/d
     */
    OptionalDouble fraction(double tau, double x, double y, double[] s, double scale) {
        double variance = scale * stages.dynamics().noiseVariance(gradientAt(tau, s));
        boolean beyond = y <= 0;
        if (!(variance > 0)) {
            return beyond ? OptionalDouble.of(x / (x - y)) : OptionalDouble.empty();
        }
        double exponent = 2 * x * y / variance;
        if (!beyond && (exponent > HOPELESS || random.nextDouble() >= Math.exp(-exponent))) {
            return OptionalDouble.empty();
        }
        double ratio = inverseGaussian(x / Math.abs(y), x * x / variance);
        return OptionalDouble.of(ratio == Double.POSITIVE_INFINITY ? 1 : ratio / (1 + ratio));
    }

    /** Michael, Schucany, Haas, The American Statistician 30 (1976); the mean may be infinite. */
    private double inverseGaussian(double mean, double shape) {
        double normal = random.nextGaussian();
        double square = normal * normal;
        if (mean == Double.POSITIVE_INFINITY) {
            return shape / square;
        }
        double half = mean * square / (2 * shape);
        // the smaller root of the quadratic, in the form that does not cancel
        double root = mean / (1 + half + Math.sqrt(half * (half + 2)));
        return random.nextDouble() <= mean / (mean + root) ? root : mean * mean / root;
    }

    private double[] gradientAt(double tau, double[] s) {
        System.arraycopy(s, 0, moved, 0, s.length);
        for (int i = 0; i < s.length; i++) {
            double difference = DIFFERENCE * Math.max(1, Math.abs(s[i]));
            moved[i] = s[i] + difference;
            double above = watch.distance(tau, moved);
            moved[i] = s[i] - difference;
            double below = watch.distance(tau, moved);
            moved[i] = s[i];
            gradient[i] = (above - below) / (2 * difference);
        }
        return gradient;
    }
}
