package org.sgdlimits.law;

import java.util.Optional;
import org.sgdlimits.model.AdaptiveRate;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.TrainingRule;

/**
 * What a state multiplies the learning-rate schedules with: r of {@link AdaptiveRate}, 1 without one.
 *
 * <p>For line search, ⟨∂R/∂Q, C⟩ with C = E[e eᵀ] is the derivative of R along C, by the one-sided third-order difference
 * (−11 R₀ + 18 R₁ − 9 R₂ + 2 R₃)/(6h), R_i the risk at Q + i h C: Ω may be singular, as at the start or when aligned, and these
 * states are overlaps still. With h tr C = 10⁻⁴ tr Ω its error is of relative order 10⁻¹², from h³ and from rounding alike. Scratch;
 * cost: the critical rate none beside the moments of the error signal, line search four risks, AdaGrad-norm a root.
 */
final class StateRate {

    private static final double RELATIVE_STEP = 1e-4;

    private final TrainingRule rule;
    private final Optional<AdaptiveRate> adaptive;
    private final OrderParameters layout;
    private final FieldMoments moments;
    private final FieldObservables observables;
    private final double batch;
    private final double squareTrace;
    private final double[][] moved;

    StateRate(
            Problem<? extends FieldModel> problem,
            OrderParameters layout,
            Spectrum spectrum,
            FieldMoments moments,
            FieldObservables observables) {
        rule = problem.rule();
        adaptive = rule.adaptive();
        this.layout = layout;
        this.moments = moments;
        this.observables = observables;
        batch = problem.rule().batch();
        squareTrace = spectrum.trace(2);
        int n = layout.students() + layout.teachers();
        moved = new double[n][n];
    }

    /** Whether it is read from E[x e] and E[e eᵀ]. */
    boolean needsSignal() {
        return needsSlope()
                || adaptive.filter(AdaptiveRate.Critical.class::isInstance).isPresent();
    }

    /** Whether it is read from A = Ω⁺ E[x e] and Wᵀ K² W. */
    boolean needsSlope() {
        return adaptive.filter(AdaptiveRate.LineSearch.class::isInstance).isPresent();
    }

    /**
     * r at a state of which what it needs is loaded.
     *
     * @throws UndefinedRateException if it is not a positive number
     */
    double require(double tau, double[] s, Observed state) {
        double factor = at(s, state);
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new UndefinedRateException(tau, factor * rule.learningRate().rate(tau), rule.describeRate());
        }
        return factor;
    }

    /** b² of the present rule at the start; it is an entry of the state where the rule sums up gradients. */
    void start(double[] s) {
        adaptive.filter(AdaptiveRate.AdaGradNorm.class::isInstance)
                .map(AdaptiveRate.AdaGradNorm.class::cast)
                .ifPresent(sum -> s[layout.accumulated()] = sum.b0() * sum.b0());
    }

    /** r at a state of which what it needs is loaded; not positive or not finite where there is none. */
    double at(double[] s, Observed state) {
        if (adaptive.isEmpty()) {
            return 1;
        }
        if (layout.accumulates()) {
            return 1 / Math.sqrt(s[layout.accumulated()]);
        }
        return needsSlope() ? lineSearch(state) : observables.criticalRate(state.signal);
    }

    private double lineSearch(Observed state) {
        double growth = 2 * squareTrace * riskAlongSignal(state);
        return batch * observables.gradientSquared(state) / growth;
    }

    private double riskAlongSignal(Observed state) {
        double[][] product = state.signal.product;
        double step = RELATIVE_STEP * trace(state.omega, state.omega.length) / trace(product, product.length);
        double derivative = -11 * riskAt(state, 0) + 18 * riskAt(state, step) - 9 * riskAt(state, 2 * step);
        return (derivative + 2 * riskAt(state, 3 * step)) / (6 * step);
    }

    private double riskAt(Observed state, double step) {
        double[][] product = state.signal.product;
        for (int a = 0; a < moved.length; a++) {
            System.arraycopy(state.omega[a], 0, moved[a], 0, moved.length);
        }
        for (int j = 0; j < product.length; j++) {
            for (int l = 0; l < product.length; l++) {
                moved[j][l] += step * product[j][l];
            }
        }
        return moments.risk(moved, state.parameters);
    }

    private static double trace(double[][] matrix, int size) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += matrix[i][i];
        }
        return sum;
    }
}
