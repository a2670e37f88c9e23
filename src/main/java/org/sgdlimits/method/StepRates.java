package org.sgdlimits.method;

import java.util.Optional;
import java.util.function.Supplier;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.model.AdaptiveRate;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/**
 * The learning rates of a step method before each step: the schedules times what {@link FieldDynamics#rateFactor} says of the
 * present state, by the quadratures of {@link StepLaw#coarse}, good to about 10⁻⁴ where there is no closed form. For AdaGrad-norm it
 * keeps b², to which a step's gradient is added before the step is made. Scratch of one run.
 */
final class StepRates {

    private final TrainingRule rule;
    private final double dimension;
    private final Optional<FieldDynamics> dynamics;
    private final double[] s;
    private final boolean accumulates;
    private final int accumulated;
    private double square;
    private double factor = 1;

    private StepRates(
            Problem<? extends FieldModel> problem,
            Optional<FieldDynamics> dynamics,
            boolean accumulates,
            double square) {
        rule = problem.rule();
        dimension = (double) problem.dimension();
        this.dynamics = dynamics;
        s = new double[dynamics.map(law -> law.components().size()).orElse(0)];
        this.accumulates = accumulates;
        accumulated = dynamics.map(law -> law.layout().accumulated()).orElse(0);
        this.square = square;
        if (accumulates) {
            s[accumulated] = square;
            factor = dynamics.orElseThrow().rateFactor(0, s);
        }
    }

    /** The rates of a problem whose run starts with the given Gram matrices Ω_b. */
    static StepRates of(Problem<? extends FieldModel> problem, Supplier<double[][][]> gram) {
        Optional<AdaptiveRate> adaptive = problem.rule().adaptive();
        Optional<AdaptiveRate.AdaGradNorm> sum =
                adaptive.filter(AdaptiveRate.AdaGradNorm.class::isInstance).map(AdaptiveRate.AdaGradNorm.class::cast);
        return new StepRates(
                problem,
                adaptive.map(rate -> StepLaw.of(problem).coarse().dynamics(gram.get())),
                sum.isPresent(),
                sum.map(rate -> rate.b0() * rate.b0()).orElse(0.0));
    }

    /** Whether a step is to be told of its gradient. */
    boolean accumulates() {
        return accumulates;
    }

    /** Whether the rate is read from the overlaps. */
    static boolean readsOverlaps(TrainingRule rule) {
        return rule.adaptive()
                .filter(rate -> !(rate instanceof AdaptiveRate.AdaGradNorm))
                .isPresent();
    }

    /** Reads the state before a step. */
    void before(double tau, StepRun run) {
        if (dynamics.isPresent() && !accumulates) {
            run.peek(s);
            factor = dynamics.get().rateFactor(tau, s);
        }
    }

    /** Adds Σ_j ‖G_j‖² of a step. */
    void add(double tau, double gradientSquare) {
        square += gradientSquare / (dimension * dimension);
        s[accumulated] = square;
        factor = dynamics.orElseThrow().rateFactor(tau, s);
    }

    /** γ/d. */
    double step(double tau) {
        return factor * rule.learningRate().rate(tau) / dimension;
    }

    /** γ_θ/d. */
    double parameterStep(double tau) {
        return factor * rule.parameterRate().rate(tau) / dimension;
    }

    /** Writes b² into a state that has it. */
    void write(double[] state) {
        if (accumulates) {
            state[accumulated] = square;
        }
    }
}
