package org.sgdlimits.analysis;

import java.util.Optional;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.Passage;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Threshold;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.Start;

/**
 * The constant learning rate at which a problem meets its threshold in the fewest steps: the closed formula where
 * {@link EscapeFormula} applies, else that of the ODE from the problem's own start, or from the {@link TypicalStart} of a random
 * one, by Brent's method on log γ.
 */
public final class OptimalRate {

    private static final int MOST_DOUBLINGS = 40;
    private static final double ACCURACY = 1e-4;
    private static final int MOST_EVALUATIONS = 200;

    private final Problem<?> problem;
    private final RunSettings settings;
    private final Threshold threshold;

    private OptimalRate(Problem<?> problem, RunSettings settings, Threshold threshold) {
        this.problem = problem;
        this.settings = settings;
        this.threshold = threshold;
    }

    /**
     * Finds it.
     *
     * @throws IllegalArgumentException if the ODE does not meet the threshold at the problem's own rate, or its start is
     *     random and has no typical one
     */
    public static double of(Problem<?> problem, RunSettings settings, Threshold threshold) {
        Optional<EscapeFormula> formula = ExitTimes.formula(problem, threshold);
        return formula.isPresent()
                ? formula.get().rate().optimal()
                : new OptimalRate(fixed(problem), settings, threshold).find();
    }

    private static Problem<?> fixed(Problem<?> problem) {
        return problem.start() instanceof Start.Random
                ? TypicalStart.of(problem)
                        .orElseThrow(
                                () -> new IllegalArgumentException("exit.widthRate: optimal, the default, expects a"
                                        + " problem with one teacher and no covariance, for whose random start a typical one"
                                        + " is known; use proportional or fixed"))
                : problem;
    }

    private double find() {
        double rate = problem.rule().learningRate().rate(0);
        double speed = speed(rate);
        if (speed == 0) {
            throw new IllegalArgumentException("exit.widthRate: expected a learning rate at which the ODE meets the"
                    + " threshold, to search from, got " + rate
                    + "; change training.learningRate or lengthen run.horizon");
        }
        double low = bracket(rate, 0.5);
        double high = bracket(rate, 2);
        double best = new BrentOptimizer(ACCURACY, ACCURACY)
                .optimize(
                        new MaxEval(MOST_EVALUATIONS),
                        GoalType.MAXIMIZE,
                        new UnivariateObjectiveFunction(logRate -> speed(Math.exp(logRate))),
                        new SearchInterval(Math.log(low), Math.log(high)))
                .getPoint();
        return Math.exp(best);
    }

    /** The first rate in a direction at which the exit is slower than before. */
    private double bracket(double rate, double factor) {
        double speed = speed(rate);
        double next = rate;
        for (int i = 0; i < MOST_DOUBLINGS; i++) {
            next *= factor;
            double then = speed(next);
            if (then < speed) {
                return next;
            }
            speed = then;
        }
        return next;
    }

    /** 1/τ of the ODE's exit; 0 where it does not exit within as long as the problem's own horizon, in flow time. */
    private double speed(double rate) {
        Problem<?> at = problem.rule(problem.rule().withLearningRate(Schedule.constant(rate)));
        Passage passage = new Ode().passages(at, settings, threshold).runs().get(0);
        return passage.exited() && passage.at().tau() > 0 ? 1 / passage.at().tau() : 0;
    }
}
