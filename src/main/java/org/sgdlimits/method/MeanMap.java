package org.sgdlimits.method;

import java.util.Map;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;

/**
 * The discrete deterministic map: the exact conditional mean of one step at finite d and batch, iterated step by step
 * (THEORY §4). What is left out is the spread of the paths. Under the gradient-flow rule it is gradient descent on the
 * population risk. Cost: one mean step an SGD step.
 */
public final class MeanMap implements Method<FieldModel> {

    @Override
    public String name() {
        return "map";
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
        SaveTimes saves = SaveTimes.of(problem, settings.points(), settings.spacing());
        Replicas replicas = Replicas.of(problem, settings.seed());
        return Ensemble.run(
                name(),
                replicas.dynamics(0).observables(),
                saves.clock(),
                saves.stepTimes(),
                replicas.count(settings.replicas()),
                settings,
                listener,
                Map.of(),
                replica -> path(replicas.fieldDynamics(replica), saves));
    }

    private static Path path(FieldDynamics dynamics, SaveTimes saves) {
        PathRecorder recorder = new PathRecorder(dynamics, saves.steps().length);
        double[] s = new double[dynamics.components().size()];
        double[] next = new double[s.length];
        dynamics.start(s);
        long step = 0;
        for (long save : saves.steps()) {
            for (; step < save; step++) {
                dynamics.meanStep(saves.clock().tau(step), s, next);
                System.arraycopy(next, 0, s, 0, s.length);
                if (!PathRecorder.isSound(s)) {
                    return recorder.diverged(saves.clock().tau(step + 1), s, Map.of("steps", step + 1));
                }
            }
            recorder.save(s);
        }
        return recorder.finish(Map.of("steps", step));
    }
}
