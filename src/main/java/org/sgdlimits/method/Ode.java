package org.sgdlimits.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgdlimits.law.Dynamics;
import org.sgdlimits.model.Model;
import org.sgdlimits.model.Problem;

/**
 * The deterministic limit ds/dτ = drift(τ, s), τ = steps/d, by {@link AdaptiveIntegration}. With a random start, the mean
 * over the replicas' starts.
 */
public final class Ode implements Method<Model> {

    /** Evaluations of the drift after which a run is given up. */
    static final int MAX_EVALUATIONS = 2_000_000;

    @Override
    public String name() {
        return "ode";
    }

    @Override
    public Class<Model> needs() {
        return Model.class;
    }

    @Override
    public boolean isContinuous() {
        return true;
    }

    @Override
    public Trajectory solve(Problem<? extends Model> problem, RunSettings settings, PathListener listener) {
        SaveTimes saves = SaveTimes.of(problem, settings.points(), settings.spacing());
        double[] times = saves.allTimes();
        Replicas replicas = Replicas.of(problem, settings.seed());
        double tolerance = replicas.tolerance(settings);
        return Ensemble.run(
                name(),
                replicas.dynamics(0).observables(),
                saves.clock(),
                times,
                replicas.count(settings.replicas()),
                settings,
                listener,
                facts(tolerance),
                replica -> path(replicas.dynamics(replica), problem, times, tolerance));
    }

    /**
     * The times at which an observable passes a level, up to the horizon or to where the run stops, root-found on the dense
     * output; an observable that touches the level or passes it twice between two of {@link RunSettings#points} is not seen.
     *
     * @param replica whose start is taken, from 0
     * @throws IllegalArgumentException if there is no such observable
     */
    public List<Crossing> crossings(
            Problem<? extends Model> problem, RunSettings settings, int replica, String observable, double level) {
        Clock clock = Clock.of(problem);
        double end = clock.tau(problem.horizon());
        Replicas replicas = Replicas.of(problem, settings.seed());
        Dynamics dynamics = replicas.dynamics(replica);
        int index = dynamics.observables().indexOf(observable);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "observable: expected one of " + dynamics.observables() + ", got \"" + observable + "\"");
        }
        LevelWatch watch = new LevelWatch(dynamics, index, level, end / settings.points(), clock);
        AdaptiveIntegration integration = new AdaptiveIntegration(
                dynamics, AdaptiveIntegration.jumps(problem.rule()), replicas.tolerance(settings), MAX_EVALUATIONS);
        integration.watch(watch);
        integration.run(new double[] {0, end}, (tau, s) -> {});
        return watch.crossings();
    }

    private static Map<String, Object> facts(double tolerance) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("integrator", "Dormand-Prince 8(5,3)");
        facts.put("tolerance", tolerance);
        return facts;
    }

    private static Path path(Dynamics dynamics, Problem<?> problem, double[] times, double tolerance) {
        PathRecorder recorder = new PathRecorder(dynamics, times.length);
        AdaptiveIntegration integration = new AdaptiveIntegration(
                dynamics, AdaptiveIntegration.jumps(problem.rule()), tolerance, MAX_EVALUATIONS);
        Outcome outcome = integration.run(times, (tau, s) -> recorder.save(s));
        return recorder.finish(outcome, Map.of("driftEvaluations", integration.evaluations()));
    }
}
