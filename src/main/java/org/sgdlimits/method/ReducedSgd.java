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
                replicas.observables(),
                saves.clock(),
                saves.stepTimes(),
                settings.replicas(),
                settings,
                listener,
                Map.of(),
                replica -> {
                    Stages<FieldDynamics> stages = replicas.fieldStages(replica);
                    return StepLoop.path(run(problem, stages, settings.seed(), replica), stages, saves);
                });
    }

    @Override
    public Passages passages(Problem<? extends FieldModel> problem, RunSettings settings, Threshold threshold) {
        needsOfRule().require(name(), problem);
        Clock clock = Clock.of(problem);
        long last = clock.lastStep(problem.horizon());
        Replicas replicas = Replicas.of(problem, settings);
        return Ensemble.passages(name(), settings.replicas(), settings, Map.of(), replica -> {
            Stages<FieldDynamics> stages = replicas.fieldStages(replica);
            StepRun run = run(problem, stages, settings.seed(), replica);
            return StepLoop.passage(run, stages, clock, last, threshold);
        });
    }

    private static StepRun run(
            Problem<? extends FieldModel> problem, Stages<FieldDynamics> stages, long seed, int replica) {
        ReducedStep first = new ReducedStep(
                problem,
                stages.dynamics().layout(),
                StartDraw.gram(problem, seed, replica),
                RandomStreams.of(seed, Purpose.REDUCED_SGD, replica));
        return SwitchingRun.of(stages, Clock.of(problem), first, () -> first.under(problem.lastStage()));
    }
}
