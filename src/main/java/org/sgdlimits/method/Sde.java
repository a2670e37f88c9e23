package org.sgdlimits.method;

import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.sgdlimits.law.Dynamics;
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
        this.step = EulerStep.given(name(), step);
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
    public RuleNeed needsOfRule() {
        return RuleNeed.SAMPLES;
    }

    @Override
    public boolean isContinuous() {
        return true;
    }

    @Override
    public Trajectory solve(Problem<? extends NoisyModel> problem, RunSettings settings, PathListener listener) {
        needsOfRule().require(name(), problem);
        SaveTimes saves = SaveTimes.of(problem, settings.points(), settings.spacing());
        double[] times = saves.allTimes();
        Replicas replicas = Replicas.of(problem, settings);
        EulerStep choice =
                EulerStep.of(step, () -> EulerStep.choose(replicas, problem, times, replicas.tolerance(settings)));
        return Ensemble.run(
                name(),
                replicas.observables(),
                saves.clock(),
                times,
                settings.replicas(),
                settings,
                listener,
                choice.facts("Euler-Maruyama"),
                replica -> path(
                        replicas.noisyStages(replica),
                        replicas.stages(replica).observer(),
                        saves,
                        times,
                        choice.step(),
                        problem.dimension(),
                        RandomStreams.standard(RandomStreams.of(settings.seed(), Purpose.SDE, replica))));
    }

    /**
     * Paths by the same scheme, each met between its points by {@link BridgeCrossing}. Where no step was given it is halved
     * until Euler's method meets the threshold within 2.5·10⁻³ of the ODE's time, relatively.
     */
    @Override
    public Passages passages(Problem<? extends NoisyModel> problem, RunSettings settings, Threshold threshold) {
        needsOfRule().require(name(), problem);
        Clock clock = Clock.of(problem);
        double end = clock.tau(problem.horizon());
        Replicas replicas = Replicas.of(problem, settings);
        EulerStep choice = EulerStep.of(
                step, () -> EulerStep.chooseForPassage(replicas, problem, settings, clock, end, threshold));
        return Ensemble.passages(
                name(),
                settings.replicas(),
                settings,
                choice.facts("Euler-Maruyama with Brownian bridges"),
                replica -> passage(
                        replicas.noisyStages(replica),
                        clock,
                        end,
                        choice.step(),
                        threshold,
                        RandomStreams.standard(RandomStreams.of(settings.seed(), Purpose.SDE, replica))));
    }

    private static Passage passage(
            Stages<? extends NoisyDynamics> stages,
            Clock clock,
            double end,
            double largest,
            Threshold threshold,
            RandomGenerator random) {
        NoisyDynamics dynamics = stages.observer();
        EulerPath path = new EulerPath(stages, clock.dimension(), random);
        ThresholdWatch watch = new ThresholdWatch(dynamics, threshold);
        BridgeCrossing bridge = new BridgeCrossing(stages, watch, random);
        int parts = EulerStep.parts(end, largest);
        double h = end / parts;
        double[] before = path.s.clone();
        double x = watch.start(before);
        if (x <= 0) {
            return Passage.exited(clock, 0);
        }
        for (int part = 0; part < parts; part++) {
            double tau = part * h;
            if (!path.step(tau, h)) {
                return Passage.failed(clock, tau + h, path.failure(tau + h));
            }
            double y = watch.distance(tau + h, path.s);
            OptionalDouble met = bridge.fraction(tau, x, y, before, h / clock.dimension());
            if (met.isPresent()) {
                return Passage.exited(clock, tau + h * met.getAsDouble());
            }
            System.arraycopy(path.s, 0, before, 0, before.length);
            x = y;
        }
        return Passage.censored(clock, end);
    }

    /** @param observer of the saves, as exact as that of the other methods */
    private static Path path(
            Stages<? extends NoisyDynamics> stages,
            Dynamics observer,
            SaveTimes saves,
            double[] times,
            double largest,
            long dimension,
            RandomGenerator random) {
        EulerPath path = new EulerPath(stages, dimension, random);
        PathRecorder recorder = new PathRecorder(observer, saves, times);
        recorder.save(path.s);
        for (int i = 1; i < times.length; i++) {
            int parts = EulerStep.parts(times[i] - times[i - 1], largest);
            double h = (times[i] - times[i - 1]) / parts;
            for (int part = 0; part < parts; part++) {
                double tau = times[i - 1] + part * h;
                if (!path.step(tau, h)) {
                    return recorder.finish(path.failure(tau + h), path.counts());
                }
            }
            recorder.save(path.s);
        }
        return recorder.finish(path.counts());
    }
}
