package org.sgdlimits.leastsquares;

import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/**
 * Rates of SGD with momentum and batches: the factor by which 𝓛 − 𝓛(∞) falls an update in the end, max{Λ, Ξ^{−1}} (Lee, Cheng,
 * Paquette, Paquette 2022; THEORY §7).
 *
 * <pre>
 * Λ = max_j |z_j|²,  z² − α_j z + Δ = 0,  α_j = 1 + Δ − γζ(σ_j + ρ)                        the recursion without noise
 * Σ_j (γ²ζ(1−ζ)σ_j²/n) G_j(Ξ) = 1,  G_j(x) = x(1+Δx)/((1−Δx)(1 − (α_j² − 2Δ)x + Δ²x²))     the noise
 * </pre>
 *
 * With replacement inside a batch the factor is ζ in place of ζ(1 − ζ). G_j is the generating function of the squared impulse response of mode j. Of finitely many modes Ξ^{−1} ≥ Λ always, close to it
 * where noise does not matter. With a ridge term the loss has a part linear in y_j, and Λ is max|z_j| instead. Cost some 15
 * operations × modes × 20 a rate.
 */
public final class MomentumRates {

    private static final int MOST_EVALUATIONS = 200;

    private final SpectralMeasure modes;
    private final Sampling sampling;
    private final int first;

    private MomentumRates(SpectralMeasure modes, Sampling sampling, int first) {
        this.modes = modes;
        this.sampling = sampling;
        this.first = first;
    }

    /**
     * Learning rate γ (it multiplies the sum over a batch), momentum Δ and batch fraction ζ.
     *
     * @param rate the factor an update by which the loss falls at these parameters
     */
    public record Parameters(double learningRate, double momentum, double batchFraction, double rate) {}

    /** The rates of a data problem's modes, with fresh sets of rows. */
    public static MomentumRates of(SpectralMeasure modes) {
        return of(modes, Sampling.INDEPENDENT);
    }

    /** The rates of a data problem's modes. */
    public static MomentumRates of(SpectralMeasure modes, Sampling sampling) {
        int first = 0;
        while (first < modes.size() && (modes.eigenvalues()[first] == 0 || modes.counts()[first] == 0)) {
            first++;
        }
        if (first == modes.size()) {
            throw new IllegalArgumentException("data: expected an entry that is not zero, got a matrix without one");
        }
        return new MomentumRates(modes, sampling, first);
    }

    private double smallest() {
        return modes.eigenvalues()[first] + modes.ridge();
    }

    /** The largest eigenvalue, with ρ. */
    public double largest() {
        return modes.eigenvalues()[modes.size() - 1] + modes.ridge();
    }

    /** n. */
    public int samples() {
        return modes.samples();
    }

    /** κ = λ_max/λ_min, both with ρ. */
    public double conditionNumber() {
        return largest() / smallest();
    }

    /** κ̄ = (tr AᵀA/n)/(λ_min + ρ). */
    public double averageConditionNumber() {
        return modes.trace() / modes.samples() / smallest();
    }

    /** ICR = κ̄/√κ: with batch fractions above it momentum accelerates, below it does not help. */
    public double implicitConditioningRatio() {
        return averageConditionNumber() / Math.sqrt(conditionNumber());
    }

    /** Λ. */
    public double deterministic(double learningRate, double momentum, double batchFraction) {
        double worst = 0;
        for (int j = first; j < modes.size(); j++) {
            double alpha = alpha(j, learningRate, momentum, batchFraction);
            double discriminant = alpha * alpha - 4 * momentum;
            double root = discriminant <= 0 ? Math.sqrt(momentum) : 0.5 * (Math.abs(alpha) + Math.sqrt(discriminant));
            worst = Math.max(worst, root);
        }
        return modes.ridge() > 0 ? worst : worst * worst;
    }

    private double alpha(int j, double learningRate, double momentum, double batchFraction) {
        return 1 + momentum - learningRate * batchFraction * (modes.eigenvalues()[j] + modes.ridge());
    }

    /** Ξ^{−1}; 0 for full batches, which have no noise unless rows are drawn with replacement. */
    public double noise(double learningRate, double momentum, double batchFraction) {
        double factor = sampling.noiseFactor(batchFraction);
        if (factor <= 0) {
            return 0;
        }
        double lambda = deterministic(learningRate, momentum, batchFraction);
        double pole = modes.ridge() > 0 ? lambda * lambda : lambda;
        double scale = learningRate * learningRate * factor / modes.samples();
        UnivariateFunction excess = x -> {
            double sum = 0;
            for (int j = first; j < modes.size(); j++) {
                double sigma = modes.eigenvalues()[j];
                double alpha = alpha(j, learningRate, momentum, batchFraction);
                double dx = momentum * x;
                sum += modes.counts()[j]
                        * sigma
                        * sigma
                        * (1 + dx)
                        / ((1 - dx) * (1 - (alpha * alpha - 2 * momentum) * x + dx * dx));
            }
            return scale * x * sum - 1;
        };
        // at no momentum and α = 0 for all modes nothing is left after one update: there is no pole, and the sum is
        // free of x
        double last = pole == 0 ? 2 / (excess.value(1) + 1) : 1 / pole * (1 - 1e-12);
        if (excess.value(last) <= 0) {
            return pole;
        }
        return 1 / new BracketingNthOrderBrentSolver(1e-14, 1e-14, 5).solve(MOST_EVALUATIONS, excess, 0, last);
    }

    /** max{Λ, Ξ^{−1}}; 1 or more where 𝓛 does not come down. */
    public double rate(double learningRate, double momentum, double batchFraction) {
        return Math.max(
                deterministic(learningRate, momentum, batchFraction), noise(learningRate, momentum, batchFraction));
    }

    /**
     * The nearly optimal parameters of the notes (seed 003): Δ = max{(1 − ζ/((1−ζ)κ̄))₊², (1 − 1/√κ)²},
     * γ = (1 − √Δ)²/(ζλ_min). There Λ = Δ; the notes give Δ as the rate, the rate stated here is max{Λ, Ξ^{−1}}.
     *
     * @throws IllegalArgumentException if ζ does not lie in (0, 1]
     */
    public Parameters nearlyOptimal(double batchFraction) {
        requireFraction(batchFraction);
        double slow = batchFraction < 1
                ? Math.max(0, 1 - batchFraction / ((1 - batchFraction) * averageConditionNumber()))
                : 0;
        double root = Math.max(slow, 1 - 1 / Math.sqrt(conditionNumber()));
        double momentum = root * root;
        double learningRate = (1 - root) * (1 - root) / (batchFraction * smallest());
        return new Parameters(learningRate, momentum, batchFraction, rate(learningRate, momentum, batchFraction));
    }

    /** Refuses what is not a batch fraction. */
    static void requireFraction(double batchFraction) {
        if (!(batchFraction > 0 && batchFraction <= 1)) {
            throw new IllegalArgumentException(
                    "batchFraction: expected a number above 0, up to 1, got " + batchFraction);
        }
    }
}
