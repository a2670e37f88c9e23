package org.sgdlimits.method;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
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
    public RuleNeed needsOfRule() {
        return RuleNeed.NOTHING;
    }

    @Override
    public boolean isContinuous() {
        return true;
    }

    @Override
    public Trajectory solve(Problem<? extends Model> problem, RunSettings settings, PathListener listener) {
        Replicas replicas = Replicas.of(problem, settings);
        return solve(
                name(),
                problem,
                settings,
                listener,
                facts(replicas.tolerance(settings)),
                replicas.tolerance(settings),
                replicas::stages);
    }

    /** Solves a problem whose limit from a replica's start is given. */
    static Trajectory solve(
            String method,
            Problem<?> problem,
            RunSettings settings,
            PathListener listener,
            Map<String, Object> facts,
            double tolerance,
            IntFunction<? extends Stages<?>> limit) {
        SaveTimes saves = SaveTimes.of(problem, settings.points(), settings.spacing());
        double[] times = saves.allTimes();
        return Ensemble.run(
                method,
                limit.apply(0).observer().observables(),
                saves.clock(),
                times,
                StartDraw.replicas(problem, settings),
                settings,
                listener,
                facts,
                replica -> path(limit.apply(replica), saves, times, tolerance));
    }

    /**
     * Root-found on the dense output; a level that is passed twice between two of {@link RunSettings#points} is not seen. Of a
     * random start, one a replica.
     */
    @Override
    public Passages passages(Problem<? extends Model> problem, RunSettings settings, Threshold threshold) {
        Replicas replicas = Replicas.of(problem, settings);
        double tolerance = replicas.tolerance(settings);
        return passages(name(), problem, settings, threshold, facts(tolerance), tolerance, replicas::stages);
    }

    /** The passages of a problem whose limit from a replica's start is given. */
    static Passages passages(
            String method,
            Problem<?> problem,
            RunSettings settings,
            Threshold threshold,
            Map<String, Object> facts,
            double tolerance,
            IntFunction<? extends Stages<?>> limit) {
        Clock clock = Clock.of(problem);
        double end = clock.tau(problem.horizon());
        return Ensemble.passages(
                method,
                StartDraw.replicas(problem, settings),
                settings,
                facts,
                replica -> passage(limit.apply(replica), clock, end, end / settings.points(), tolerance, threshold));
    }

    /** @param checkInterval within which the level is passed once at most, in τ */
    static Passage passage(
            Stages<?> stages, Clock clock, double end, double checkInterval, double tolerance, Threshold threshold) {
        Dynamics dynamics = stages.observer();
        double[] s = new double[dynamics.components().size()];
        stages.start(s);
        ThresholdWatch watch = new ThresholdWatch(dynamics, threshold);
        if (watch.start(s) <= 0) {
            return Passage.exited(clock, 0);
        }
        ThresholdEvent event = new ThresholdEvent(watch, checkInterval);
        AdaptiveIntegration integration = new AdaptiveIntegration(stages, tolerance, MAX_EVALUATIONS);
        integration.stopAt(event);
        Outcome outcome = integration.run(new double[] {0, end}, (tau, state) -> {});
        if (event.met().isPresent()) {
            return Passage.exited(clock, event.met().getAsDouble());
        }
        return outcome.isCompleted()
                ? Passage.censored(clock, end)
                : Passage.failed(clock, integration.reached(), outcome);
    }

    static Map<String, Object> facts(double tolerance) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("integrator", "Dormand-Prince 8(5,3)");
        facts.put("tolerance", tolerance);
        return facts;
    }

    private static Path path(Stages<?> stages, SaveTimes saves, double[] times, double tolerance) {
        PathRecorder recorder = new PathRecorder(stages.observer(), saves, times);
        AdaptiveIntegration integration = new AdaptiveIntegration(stages, tolerance, MAX_EVALUATIONS);
        Outcome outcome = integration.run(times, (tau, s) -> recorder.save(s));
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("driftEvaluations", integration.evaluations());
        counts.putAll(stages.counts(saves.clock().dimension()));
        return recorder.finish(outcome, counts);
    }
}
