package org.sgdlimits.method;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.ode.ODEIntegrator;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.ODEStateAndDerivative;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.hipparchus.ode.sampling.ODEStateInterpolator;
import org.hipparchus.ode.sampling.ODEStepHandler;
import org.sgdlimits.law.UndefinedRateException;
import org.sgdlimits.model.TrainingRule;

/**
 * Integrates ds/dτ = drift(τ, s) with Hipparchus' adaptive Dormand–Prince 8(5,3) method and its dense output, restarting where
 * the learning rate jumps and where one of the {@link Stages} ends, found like any other event. One instance a solve. Cost: 12 drifts a step.
 */
final class AdaptiveIntegration {

    private static final double LARGEST_STEP_FRACTION = 0.1;

    /** A stage's level that is passed twice within this part of the horizon is not seen. */
    private static final double LEVEL_CHECK_FRACTION = 0.01;

    /** Times this close are one, relatively: Hipparchus integrates over no shorter interval. */
    private static final double SAME_TIME = 1e-12;

    /** A derivative that no error estimate accepts, and whose powers do not overflow. */
    private static final double REJECTED = 1e60;

    /** Receives the state at a save time. */
    @FunctionalInterface
    interface Save {
        void accept(double tau, double[] s);
    }

    private final Stages<?> stages;
    private final double tolerance;
    private final int maxEvaluations;
    private Optional<ThresholdEvent> event = Optional.empty();
    private long evaluations;
    private double reached;

    AdaptiveIntegration(Stages<?> stages, double tolerance, int maxEvaluations) {
        this.stages = stages;
        this.tolerance = tolerance;
        this.maxEvaluations = maxEvaluations;
    }

    /** Where a rule's rates jump, in order. */
    static double[] jumps(TrainingRule rule) {
        return DoubleStream.concat(
                        Arrays.stream(rule.learningRate().jumps()),
                        Arrays.stream(rule.parameterRate().jumps()))
                .sorted()
                .distinct()
                .toArray();
    }

    /** Sets the event at which to stop. */
    void stopAt(ThresholdEvent threshold) {
        event = Optional.of(threshold);
    }

    /** The time up to which the solution is known. */
    double reached() {
        return reached;
    }

    long evaluations() {
        return evaluations;
    }

    /** Integrates over increasing times that begin with 0, saving at each; stops with the first failure. */
    Outcome run(double[] times, Save save) {
        double[] s = new double[stages.observer().components().size()];
        stages.start(s);
        stages.advance(times[0], s);
        save.accept(times[0], s);
        Run run = new Run(times, save, s);
        double end = times[times.length - 1];
        try {
            double from = times[0];
            while (from < end && !isStopped()) {
                double to = nextJump(from, end);
                from = run.integrate(from, to, to < end ? Math.nextDown(to) : end);
            }
            return Outcome.completed();
        } catch (Blown blown) {
            return blown.outcome;
        } catch (MathIllegalArgumentException collapsed) {
            if (run.undefined.isPresent()) {
                return Outcome.undefined(run.undefined.get());
            }
            return new Outcome(
                    Outcome.Kind.STEP_COLLAPSED,
                    "the integrator's step became too small near tau = " + reached + " (largest entry "
                            + run.largestEntry() + "); the flow blows up there, or the tolerance is finer than the"
                            + " quadrature behind the drift: try a smaller learning rate or a larger run.tolerance");
        } catch (MathIllegalStateException exhausted) {
            return new Outcome(
                    Outcome.Kind.WORK_LIMIT,
                    "the drift was evaluated " + maxEvaluations + " times and tau = " + reached
                            + " was reached; shorten the horizon or raise run.tolerance");
        }
    }

    /** Where the present stage's rates jump next, at the latest the end. */
    private double nextJump(double from, double end) {
        for (double jump : jumps(stages.rule())) {
            if (jump > from && jump < end) {
                return jump;
            }
        }
        return end;
    }

    private boolean isStopped() {
        return event.isPresent() && event.get().met().isPresent();
    }

