package org.sgdlimits.method;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BracketedUnivariateSolver;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;
import org.hipparchus.ode.ODEStateAndDerivative;
import org.hipparchus.ode.events.Action;
import org.hipparchus.ode.events.AdaptableInterval;
import org.hipparchus.ode.events.ODEEventDetector;
import org.hipparchus.ode.events.ODEEventHandler;
import org.sgdlimits.law.Dynamics;

/**
 * Finds where an observable passes a level along the ODE's dense output, by bracketed root finding between checks. Two passings
 * within one check interval are not seen. Scratch of one solve.
 */
final class LevelWatch implements ODEEventDetector, ODEEventHandler {

    private static final int MAX_ITERATIONS = 100;
    private static final double ACCURACY = 1e-13;
    private static final int SOLVER_ORDER = 5;

    private final Dynamics dynamics;
    private final int observable;
    private final double level;
    private final double checkInterval;
    private final double accuracy;
    private final Clock clock;
    private final double[] observed;
    private final List<Crossing> crossings = new ArrayList<>();

    /** @param checkInterval in τ */
    LevelWatch(Dynamics dynamics, int observable, double level, double checkInterval, Clock clock) {
        this.dynamics = dynamics;
        this.observable = observable;
        this.level = level;
        this.checkInterval = checkInterval;
        accuracy = ACCURACY * checkInterval;
        this.clock = clock;
        observed = new double[dynamics.observables().size()];
    }

    List<Crossing> crossings() {
        return List.copyOf(crossings);
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
        return new BracketingNthOrderBrentSolver(0, accuracy, 0, SOLVER_ORDER);
    }

    @Override
    public ODEEventHandler getHandler() {
        return this;
    }

    @Override
    public double g(ODEStateAndDerivative state) {
        dynamics.observe(state.getPrimaryState(), observed);
        return observed[observable] - level;
    }

    @Override
    public Action eventOccurred(ODEStateAndDerivative state, ODEEventDetector detector, boolean rising) {
        double tau = state.getTime();
        crossings.add(new Crossing(new Trajectory.Instant(clock.steps(tau), tau, clock.flowTime(tau)), rising));
        return Action.CONTINUE;
    }
}
