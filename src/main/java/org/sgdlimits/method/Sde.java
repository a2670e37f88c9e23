package org.sgdlimits.method;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.sgdlimits.law.NoisyDynamics;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.NoisyModel;
import org.sgdlimits.model.Problem;

/**
 * The stochastic correction ds = drift dτ + (C(s)/d)^{1/2} dB by the Euler–Maruyama scheme with the full matrix noise, weak
 * order 1 in its step.
 *
 * <p>The step is the caller's, or {@link EulerStep} chooses it: the largest for which Euler's method follows the ODE to 10⁻³ of
 * every entry's range, and never shorter than one SGD step. An Euler step can leave the cone of overlaps that vectors can have;
 * the state is then moved to its boundary, and how often is counted ({@code coneRestorations}). Cost a step: one drift, one
 * draw of the noise (its covariance and size³/6 for a Cholesky factor, or 64 error signals where the fields are many).
 */
public final class Sde implements Method<NoisyModel> {

    private final double step;

    /** Euler–Maruyama with the step chosen by {@link EulerStep}. */
    public Sde() {
        step = 0;
    }

    /**
     * Euler–Maruyama with a given largest step.
     *
     * @param step in τ
     */
    public Sde(double step) {
        if (!(step > 0) || Double.isInfinite(step)) {
            throw new IllegalArgumentException("sde step: expected a number > 0 in tau, got " + step);
        }
        this.step = step;
    }

    @Override
    public String name() {
        return "sde";
    }

    @Override
    public Class<NoisyModel> needs() {
        return NoisyModel.class;
    }

    @Override
    public boolean isContinuous() {
        return true;
    }

    @Override
    public Trajectory solve(Problem<? extends NoisyModel> problem, RunSettings settings, PathListener listener) {
        Sampling.requireSamples(name(), problem);
        SaveTimes saves = SaveTimes.of(problem, settings.points(), settings.spacing());
        double[] times = saves.allTimes();
        Replicas replicas = Replicas.of(problem, settings.seed());
        Map<String, Object> facts = new LinkedHashMap<>();
        double largest = step;
        if (step == 0) {
            EulerStep choice = EulerStep.choose(replicas, problem, times, replicas.tolerance(settings));
            largest = choice.step();
            facts.put("eulerBias", choice.bias());
        }
        facts.put("scheme", "Euler-Maruyama");
        facts.put("largestStepTau", largest);
        double finalLargest = largest;
        return Ensemble.run(
                name(),
                replicas.dynamics(0).observables(),
                saves.clock(),
                times,
                settings.replicas(),
                settings,
                listener,
                facts,
                replica -> path(
                        replicas.noisyDynamics(replica),
                        times,
                        finalLargest,
                        problem.dimension(),
                        RandomStreams.standard(RandomStreams.of(settings.seed(), Purpose.SDE, replica))));
    }

    private static Path path(
            NoisyDynamics dynamics, double[] times, double largest, long dimension, RandomGenerator random) {
        int size = dynamics.components().size();
        double[] s = new double[size];
        double[] drift = new double[size];
        double[] noise = new double[size];
        PathRecorder recorder = new PathRecorder(dynamics, times.length);
        dynamics.start(s);
        recorder.save(s);
        long steps = 0;
        long restorations = 0;
        for (int i = 1; i < times.length; i++) {
            int parts = EulerStep.parts(times[i] - times[i - 1], largest);
            double h = (times[i] - times[i - 1]) / parts;
            double scale = Math.sqrt(h / dimension);
            for (int part = 0; part < parts; part++) {
                double tau = times[i - 1] + part * h;
                dynamics.drift(tau, s, drift);
                dynamics.noise(tau, s, random, noise);
                for (int a = 0; a < size; a++) {
                    s[a] += h * drift[a] + scale * noise[a];
                }
                steps++;
                if (!PathRecorder.isSound(s)) {
                    return recorder.diverged(tau + h, s, counts(steps, restorations));
                }
                if (dynamics.restore(s)) {
                    restorations++;
                }
            }
            recorder.save(s);
        }
        return recorder.finish(counts(steps, restorations));
    }

    private static Map<String, Long> counts(long steps, long restorations) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("steps", steps);
        counts.put("coneRestorations", restorations);
        return counts;
    }
}
