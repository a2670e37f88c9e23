package org.sgdlimits.method;

import org.apache.commons.rng.UniformRandomProvider;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/**
 * Homogenized SGD (seed 003; THEORY §3), the diffusion of the d-dimensional vectors themselves,
 *
 * <pre>
 *   dX = −γ∇R(X) dτ + (γ/√(d n_b)) K^{1/2} dB (E[e eᵀ])^{1/2},   τ = steps/d,
 * </pre>
 *
 * by the Euler–Maruyama scheme of {@link HomogenizedPath}, from the vectors at which {@link RawSgd}'s replica starts.
 *
 * <p>Its overlaps have SGD's mean as d → ∞. Their fluctuations of order d^{−1/2} are SGD's only as far as one sample's e says
 * little of its z: the noise K E[e eᵀ] leaves out what Cov(e z) has in the span of K u and K u*, so that P E[e²] stands for Var(e λ*), and
 * a diffusion of vectors has no part like the fluctuation of γ e² ‖z‖²/d in Q. Under much label noise both are small; for phase
 * retrieval the variance of the risk comes out at some 40 % of SGD's. {@link Sde} keeps both. The step is the caller's, or
 * {@link EulerStep} chooses it as for the SDE. A threshold is looked for after every Euler step, so that passings within a step are
 * missed and exits come out late by O(√step).
 *
 * <p>Under the projected and the spherical rule every vector is normalised after each step: the radial part of a step, all that
 * the rules differ in, is lost by the normalisation, so that both have one limit. Cost a step: d (p + k)² and d p normal numbers, and
 * one evaluation of the moments.
 */
public final class HomogenizedSgd implements Method<FieldModel> {

    private final double step;

    /** With the step chosen by {@link EulerStep}. */
    public HomogenizedSgd() {
        step = 0;
    }

    /**
     * With a given largest step.
     *
     * @param step in τ
     */
    public HomogenizedSgd(double step) {
        this.step = EulerStep.given(name(), step);
    }

    @Override
    public String name() {
        return "hsgd";
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
        return true;
    }

    @Override
    public void requireAdmitted(Problem<? extends FieldModel> problem) {
        needsOfRule().require(name(), problem);
        problem.requireOneStage("the method \"hsgd\"");
        if (problem.rule().corrections() == TrainingRule.Corrections.FINITE_D) {
            throw new IllegalArgumentException(
                    "training.corrections: expected none, as homogenized SGD is a limit of its own,"
                            + " got finite-d; leave it out, or the method hsgd");
        }
        if (problem.rule().adaptive().isPresent()) {
            throw new IllegalArgumentException(
                    "training.learningRate: expected a schedule for the method \"hsgd\", got one that"
                            + " follows the state; leave out the method hsgd, or use the methods ode and reduced");
        }
        if (problem.model().parameters().length > 0) {
            throw new IllegalArgumentException(
                    "run.methods: the method \"hsgd\" moves the first layer's vectors only, and the"
                            + " model trains "
                            + String.join(", ", problem.model().parameterNames())
                            + " besides; use the methods sde and reduced");
        }
        if (problem.dimension() > RawSgd.MAX_DIMENSION) {
            throw new IllegalArgumentException("run.dimension: expected at most " + RawSgd.MAX_DIMENSION
                    + " for vectors, got " + problem.dimension() + "; use the methods ode and sde");
        }
    }

    @Override
    public Trajectory solve(Problem<? extends FieldModel> problem, RunSettings settings, PathListener listener) {
        requireAdmitted(problem);
        SaveTimes saves = SaveTimes.of(problem, settings.points(), settings.spacing());
        double[] times = saves.allTimes();
        Replicas replicas = Replicas.of(problem, settings);
        EulerStep choice =
                EulerStep.of(step, () -> EulerStep.choose(replicas, problem, times, replicas.tolerance(settings)));
        StepLaw law = StepLaw.of(problem).coarse();
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
                        start(law, settings.seed(), replica),
                        replicas.fieldStages(replica).dynamics(),
                        saves,
                        times,
                        choice.step()));
    }

    @Override
    public Passages passages(Problem<? extends FieldModel> problem, RunSettings settings, Threshold threshold) {
        requireAdmitted(problem);
        Clock clock = Clock.of(problem);
        double end = clock.tau(problem.horizon());
        Replicas replicas = Replicas.of(problem, settings);
        EulerStep choice = EulerStep.of(
                step, () -> EulerStep.chooseForPassage(replicas, problem, settings, clock, end, threshold));
        StepLaw law = StepLaw.of(problem).coarse();
        return Ensemble.passages(
                name(),
                settings.replicas(),
                settings,
                choice.facts("Euler-Maruyama"),
                replica -> passage(
                        start(law, settings.seed(), replica),
                        replicas.fieldStages(replica).dynamics(),
                        clock,
                        end,
                        choice.step(),
                        threshold));
    }

    private static HomogenizedPath start(StepLaw law, long seed, int replica) {
        UniformRandomProvider random = RandomStreams.of(seed, Purpose.HOMOGENIZED_SGD, replica);
        return new HomogenizedPath(law, StartVectors.of(law.problem(), seed, replica), random);
    }

    private static Path path(
            HomogenizedPath path, FieldDynamics dynamics, SaveTimes saves, double[] times, double largest) {
        double[] s = new double[dynamics.layout().size()];
        PathRecorder recorder = new PathRecorder(dynamics, saves, times);
        path.state(dynamics.layout(), s);
        recorder.save(s);
        for (int i = 1; i < times.length; i++) {
            int parts = EulerStep.parts(times[i] - times[i - 1], largest);
            double h = (times[i] - times[i - 1]) / parts;
            for (int part = 0; part < parts; part++) {
                double tau = times[i - 1] + part * h;
                if (!path.step(tau, h)) {
                    path.state(dynamics.layout(), s);
                    return recorder.diverged(tau + h, s, path.counts());
                }
            }
            path.state(dynamics.layout(), s);
            recorder.save(s);
        }
        return recorder.finish(path.counts());
    }

    private static Passage passage(
            HomogenizedPath path,
            FieldDynamics dynamics,
            Clock clock,
            double end,
            double largest,
            Threshold threshold) {
        double[] s = new double[dynamics.layout().size()];
        ThresholdWatch watch = new ThresholdWatch(dynamics, threshold);
        path.state(dynamics.layout(), s);
        if (watch.start(s) <= 0) {
            return Passage.exited(clock, 0);
        }
        int parts = EulerStep.parts(end, largest);
        double h = end / parts;
        for (int part = 0; part < parts; part++) {
            double tau = part * h;
            boolean sound = path.step(tau, h);
            path.state(dynamics.layout(), s);
            if (!sound) {
                return Passage.failed(clock, tau + h, PathRecorder.divergence(dynamics, tau + h, s, 0));
            }
            if (watch.distance(tau + h, s) <= 0) {
                return Passage.exited(clock, tau + h);
            }
        }
        return Passage.censored(clock, end);
    }
}
