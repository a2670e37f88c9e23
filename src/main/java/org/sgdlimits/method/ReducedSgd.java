package org.sgdlimits.method;

import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.OrderParameters;
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
    public boolean isContinuous() {
        return false;
    }

    @Override
    public Trajectory solve(Problem<? extends FieldModel> problem, RunSettings settings, PathListener listener) {
        Sampling.requireSamples(name(), problem);
        SaveTimes saves = SaveTimes.of(problem, settings.points(), settings.spacing());
        Replicas replicas = Replicas.of(problem, settings.seed());
        return Ensemble.run(
                name(),
                replicas.dynamics(0).observables(),
                saves.clock(),
                saves.stepTimes(),
                settings.replicas(),
                settings,
                listener,
                Map.of(),
                replica -> path(replicas.fieldDynamics(replica), problem, settings, saves, replica));
    }

    private static Path path(
            FieldDynamics dynamics,
            Problem<? extends FieldModel> problem,
            RunSettings settings,
            SaveTimes saves,
            int replica) {
        UniformRandomProvider random = RandomStreams.of(settings.seed(), Purpose.REDUCED_SGD, replica);
        ReducedStep run = new ReducedStep(problem, StartDraw.gram(problem, settings.seed(), replica), random);
        OrderParameters layout = dynamics.layout();
        double[] s = new double[layout.size()];
        PathRecorder recorder = new PathRecorder(dynamics, saves.steps().length);
        long step = 0;
        for (long save : saves.steps()) {
            for (; step < save; step++) {
                run.step(step);
                if (!PathRecorder.isSound(run.largestSignal())) {
                    layout.pack(run.parameters, run.gram, s);
                    return recorder.diverged(
                            saves.clock().tau(step + 1), s, run.largestSignal(), Map.of("steps", step + 1));
                }
            }
            layout.pack(run.parameters, run.gram, s);
            if (!PathRecorder.isSound(s)) {
                return recorder.diverged(saves.clock().tau(step), s, Map.of("steps", step));
            }
            recorder.save(s);
        }
        return recorder.finish(Map.of("steps", step));
    }
}
