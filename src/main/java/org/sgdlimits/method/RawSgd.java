package org.sgdlimits.method;

import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.SampledLimit;
import org.sgdlimits.model.SampledModel;
import org.sgdlimits.model.Start;

/**
 * Stochastic gradient descent itself, on d-dimensional vectors: what every other method is held against. Cost per replica:
 * steps × batch × d (p + k + 1); see {@link RawStep}.
 */
public final class RawSgd implements Method<SampledModel> {

    /** Beyond this, one vector no longer fits in an array. */
    static final long MAX_DIMENSION = 100_000_000;

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public Class<SampledModel> needs() {
        return SampledModel.class;
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
    public Trajectory solve(Problem<? extends SampledModel> problem, RunSettings settings, PathListener listener) {
        requireSolvable(problem);
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
                    Launch launch = launch(problem, replicas, settings.seed(), replica, false);
                    return StepLoop.path(launch.run, launch.stages, saves);
                });
    }

    @Override
    public Passages passages(Problem<? extends SampledModel> problem, RunSettings settings, Threshold threshold) {
        requireSolvable(problem);
        Clock clock = Clock.of(problem);
        long last = clock.lastStep(problem.horizon());
        Replicas replicas = Replicas.of(problem, settings);
        return Ensemble.passages(name(), settings.replicas(), settings, Map.of(), replica -> {
            Launch launch = launch(problem, replicas, settings.seed(), replica, true);
            return StepLoop.passage(launch.run, launch.stages, clock, last, threshold);
        });
    }

    private void requireSolvable(Problem<?> problem) {
        needsOfRule().require(name(), problem);
        if (problem.dimension() > MAX_DIMENSION) {
            throw new IllegalArgumentException("run.dimension: expected at most " + MAX_DIMENSION
                    + " for raw SGD, got " + problem.dimension()
                    + "; the method \"reduced\" is exact in law at any dimension");
        }
    }

    /** A run at its start and what observes it. */
    private record Launch(StepRun run, Stages<?> stages) {}

    private static Launch launch(
            Problem<?> problem, Replicas replicas, long seed, int replica, boolean observedAtEveryStep) {
        UniformRandomProvider random = RandomStreams.of(seed, Purpose.RAW_SGD, replica);
        if (problem.model() instanceof SampledLimit limit) {
            double[] s = ((Start.State) problem.start()).values().clone();
            SampledLimit.Run run =
                    limit.start(Math.toIntExact(problem.dimension()), s.clone(), RandomStreams.standard(random));
            return new Launch(new LimitRun(run), replicas.stages(replica));
        }
        Problem<? extends FieldModel> fieldProblem = Replicas.fieldProblem(problem);
        Stages<FieldDynamics> stages = replicas.fieldStages(replica);
        double[][] vectors = StartVectors.of(fieldProblem, seed, replica);
        RawStep first = new RawStep(fieldProblem, stages.dynamics().layout(), vectors, random, observedAtEveryStep);
        return new Launch(
                SwitchingRun.of(stages, Clock.of(problem), first, () -> first.under(fieldProblem.lastStage())), stages);
    }

    /** SGD that the user states beside a limit. */
    private record LimitRun(SampledLimit.Run run) implements StepRun {
        @Override
        public void step(long index) {
            run.step(index);
        }

        @Override
        public double largestSignal() {
            return 0;
        }

        @Override
        public void state(double[] s) {
            run.statistics(s);
        }
    }
}
