package org.sgdlimits.method;

import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.LimitDynamics;
import org.sgdlimits.law.OrderParameters;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.SampledLimit;
import org.sgdlimits.model.SampledModel;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.Start;

/**
 * Stochastic gradient descent itself, on d-dimensional vectors: what every other method is held against. Cost per replica:
 * steps × batch × d (p + k + 1); see {@link RawStep}.
 */
public final class RawSgd implements Method<SampledModel> {

    /** Beyond this, one vector no longer fits in an array. */
    private static final long MAX_DIMENSION = 100_000_000;

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public Class<SampledModel> needs() {
        return SampledModel.class;
    }

    @Override
    public boolean isContinuous() {
        return false;
    }

    @Override
    public Trajectory solve(Problem<? extends SampledModel> problem, RunSettings settings, PathListener listener) {
        Sampling.requireSamples(name(), problem);
        if (problem.dimension() > MAX_DIMENSION) {
            throw new IllegalArgumentException("run.dimension: expected at most " + MAX_DIMENSION
                    + " for raw SGD, got " + problem.dimension()
                    + "; the method \"reduced\" is exact in law at any dimension");
        }
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
                replica -> problem.model() instanceof SampledLimit limit
                        ? limitPath(limit, problem, settings, saves, replica)
                        : fieldPath(replicas.fieldDynamics(replica), problem, settings, saves, replica));
    }

    private static Path fieldPath(
            FieldDynamics dynamics, Problem<?> problem, RunSettings settings, SaveTimes saves, int replica) {
        Problem<? extends FieldModel> fieldProblem = Replicas.fieldProblem(problem);
        UniformRandomProvider random = RandomStreams.of(settings.seed(), Purpose.RAW_SGD, replica);
        RawStep run = new RawStep(fieldProblem, vectors(fieldProblem, settings.seed(), replica), random);
        OrderParameters layout = dynamics.layout();
        double[] s = new double[layout.size()];
        PathRecorder recorder = new PathRecorder(dynamics, saves.steps().length);
        long step = 0;
        for (long save : saves.steps()) {
            for (; step < save; step++) {
                run.step(step);
                if (!PathRecorder.isSound(run.largestSignal())) {
                    layout.pack(run.parameters, run.gram(), s);
                    return recorder.diverged(
                            saves.clock().tau(step + 1), s, run.largestSignal(), Map.of("steps", step + 1));
                }
            }
            run.renormalise();
            layout.pack(run.parameters, run.gram(), s);
            if (!PathRecorder.isSound(s)) {
                return diverged(recorder, saves, step, s);
            }
            recorder.save(s);
        }
        return recorder.finish(Map.of("steps", step));
    }

    private static Path diverged(PathRecorder recorder, SaveTimes saves, long step, double[] s) {
        return recorder.diverged(saves.clock().tau(step), s, Map.of("steps", step));
    }

    private static double[][] vectors(Problem<? extends FieldModel> problem, long seed, int replica) {
        if (problem.start() instanceof Start.Vectors given) {
            double[][] student = given.student();
            double[][] teacher = given.teacher();
            double[][] all = new double[student.length + teacher.length][];
            for (int i = 0; i < all.length; i++) {
                all[i] = (i < student.length ? student[i] : teacher[i - student.length]).clone();
            }
            return all;
        }
        Spectrum spectrum = problem.model().covariance().spectrum(problem.dimension());
        return StartVectors.draw(
                StartDraw.gram(problem, seed, replica), spectrum, RandomStreams.of(seed, Purpose.DIRECTIONS, replica));
    }

    private static Path limitPath(
            SampledLimit limit, Problem<?> problem, RunSettings settings, SaveTimes saves, int replica) {
        double[] s = ((Start.State) problem.start()).values().clone();
        PathRecorder recorder = new PathRecorder(new LimitDynamics((Limit) limit, s), saves.steps().length);
        UniformRandomProvider random = RandomStreams.of(settings.seed(), Purpose.RAW_SGD, replica);
        SampledLimit.Run run =
                limit.start(Math.toIntExact(problem.dimension()), s.clone(), RandomStreams.standard(random));
        long step = 0;
        for (long save : saves.steps()) {
            for (; step < save; step++) {
                run.step(step);
            }
            run.statistics(s);
            if (!PathRecorder.isSound(s)) {
                return diverged(recorder, saves, step, s);
            }
            recorder.save(s);
        }
        return recorder.finish(Map.of("steps", step));
    }
}
