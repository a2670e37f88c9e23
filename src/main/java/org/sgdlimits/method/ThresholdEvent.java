package org.sgdlimits.method;

import java.util.OptionalDouble;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BracketedUnivariateSolver;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;
import org.hipparchus.ode.ODEStateAndDerivative;
import org.hipparchus.ode.events.Action;
import org.hipparchus.ode.events.AdaptableInterval;
import org.hipparchus.ode.events.ODEEventDetector;
import org.hipparchus.ode.events.ODEEventHandler;

/**
 * Stops the integrator where the ODE meets a threshold, by bracketed root finding on the dense output between checks. A level
 * that is passed twice within one check interval is not seen. Scratch of one solve.
 */
final class ThresholdEvent implements ODEEventDetector, ODEEventHandler {

    private static final int MAX_ITERATIONS = 100;
    private static final double ACCURACY = 1e-13;
    private static final int SOLVER_ORDER = 5;

    private final ThresholdWatch watch;
    private final double checkInterval;
    private OptionalDouble met = OptionalDouble.empty();

    /** @param checkInterval in τ */
    ThresholdEvent(ThresholdWatch watch, double checkInterval) {
        this.watch = watch;
        this.checkInterval = checkInterval;
    }

    /** When the threshold was met, in τ. */
    OptionalDouble met() {
        return met;
    }

    /** Takes the threshold as met where a state lies at it to the root finder's accuracy: two events may fall on one time. */
    void meet(double tau, double[] s) {
        if (watch.distance(tau, s) <= ACCURACY) {
            met = OptionalDouble.of(tau);
        }
    }

    @Override
    public AdaptableInterval getMaxCheckInterval() {
        return AdaptableInterval.of(checkInterval);
    }

    @Override
    public int getMaxIterationCount() {
        return MAX_ITERATIONS;
    }

    @Override
    public BracketedUnivariateSolver<UnivariateFunction> getSolver() {
        return new BracketingNthOrderBrentSolver(0, ACCURACY * checkInterval, 0, SOLVER_ORDER);
    }

    @Override
    public ODEEventHandler getHandler() {
        return this;
    }

    @Override
    public double g(ODEStateAndDerivative state) {
        return watch.distance(state.getTime(), state.getPrimaryState());
    }

    @Override
    public Action eventOccurred(ODEStateAndDerivative state, ODEEventDetector detector, boolean increasing) {
        met = OptionalDouble.of(state.getTime());
        return Action.STOP;
    }
}
