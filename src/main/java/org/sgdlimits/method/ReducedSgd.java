package org.sgdlimits.method;

import java.util.Map;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;

/**
 * Stochastic gradient descent in its overlaps alone, exact in law at any dimension: see {@link ReducedStep}. Cost per replica:
 * steps × batch × B (p + k)², whatever d is.
 */
public final class ReducedSgd implements Method<FieldModel> {

    @Override
    public String name() {
        return "reduced";
    }

    @Override
    public Class<FieldModel> needs() {
        return FieldModel.class;
    }

    @Override
    public RuleNeed needsOfRule() {
        return RuleNeed.SAMPLES;
    }

    @Override
    public boolean isContinuous() {
        return false;
    }

    @Override
    public Trajectory solve(Problem<? extends FieldModel> problem, RunSettings settings, PathListener listener) {
        needsOfRule().require(name(), problem);
        SaveTimes saves = SaveTimes.of(problem, settings.points(), settings.spacing());
        Replicas replicas = Replicas.of(problem, settings);
        return Ensemble.run(
                name(),
                replicas.dynamics(0).observables(),
                saves.clock(),
                saves.stepTimes(),
                settings.replicas(),
                settings,
                listener,
                Map.of(),
                replica -> {
                    FieldDynamics dynamics = replicas.fieldDynamics(replica);
                    return StepLoop.path(run(problem, dynamics, settings.seed(), replica), dynamics, saves);
                });
    }

    @Override
    public Passages passages(Problem<? extends FieldModel> problem, RunSettings settings, Threshold threshold) {
        needsOfRule().require(name(), problem);
        Clock clock = Clock.of(problem);
        long last = clock.lastStep(problem.horizon());
        Replicas replicas = Replicas.of(problem, settings);
        return Ensemble.passages(name(), settings.replicas(), settings, Map.of(), replica -> {
            FieldDynamics dynamics = replicas.fieldDynamics(replica);
            StepRun run = run(problem, dynamics, settings.seed(), replica);
            return StepLoop.passage(run, dynamics, clock, last, threshold);
        });
    }

    private static StepRun run(Problem<? extends FieldModel> problem, FieldDynamics dynamics, long seed, int replica) {
        return new ReducedStep(
                problem,
                dynamics.layout(),
                StartDraw.gram(problem, seed, replica),
                RandomStreams.of(seed, Purpose.REDUCED_SGD, replica));
    }
}
