package org.sgdlimits.method;

import java.util.Optional;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.TrainingRule;

/**
 * The three clocks of a problem: steps, τ = steps/d, and flow time t = (1/p)∫₀^τ γ.
 *
 * @param dimension d
 * @param width p; 1 for statistics of one's own
 * @param learningRate γ(τ); empty for an adaptive rate, whose flow time is undefined
 */
public record Clock(long dimension, int width, Optional<Schedule> learningRate) {

    private static final int MAX_EVALUATIONS = 1000;

    /** The clock of a problem. */
    public static Clock of(Problem<?> problem) {
        TrainingRule rule = problem.rule();
        return new Clock(
                problem.dimension(),
                problem.width(),
                rule.adaptive().isPresent() ? Optional.empty() : Optional.of(rule.learningRate()));
    }

    /** τ of a number of steps. */
    public double tau(long steps) {
        return (double) steps / dimension;
    }

    /** The whole step nearest to τ. */
    public long nearestStep(double tau) {
        return Math.round(tau * dimension);
    }

    /** The number of steps at τ, whole where τ is the time of a whole step. */
    public double steps(double tau) {
        long nearest = nearestStep(tau);
        return tau(nearest) == tau ? nearest : tau * dimension;
    }

    /** τ in all three clocks. */
    public Trajectory.Instant instant(double tau) {
        return new Trajectory.Instant(steps(tau), tau, flowTime(tau));
    }

    /** Flow time at τ; NaN for an adaptive rate. */
    public double flowTime(double tau) {
        return learningRate.isEmpty() ? Double.NaN : learningRate.get().integral(tau) / width;
    }

    /**
     * The end of a horizon in τ.
     *
     * @throws IllegalArgumentException if the flow time is never reached because the learning rate decays too fast
     */
    public double tau(Horizon horizon) {
        double end =
                switch (horizon.clock()) {
                    case STEPS -> horizon.value(dimension) / dimension;
                    case TAU -> horizon.value(dimension);
                    case FLOW_TIME -> tauOfFlowTime(horizon.value(dimension));
                };
        return Math.max(end, tau(horizon.leastSteps()));
    }

    /** The whole step nearest to the end of a horizon. */
    public long lastStep(Horizon horizon) {
        return nearestStep(tau(horizon));
    }

    private double tauOfFlowTime(double time) {
        double upper = time * width / learningRate.orElseThrow().rate(0);
        for (int doubling = 0; flowTime(upper) < time; doubling++) {
            if (doubling == 60) {
                throw new IllegalArgumentException("run.horizon.flowTime: expected a flow time that the learning rate"
                        + " reaches, got " + time + ", but it decays too fast to get there; give tau or steps instead");
            }
            upper *= 2;
        }
        if (flowTime(upper) == time) {
            return upper;
        }
        return new BracketingNthOrderBrentSolver(1e-14, 1e-14 * upper, 5)
                .solve(MAX_EVALUATIONS, tau -> flowTime(tau) - time, 0, upper);
    }
}
