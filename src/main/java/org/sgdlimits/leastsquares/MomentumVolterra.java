package org.sgdlimits.leastsquares;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.method.Outcome;

/**
 * The discrete Volterra equation of SGD with momentum Δ and batch fraction ζ, mode by mode (THEORY §7; Lee, Cheng, Paquette,
 * Paquette, Trajectory of Mini-Batch Momentum, 2022):
 *
 * <pre>
 * y_{k+1} = α_j y_k − Δ y_{k−1} + noise of variance γ² ζ(1 − ζ) σ_j · 2𝓛_k/n,    α_j = 1 + Δ − γζ(σ_j + ρ),  y_{−1} = y_0.
 * </pre>
 *
 * The mean obeys the same recursion without noise; the covariances (y_k², y_k y_{k−1}, y_{k−1}²) start at zero and are driven by
 * 𝓛_k = 𝓛 of the mean + ½ Σ_j σ_j Var(y_j). With replacement inside a batch the factor is ζ in place of ζ(1 − ζ). Steps are
 * updates. Cost some 20 operations a mode and update.
 */
public final class MomentumVolterra {

    private final SpectralMeasure modes;
    private final BatchRule rule;
    private final double fraction;
    private final double noise;
    private final double[] mean;
    private final double[] meanBefore;

    /** Var(y_k), Cov(y_k, y_{k−1}), Var(y_{k−1}). */
    private final double[] variance;

    private final double[] covariance;
    private final double[] varianceBefore;

    private MomentumVolterra(SpectralMeasure modes, BatchRule rule) {
        this.modes = modes;
        this.rule = rule;
        fraction = (double) rule.batch() / modes.samples();
        noise = rule.sampling().noiseFactor(fraction) * 2 / modes.samples();
        mean = modes.start().clone();
        meanBefore = modes.start().clone();
        variance = new double[mean.length];
        covariance = new double[mean.length];
        varianceBefore = new double[mean.length];
    }

    /** Loss and risks after the given numbers of updates, ascending. */
    public static VolterraSolution solve(SpectralMeasure modes, BatchRule rule, long[] updates) {
        return new MomentumVolterra(modes, rule).run(updates);
    }

    private VolterraSolution run(long[] updates) {
        List<double[]> saved = new ArrayList<>();
        double loss = loss();
        double limit = Outcome.BLOW_UP * (1 + loss);
        long done = 0;
        for (long save : updates) {
            for (; done < save; done++) {
                step(rule.learningRate().rate(done * fraction), loss);
                loss = loss();
                if (!(loss <= limit)) {
                    Outcome outcome = EpochClock.diverged((done + 1) * fraction, SpectralMeasure.LOSS, loss);
                    return new VolterraSolution(saved.toArray(double[][]::new), 0, done + 1, outcome);
                }
            }
            saved.add(observe(loss));
        }
        return new VolterraSolution(saved.toArray(double[][]::new), 0, done, Outcome.completed());
    }

    private void step(double rate, double loss) {
        double momentum = rule.momentum();
        double[] eigenvalues = modes.eigenvalues();
        for (int j = 0; j < mean.length; j++) {
            double alpha = 1 + momentum - rate * fraction * (eigenvalues[j] + modes.ridge());
            double nextMean = alpha * mean[j] - momentum * meanBefore[j];
            meanBefore[j] = mean[j];
            mean[j] = nextMean;
            double nextVariance = alpha * alpha * variance[j]
                    - 2 * alpha * momentum * covariance[j]
                    + momentum * momentum * varianceBefore[j]
                    + rate * rate * noise * eigenvalues[j] * loss;
            covariance[j] = alpha * variance[j] - momentum * covariance[j];
            varianceBefore[j] = variance[j];
            variance[j] = nextVariance;
        }
    }

    private double loss() {
        double sum = 0;
        for (int j = 0; j < variance.length; j++) {
            sum += modes.counts()[j] * modes.eigenvalues()[j] * variance[j];
        }
        return modes.loss(mean) + 0.5 * sum;
    }

    private double[] observe(double loss) {
        double[] values = new double[1 + modes.risks().size()];
        values[0] = loss;
        for (int i = 1; i < values.length; i++) {
            QuadraticRisk risk = modes.risks().get(i - 1);
            double sum = 0;
            for (int j = 0; j < variance.length; j++) {
                sum += modes.counts()[j] * risk.curvature()[j] * variance[j];
            }
            values[i] = risk.value().applyAsDouble(mean) + 0.5 * sum;
        }
        return values;
    }
}
