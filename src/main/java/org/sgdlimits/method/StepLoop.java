package org.sgdlimits.method;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sgdlimits.law.Dynamics;
import org.sgdlimits.law.UndefinedRateException;

/** Drives a {@link StepRun}: through its save times, or to where it first meets a threshold. */
final class StepLoop {

    private StepLoop() {}

    /** The path of a run, observed at the save times; ends early where it is no longer sound. */
    static Path path(StepRun run, Stages<?> stages, SaveTimes saves) {
        Dynamics dynamics = stages.observer();
        double[] s = new double[dynamics.components().size()];
        PathRecorder recorder = new PathRecorder(dynamics, saves, saves.stepTimes());
        long step = 0;
        for (long save : saves.steps()) {
            for (; step < save; step++) {
                try {
                    run.step(step);
                } catch (UndefinedRateException rate) {
                    return recorder.finish(Outcome.undefined(rate), counts(run, step, stages, saves));
                }
                if (!PathRecorder.isSound(run.largestSignal())) {
                    run.state(s);
                    return recorder.diverged(
                            saves.clock().tau(step + 1), s, run.largestSignal(), counts(run, step + 1, stages, saves));
                }
            }
            run.state(s);
            if (!PathRecorder.isSound(s)) {
                return recorder.diverged(saves.clock().tau(step), s, counts(run, step, stages, saves));
            }
            recorder.save(s);
        }
        return recorder.finish(counts(run, step, stages, saves));
    }

    private static Map<String, Long> counts(StepRun run, long steps, Stages<?> stages, SaveTimes saves) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("steps", steps);
        counts.putAll(run.counts());
        counts.putAll(stages.counts(saves.clock().dimension()));
        return counts;
    }

    /** The first step after which the threshold is met, looked for after every one up to the horizon. */
    static Passage passage(StepRun run, Stages<?> stages, Clock clock, long lastStep, Threshold threshold) {
        Dynamics dynamics = stages.observer();
        double[] s = new double[dynamics.components().size()];
        ThresholdWatch watch = new ThresholdWatch(dynamics, threshold);
        run.state(s);
        if (watch.start(s) <= 0) {
            return Passage.exited(clock, 0);
        }
        for (long step = 0; step < lastStep; step++) {
            try {
                run.step(step);
            } catch (UndefinedRateException rate) {
                return Passage.failed(clock, clock.tau(step), Outcome.undefined(rate));
            }
            run.state(s);
            double signal = run.largestSignal();
            if (!PathRecorder.isSound(signal) || !PathRecorder.isSound(s)) {
                double tau = clock.tau(step + 1);
                return Passage.failed(clock, tau, PathRecorder.divergence(dynamics, tau, s, signal));
            }
            if (watch.distance(clock.tau(step + 1), s) <= 0) {
                return Passage.exited(clock, clock.tau(step + 1));
            }
        }
        return Passage.censored(clock, clock.tau(lastStep));
    }
}
