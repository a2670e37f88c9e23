package org.sgdlimits.method;

import java.util.Map;
import org.sgdlimits.law.Dynamics;

/** Drives a {@link StepRun}: through its save times, or to where it first meets a threshold. */
final class StepLoop {

    private StepLoop() {}

    /** The path of a run, observed at the save times; ends early where it is no longer sound. */
    static Path path(StepRun run, Dynamics dynamics, SaveTimes saves) {
        double[] s = new double[dynamics.components().size()];
        PathRecorder recorder = new PathRecorder(dynamics, saves, saves.stepTimes());
        long step = 0;
        for (long save : saves.steps()) {
            for (; step < save; step++) {
                run.step(step);
                if (!PathRecorder.isSound(run.largestSignal())) {
                    run.state(s);
                    return recorder.diverged(
                            saves.clock().tau(step + 1), s, run.largestSignal(), Map.of("steps", step + 1));
                }
            }
            run.state(s);
            if (!PathRecorder.isSound(s)) {
                return recorder.diverged(saves.clock().tau(step), s, Map.of("steps", step));
            }
            recorder.save(s);
        }
        return recorder.finish(Map.of("steps", step));
    }

    /** The first step after which the threshold is met, looked for after every one up to the horizon. */
    static Passage passage(StepRun run, Dynamics dynamics, Clock clock, long lastStep, Threshold threshold) {
        double[] s = new double[dynamics.components().size()];
        ThresholdWatch watch = new ThresholdWatch(dynamics, threshold);
        run.state(s);
        if (watch.start(s) <= 0) {
            return Passage.exited(clock, 0);
        }
        for (long step = 0; step < lastStep; step++) {
            run.step(step);
            run.state(s);
            double signal = run.largestSignal();
            if (!PathRecorder.isSound(signal) || !PathRecorder.isSound(s)) {
                double tau = clock.tau(step + 1);
                return Passage.failed(clock, tau, PathRecorder.divergence(dynamics, tau, s, signal));
            }
            if (watch.distance(s) <= 0) {
                return Passage.exited(clock, clock.tau(step + 1));
            }
        }
        return Passage.censored(clock, clock.tau(lastStep));
    }
}