    /** Carries the outcome of a state that is not sound out of the integrator. */
    private static final class Blown extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        Blown(Outcome outcome) {
            super(outcome.message(), null, false, false);
            this.outcome = outcome;
        }
    }

    private final class Run implements OrdinaryDifferentialEquation, ODEStepHandler {
        private final double[] times;
        private final Save save;
        private double[] s;
        private double latest;
        private int next = 1;
        /** Why the last drift asked for is undefined, if it is. */
        private Optional<UndefinedRateException> undefined = Optional.empty();

        Run(double[] times, Save save, double[] s) {
            this.times = times;
            this.save = save;
            this.s = s;
            reached = times[0];
        }

        /**
         * Integrates up to a time, or to where the stage ends, and returns which.
         *
         * @param latest where the drift of this piece is still defined, just before a jump at its end
         */
        double integrate(double from, double to, double latest) {
            if (to - from <= SAME_TIME * to) {
                reach(to);
                return to;
            }
            this.latest = latest;
            double span = to - from;
            ODEIntegrator integrator =
                    new DormandPrince853Integrator(1e-14 * to, LARGEST_STEP_FRACTION * span, tolerance, tolerance);
            integrator.setMaxEvaluations((int) Math.max(1, maxEvaluations - evaluations));
            integrator.addStepHandler(this);
            event.ifPresent(integrator::addEventDetector);
            Optional<ThresholdEvent> level = stages.ahead()
                    .map(watch -> new ThresholdEvent(watch, LEVEL_CHECK_FRACTION * times[times.length - 1]));
            level.ifPresent(integrator::addEventDetector);
            ODEStateAndDerivative last = integrator.integrate(this, new ODEState(from, s), to);
            s = last.getPrimaryState();
            reached = last.getTime();
            if (isStopped()) {
                return reached;
            }
            if (level.isPresent() && level.get().met().isPresent()) {
                reach(reached);
                stages.advance(reached);
                event.ifPresent(exit -> exit.meet(reached, s));
                return reached;
            }
            reach(to);
            return to;
        }

        /** Saves what is due: a save time may lie a rounding error beyond the last interpolated step. */
        private void reach(double time) {
            while (next < times.length && times[next] <= time) {
                save.accept(times[next++], s);
            }
        }

        @Override
        public int getDimension() {
            return s.length;
        }

        @Override
        public double[] computeDerivatives(double tau, double[] state) {
            evaluations++;
            double[] derivative = new double[state.length];
            if (!PathRecorder.isSound(state)) {
                // a stage of a trial step that is too long; an error this large has it tried again, shorter
                Arrays.fill(derivative, REJECTED);
                return derivative;
            }
            try {
                stages.dynamics().drift(Math.min(tau, latest), state, derivative);
                undefined = Optional.empty();
            } catch (UndefinedRateException rate) {
                if (tau <= reached) {
                    throw new Blown(Outcome.undefined(rate));
                }
                // as above; where shorter steps do not help, this is why
                undefined = Optional.of(rate);
                Arrays.fill(derivative, REJECTED);
                return derivative;
            }
            for (int i = 0; i < derivative.length; i++) {
                if (Double.isNaN(derivative[i])) {
                    throw new Blown(Outcome.diverged(
                            tau,
                            "the drift of " + stages.observer().components().get(i),
                            derivative[i]));
                }
            }
            return derivative;
        }

        @Override
        public void handleStep(ODEStateInterpolator interpolator) {
            double to = interpolator.getCurrentState().getTime();
            double[] state = interpolator.getCurrentState().getPrimaryState();
            if (undefined.isPresent()) {
                // the last stage of a step is where it leads
                throw new Blown(Outcome.undefined(undefined.get()));
            }
            if (!PathRecorder.isSound(state)) {
                throw new Blown(PathRecorder.divergence(stages.observer(), to, state, 0));
            }
            while (next < times.length && times[next] < to) {
                save.accept(
                        times[next],
                        interpolator.getInterpolatedState(times[next]).getPrimaryState());
                next++;
            }
            reached = to;
            s = state;
        }

        String largestEntry() {
            int largest = 0;
            for (int i = 1; i < s.length; i++) {
                if (Math.abs(s[i]) > Math.abs(s[largest])) {
                    largest = i;
                }
            }
            return stages.observer().components().get(largest) + " = " + s[largest];
        }
    }
}
